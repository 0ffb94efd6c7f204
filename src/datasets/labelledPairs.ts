// Owns the labelled-pairs files: one row a probe and sample, CSV or JSONL, in both directions. Refuses statistics.
import { csvText } from "./csvText.ts";
import { parsedJson } from "../core/json.ts";
import { Failure } from "../core/messages/failure.ts";
import type { Bytes } from "../core/ports.ts";
import type { ProbeRule, Provenance } from "../core/probe/probe.ts";
import type { Label, LabelledProbe, OutcomeValue, SampleValue } from "../core/stats/labelledProbe.ts";
import type { StrataNames } from "../core/transcript/conversation.ts";
import { csvRows } from "./sources/csvRows.ts";
import { decode } from "./sources/decode.ts";

const COLUMNS = [
  "conversation", "outcome", "position", "real_stage", "sim_stage", "customer", "agent", "run", "act", "turn", "sample", "donor", "real_kind", "sim_kind",
  "real_status", "sim_status", "p_leave", "real_emotion", "sim_emotion", "real_blocker", "sim_blocker", "real_committed_before", "sim_committed_before",
  "outcome_name", "provenance", "offers_exit", "unfinished", "statistics_seed", "rule", "margin", "dataset_name", "dataset_hash", "judge", "instrument", "control",
] as const;

type Column = (typeof COLUMNS)[number];
/** Fields that say something; empty ones are left out. */
type Row = Readonly<Partial<Record<Column, string>>>;
/** `sim_kind` of a row that names a probe of which no sample could be had. */
const NO_SAMPLE = "none";
interface Where {
  readonly path: string;
  readonly line: number;
}

/** What a file says of the run its pairs come from; all of it may be missing from labels made elsewhere. */
export interface PairsOrigin {
  readonly run?: string;
  /** Seed of the statistics, with which they come out the same again. */
  readonly seed?: number;
  readonly provenance?: Provenance;
  /** False: the condition had no way to leave. */
  readonly offersExit?: boolean;
  /** The run is not finished: its numbers are a look. */
  readonly unfinished?: boolean;
  readonly strata?: Partial<StrataNames>;
  /** Kind of the probe rule. */
  readonly rule?: ProbeRule["kind"];
  /** Equivalence margin stored before the run, in depth steps. */
  readonly margin?: number;
  readonly datasetName?: string;
  /** SHA-256 of the dataset's bytes. */
  readonly datasetHash?: string;
  /** Who labelled, and with which instrument, as text that differs where they differ. */
  readonly judge?: string;
  readonly instrument?: string;
  /** The simulator is the human-resample control. */
  readonly control?: boolean;
}

export interface LabelledPairs {
  /** In the order of the file. */
  readonly probes: readonly LabelledProbe[];
  readonly origin: PairsOrigin;
}

/** Reads a whole file of one run. `path` names it in errors and its ending says the format. Rejects with `pairs-*` at the first wrong row. */
export async function readLabelledPairs(bytes: Bytes, path: string, signal?: AbortSignal): Promise<LabelledPairs> {
  const probes = new Map<string, { readonly probe: LabelledProbe; readonly samples: Map<string, SampleValue> }>();
  const outcomes = new Map<string, string>();
  let origin: PairsOrigin | undefined;
  for await (const { line, row } of path.endsWith(".csv") ? csvLines(bytes, signal) : jsonLines(bytes, path, signal)) {
    const where = { path, line };
    const probe = probeOf(row, where);
    const { conversation, outcome } = probe;
    if ((outcomes.get(conversation) ?? outcome) !== outcome) throw new Failure("pairs-two-outcomes", { ...where, conversation });
    outcomes.set(conversation, outcome);
    origin = joined(origin, originOf(row, outcome, where), where);
    const key = JSON.stringify([conversation, probe.position, row.turn, probe.realKind]);
    const known = probes.get(key) ?? { probe, samples: new Map<string, SampleValue>() };
    if (JSON.stringify(known.probe.real) !== JSON.stringify(probe.real)) throw wrong("real_stage", "the same in every row of a probe", where);
    probes.set(key, known);
    if (row.sim_kind === NO_SAMPLE) continue;
    const sample = row.sample ?? `row ${line}`;
    if (known.samples.has(sample)) throw wrong("sample", "a different number in each row of a probe", where);
    known.samples.set(sample, sampleOf(row, where));
  }
  if (!origin) throw new Failure("pairs-empty", { path, columns: COLUMNS.slice(0, 5).join(", ") });
  return { probes: [...probes.values()].map(({ probe, samples }) => ({ ...probe, samples: [...samples.values()] })), origin };
}

