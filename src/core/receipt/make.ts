// Owns making a receipt from a finished run's state and statistics. Refuses reading anything, and what must not have one (refused.ts).
import type { FailureEntry, RunManifest, Verdict } from "../journal/entry.ts";
import type { RunState, SampleState } from "../journal/fold.ts";
import { arePeople } from "../transcript/conversation.ts";
import type { StatsReport } from "../stats/reportShape.ts";
import { errorPlaces } from "./errorPlaces.ts";
import { RECEIPT_VERSION, type Receipt, type ReceiptCounts, type ReceiptExample, type ReceiptHashes, type ReceiptPart } from "./shape.ts";

/** What a receipt is made of. */
export interface ReceiptParts {
  readonly run: string;
  readonly title: string;
  readonly state: RunState;
  readonly manifest: RunManifest;
  /** Of all its probes. */
  readonly report: StatsReport;
  readonly seal: Pick<ReceiptHashes, "journal" | "journalLines"> & { readonly failures: number; readonly unread: number };
  readonly files: ReceiptHashes["files"];
  readonly agreement: ReceiptPart;
  readonly exits: ReceiptPart;
  readonly examples?: readonly ReceiptExample[];
  readonly software: RunManifest["software"];
  /** ISO 8601. */
  readonly now: string;
}

/** The receipt; what is undefined is left out, so that it survives JSON unchanged. */
export function makeReceipt({ run, title, state, manifest, report, seal, files, agreement, exits, examples, software, now }: ReceiptParts): Receipt {
  const { dataset, condition, instrument } = manifest;
  const { path: _path, hash, ...described } = dataset;
  const { hash: instrumentHash, ...applied } = instrument;
  const served = (role: "simulator" | "judge"): Readonly<Record<string, number>> => Object.fromEntries(state.spending.models(role));
  return {
    what: "decision-fidelity-receipt",
    version: RECEIPT_VERSION,
    run: { id: run, title, began: state.startedAt ?? "", ended: state.ended?.at ?? "", ...(manifest.extends === undefined ? {} : { extends: manifest.extends }) },
    humanReference: arePeople(dataset.users),
    hashes: { dataset: hash, plan: manifest.planHash, template: condition.hash, instrument: instrumentHash, journal: seal.journal, journalLines: seal.journalLines, files },
    dataset: described,
    probes: probesOf(manifest),
    simulator: { identity: manifest.simulator, settings: { ...manifest.simulatorSettings }, served: served("simulator") },
    condition: { name: condition.name, template: condition.template, offersExit: condition.offersExit },
    profileFields: manifest.profileFields,
    judge: { identity: manifest.judge, settings: { ...manifest.judgeSettings }, served: served("judge") },
    instrument: applied,
    ...(manifest.preflight ? { preflight: manifest.preflight } : {}),
    counts: countsOf(state, seal),
    spent: state.spending.sums,
    statistics: unnamed(report),
    errors: errorPlaces(report),
    agreement,
    exits,
    privacy: { ...manifest.privacy, holdsTexts: examples !== undefined },
    ...(manifest.gates ? { gates: manifest.gates } : {}),
    ...(examples ? { examples } : {}),
    software: { run: manifest.software, receipt: software },
    written: now,
  };
}

function probesOf({ rule, orderSeed, statisticsSeed, limit, samples, margin, plannedProbes, plannedConversations, conversationsWithoutProbe }: RunManifest): Receipt["probes"] {
  return { rule, orderSeed, statisticsSeed, ...(limit === undefined ? {} : { limit }), samples, margin, plannedProbes, plannedConversations, conversationsWithoutProbe };
}

/** Ids of conversations and customers can be telephone numbers: a receipt says how far one of them moves Δ, not who it is. */
function unnamed(report: StatsReport): StatsReport {
  return { ...report, influence: report.influence.map((each, rank) => ({ ...each, unit: `#${rank + 1}` })) };
}

const REFUSED = new Set(["answer-refused", "answer-filtered", "refused"]);
const TRUNCATED = new Set(["answer-cut-by-length", "cut-by-length"]);
const EMPTY = new Set(["empty-answer"]);

function countsOf(state: RunState, { failures: failedOnce, unread }: ReceiptParts["seal"]): ReceiptCounts {
  const { probes, conversations, reply, leave, silence, failed } = state.counts();
  const samples = [...state.probes.values()].flatMap((probe): readonly SampleState[] => [...probe.samples.values()]);
  const standing = samples.flatMap(({ failures }): readonly FailureEntry[] => failures);
  const real = labelCounts([...state.probes.keys()].map((key) => state.realVerdict(key)));
  const simulated = labelCounts(samples.map(({ verdict }) => verdict?.verdict));
  const causes = new Map<string, number>();
  for (const cause of [...standing.map((failure) => failure.cause), ...real.causes, ...simulated.causes]) causes.set(cause, (causes.get(cause) ?? 0) + 1);
  const of = (names: ReadonlySet<string>): number => [...causes].reduce((sum, [cause, times]) => sum + (names.has(cause) ? times : 0), 0);
  return {
    conversations,
    probes,
    samples: samples.length,
    reply,
    leave,
    silence,
    real: { valid: real.valid, invalid: real.causes.length },
    simulated: { valid: simulated.valid, invalid: simulated.causes.length },
    refused: of(REFUSED),
    truncated: of(TRUNCATED),
    empty: of(EMPTY),
    failed,
    retried: failedOnce - standing.length,
    causes: Object.fromEntries([...causes].sort(([a], [b]) => (a < b ? -1 : 1))),
    noticed: Object.fromEntries(state.noticed),
    unreadLines: unread,
    forgotten: state.forgotten,
  };
}

function labelCounts(verdicts: readonly (Verdict | undefined)[]): { readonly valid: number; readonly causes: readonly string[] } {
  const causes = verdicts.flatMap((verdict) => (verdict?.status === "invalid" ? [verdict.cause] : []));
  return { valid: verdicts.filter((verdict) => verdict?.status === "valid").length, causes };
}
