// Owns making a run's exit audit from its journal and, where it is open, its dataset. Refuses formulas (core/stats) and printing.
import { EXIT_CODEBOOK } from "../../core/instrument/exitBehaviours.ts";
import { EndsCount } from "../../core/probe/endsLedger.ts";
import type { EndsLedger } from "../../core/probe/endsLedger.ts";
import type { Codebook } from "../../core/instrument/codebook.ts";
import type { Judge } from "../../core/instrument/judge.ts";
import { endsBlock } from "../../core/stats/endsBlock.ts";
import type { ConversationEnd } from "../../core/stats/exit.ts";
import { scoresBeside, silenceRates, turnCountRates } from "../../core/stats/exitBeside.ts";
import { exitBlock } from "../../core/stats/exitBlock.ts";
import { settingOf, type Setting } from "../../core/stats/setting.ts";
import { shareRows } from "../../core/stats/shareTables.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { compare, customersRepeat } from "../../core/stats/units.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { judgeLabeller } from "../labeller.ts";
import { redactedLabeller, redactedSource } from "../promptRedaction.ts";
import { recentConversations } from "../recentConversations.ts";
import { reportOptions, schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";
import type { VerdictCache } from "../verdictCache.ts";
import { behaviourLabels, BehavioursOf } from "./behaviours.ts";
import { conversationEnd } from "./conversationEnd.ts";
import { EXIT_AUDIT_VERSION, type ExitAudit } from "./exitAudit.ts";

export interface AuditParts {
  readonly run: Run;
  /** Without it, ends that the journal does not state, when people stop, and behaviours are missing, which is said. */
  readonly dataset?: Dataset;
  /** Who reads behaviours from texts; `width` conversations at a time. */
  readonly judge: { readonly judge: Judge; readonly codebook?: Codebook; readonly cache?: VerdictCache; readonly width: number };
  /** Resamplings; the report's number when absent. */
  readonly draws?: number;
}

/** How a computation in steps is run: on this thread, with pauses. */
export type RunSteps = <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>;

/** Turns a judge of behaviours would read: its calls, where it is a model. */
export function textsToRead(run: Run): number {
  return new BehavioursOf(run, run.status !== "finished").texts;
}

/** Finished conversations only while the run is unfinished, then without intervals (E40). */
export async function exitAudit({ run, dataset, judge, draws }: AuditParts, steps: RunSteps, signal: AbortSignal): Promise<ExitAudit> {
  const { manifest } = run;
  const options = reportOptions(run);
  // A donor who ended there answers with silence, whatever the condition says.
  const offersExit = manifest.simulator.kind === "control" || options.offersExit === true;
  const setting = settingOf(schemeOf(manifest.codebook), { ...options, offersExit, ...(draws === undefined ? {} : { bootstrapDraws: draws }) });
  const probes = [...run.state.labelledProbes(options.look)].sort((a, b) => compare(a.conversation, b.conversation) || a.ordinal - b.ordinal || a.position - b.position);
  const unit = customersRepeat(probes) ? "customer" : "conversation";
  const ended = probes.some(({ realKind }) => realKind === "ended");
  const silent = probes.filter(({ realKind }) => realKind === "silent").length;
  const known = dataset && (await endsOf(run, dataset, signal));
  const ends = manifest.ends ?? known?.ledger;
  const silences = silent === 0 ? undefined : await steps(silenceRates(probes, unit, setting), signal);
  return {
    what: "decision-fidelity-exits",
    version: EXIT_AUDIT_VERSION,
    run: run.id,
    unit,
    offersExit,
    ends: ends ? { ok: true, value: ends } : { ok: false, reason: "data-not-given" },
    setByTask: ends !== undefined && ends.conversations > 0 && total(ends.endings.task) === ends.conversations,
    exit: await steps(exitBlock(probes, unit, setting), signal),
    turnCount: ended ? { ok: true, value: await steps(turnCountRates(probes, unit, setting), signal) } : { ok: false, reason: "no-end-probes" },
    scores: ended ? { ok: true, value: await steps(scoresBeside(probes, setting), signal) } : { ok: false, reason: "no-end-probes" },
    silences: silences ? { ok: true, value: { probes: silent, all: silences.all.endRate, negative: silences.negative.endRate, positive: silences.positive.endRate } } : { ok: false, reason: "no-silence-probes" },
    people: known ? { ok: true, value: known.people } : { ok: false, reason: "data-not-given" },
    behaviours: dataset ? { ok: true, value: await behaviours(run, dataset, judge, setting, unit, steps, signal) } : { ok: false, reason: "data-not-given" },
  };
}

async function endsOf({ state, manifest }: Run, dataset: Dataset, signal: AbortSignal): Promise<{ readonly ledger: EndsLedger; readonly people: Extract<ExitAudit["people"], { ok: true }>["value"] }> {
  const followUp = await dataset.identity(signal);
  const drawn = manifest.limit === undefined ? undefined : new Set([...state.probes.values()].map(({ probe }) => probe.conversation));
  const count = new EndsCount(manifest.rule, followUp);
  const ends: ConversationEnd[] = [];
  for await (const conversation of dataset.all(signal)) {
    if (drawn && !drawn.has(conversation.id)) continue;
    count.add(conversation);
    ends.push(conversationEnd(conversation, followUp));
  }
  const { hazard, turnCountAuc } = endsBlock(ends, manifest.statisticsSeed);
  const stops = ends.map((end): ConversationEnd => ({ ...end, end: "user-explicit", lastTurnBy: "agent", truncated: false }));
  return { ledger: count.ledger(), people: { hazard, turnCountAuc, anyStopAuc: endsBlock(stops, manifest.statisticsSeed).turnCountAuc } };
}

async function behaviours(run: Run, dataset: Dataset, { judge, codebook = EXIT_CODEBOOK.en, cache, width }: AuditParts["judge"], setting: Setting, unit: ExitAudit["unit"], steps: RunSteps, signal: AbortSignal): Promise<Extract<ExitAudit["behaviours"], { ok: true }>["value"]> {
  const redacts = run.manifest.privacy.redaction.length > 0;
  const source = recentConversations(redacts ? redactedSource(dataset) : dataset, 100);
  const plain = judgeLabeller(judge, cache);
  const labels = behaviourLabels(codebook);
  const { probes, turns } = await new BehavioursOf(run, run.status !== "finished").read(source, redacts ? redactedLabeller(plain) : plain, labels, width, signal);
  return { judge: judge.identity, instrument: judge.instrument, turns, rows: await steps(shareRows(probes, labels, unit, setting, "exit behaviours"), signal) };
}

function total(counts: { readonly negative: number; readonly positive: number; readonly unknown: number } | undefined): number {
  return counts === undefined ? 0 : counts.negative + counts.positive + counts.unknown;
}