/** The same rows as CSV text with a header line. A probe without a sample is one row of `sim_kind` none. */
export function writeLabelledPairs(probes: readonly LabelledProbe[], origin: PairsOrigin): Promise<string> {
  const rows = probes.flatMap((probe) => {
    const side = { ...probeRow(probe), ...originRow(origin, probe.outcome) };
    return probe.samples.length === 0 ? [{ ...side, sim_kind: NO_SAMPLE }] : probe.samples.map((sample, number): Row => ({ ...side, sample: String(number), ...sampleRow(sample) }));
  });
  return csvText(rows, COLUMNS);
}

function probeRow({ conversation, outcome, position, ordinal, customer, agent, act, realKind, real }: LabelledProbe): Row {
  return {
    conversation,
    outcome,
    position: String(position),
    turn: String(ordinal),
    ...(customer === undefined ? {} : { customer }),
    ...(agent === undefined ? {} : { agent }),
    ...(act === undefined ? {} : { act }),
    real_kind: realKind,
    real_status: statusOf(real),
    ...(real.status === "valid" ? { real_stage: real.stage, real_emotion: real.emotion ?? "", real_blocker: real.blocker ?? "", real_committed_before: yesOrNo(real.committedBefore) } : {}),
  };
}

function sampleRow(sample: SampleValue): Row {
  const label = sample.kind === "reply" ? sample.label : undefined;
  return {
    sim_kind: sample.kind,
    donor: sample.donor ?? "",
    p_leave: sample.leaveProbability === undefined ? "" : String(sample.leaveProbability),
    sim_status: label ? statusOf(label) : "valid",
    ...(label?.status === "valid" ? { sim_stage: label.stage, sim_emotion: label.emotion ?? "", sim_blocker: label.blocker ?? "", sim_committed_before: yesOrNo(label.committedBefore) } : {}),
  };
}

function originRow({ run, seed, provenance, offersExit, unfinished, strata, rule, margin, datasetName, datasetHash, judge, instrument, control }: PairsOrigin, outcome: OutcomeValue): Row {
  return {
    run: run ?? "",
    rule: rule ?? "",
    margin: margin === undefined ? "" : String(margin),
    dataset_name: datasetName ?? "",
    dataset_hash: datasetHash ?? "",
    judge: judge ?? "",
    instrument: instrument ?? "",
    control: control ? "yes" : "",
    outcome_name: (outcome === "unknown" ? undefined : strata?.[outcome]) ?? "",
    provenance: provenance ?? "",
    offers_exit: yesOrNo(offersExit),
    unfinished: unfinished ? "yes" : "",
    statistics_seed: seed === undefined ? "" : String(seed),
  };
}

function statusOf(label: Label): string {
  return label.status === "valid" ? "valid" : `invalid: ${label.cause}`;
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? "" : value ? "yes" : "no";
}

function probeOf(row: Row, where: Where): LabelledProbe {
  const conversation = required(row, "conversation", where);
  const outcome = oneOf(required(row, "outcome", where), "outcome", ["positive", "negative", "unknown"], where);
  const position = numberIn(required(row, "position", where), "position", where);
  return {
    conversation,
    outcome,
    position,
    ordinal: row.turn ? numberIn(row.turn, "turn", where) : position,
    ...(row.customer ? { customer: row.customer } : {}),
    ...(row.agent ? { agent: row.agent } : {}),
    ...(row.act ? { act: row.act } : {}),
    realKind: oneOf(row.real_kind ?? "reply", "real_kind", ["reply", "ended", "silent"], where),
    real: labelOf(row, "real"),
    samples: [],
  };
}

function sampleOf(row: Row, where: Where): SampleValue {
  const kind = oneOf(row.sim_kind ?? "reply", "sim_kind", ["reply", "leave", "silence"], where);
  const more = {
    ...(row.donor ? { donor: row.donor } : {}),
    ...(row.p_leave ? { leaveProbability: numberIn(row.p_leave, "p_leave", where) } : {}),
  };
  return kind === "reply" ? { kind, label: labelOf(row, "sim"), ...more } : { kind, ...more };
}

function labelOf(row: Row, branch: "real" | "sim"): Label {
  const status = row[`${branch}_status`];
  if (status?.startsWith("invalid")) return { status: "invalid", cause: status.replace(/^invalid:?\s*/, "") || "invalid" };
  const stage = row[`${branch}_stage`];
  if (!stage) return { status: "invalid", cause: "no-stage" };
  const emotion = row[`${branch}_emotion`];
  const blocker = row[`${branch}_blocker`];
  const committed = row[`${branch}_committed_before`];
  return { status: "valid", stage, ...(emotion ? { emotion } : {}), ...(blocker ? { blocker } : {}), ...(committed ? { committedBefore: isYes(committed) } : {}) };
}

function originOf(row: Row, outcome: OutcomeValue, where: Where): PairsOrigin {
  return {
    ...(row.run ? { run: row.run } : {}),
    ...(row.statistics_seed ? { seed: numberIn(row.statistics_seed, "statistics_seed", where) } : {}),
    ...(row.provenance ? { provenance: oneOf(row.provenance, "provenance", ["generated", "imported", "invented"], where) } : {}),
    ...(row.offers_exit ? { offersExit: isYes(row.offers_exit) } : {}),
    ...(row.unfinished && isYes(row.unfinished) ? { unfinished: true } : {}),
    ...(row.rule ? { rule: oneOf(row.rule, "rule", ["fractions", "landmark", "every"], where) } : {}),
    ...(row.margin ? { margin: numberIn(row.margin, "margin", where) } : {}),
    ...(row.dataset_name ? { datasetName: row.dataset_name } : {}),
    ...(row.dataset_hash ? { datasetHash: row.dataset_hash } : {}),
    ...(row.judge ? { judge: row.judge } : {}),
    ...(row.instrument ? { instrument: row.instrument } : {}),
    ...(row.control && isYes(row.control) ? { control: true } : {}),
    ...(row.outcome_name && outcome !== "unknown" ? { strata: { [outcome]: row.outcome_name } } : {}),
  };
}

/** What all rows say together: one run; invented and unfinished when any row is. */
function joined(before: PairsOrigin | undefined, row: PairsOrigin, where: Where): PairsOrigin {
  if (!before) return row;
  if (row.run !== undefined && before.run !== undefined && row.run !== before.run) throw new Failure("pairs-several-runs", { ...where, run: row.run });
  const provenance = row.provenance === "invented" || before.provenance === "invented" ? { provenance: "invented" as const } : {};
  const strata = row.strata || before.strata ? { strata: { ...row.strata, ...before.strata } } : {};
  return { ...row, ...before, ...provenance, ...strata, ...(row.unfinished || before.unfinished ? { unfinished: true } : {}) };
}

function isYes(text: string): boolean {
  return /^(?:yes|true|1)$/iu.test(text);
}

function required(row: Row, column: Column, where: Where): string {
  const value = row[column];
  if (value === undefined) throw new Failure("pairs-missing", { ...where, column });
  return value;
}

function oneOf<T extends string>(text: string, column: Column, values: readonly T[], where: Where): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw wrong(column, values.join(", "), where);
  return found;
}

function numberIn(text: string, column: Column, where: Where): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw wrong(column, "a number", where);
  return value;
}

function wrong(column: Column, values: string, where: Where): Failure {
  return new Failure("pairs-value", { ...where, column, values });
}

async function* csvLines(bytes: Bytes, signal?: AbortSignal): AsyncGenerator<{ line: number; row: Row }> {
  for await (const { line, fields } of csvRows(bytes, undefined, signal)) yield { line, row: filled(Object.entries(fields)) };
}

async function* jsonLines(bytes: Bytes, path: string, signal?: AbortSignal): AsyncGenerator<{ line: number; row: Row }> {
  const { text } = decode(await bytes.read(0, bytes.size, signal));
  for (const [index, each] of text.split("\n").entries()) {
    if (each.trim() === "") continue;
    const value = parsedJson(each);
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Failure("pairs-not-json", { path, line: index + 1 });
    yield { line: index + 1, row: filled(Object.entries(value)) };
  }
}

function filled(fields: readonly (readonly [string, unknown])[]): Row {
  return Object.fromEntries(fields.flatMap(([name, field]) => (["string", "number", "boolean"].includes(typeof field) && field !== "" ? [[name, String(field)]] : [])));
}
