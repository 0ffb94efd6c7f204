// Owns the labelled-pairs files: one row a probe and sample, CSV or JSONL, in both directions. Refuses statistics.
import { Failure } from "../core/messages/failure.ts";
import type { Bytes } from "../core/ports.ts";
import type { Label, LabelledProbe, OutcomeValue, SampleValue } from "../core/stats/labelledProbe.ts";
import { csvRows } from "./csvRows.ts";
import { decode } from "./decode.ts";

const COLUMNS = [
  "conversation", "outcome", "position", "real_stage", "sim_stage", "customer", "agent", "run", "act", "turn", "sample", "real_kind", "sim_kind",
  "real_status", "sim_status", "p_leave", "real_emotion", "sim_emotion", "real_blocker", "sim_blocker",
] as const;

type Column = (typeof COLUMNS)[number];
type Row = Readonly<Partial<Record<Column, string>>>;

/** Rows read, ordered by conversation and position. `path` names the file in errors. Rejects with `pairs-*` at the first wrong row. */
export async function readLabelledPairs(bytes: Bytes, path: string, signal?: AbortSignal): Promise<readonly LabelledProbe[]> {
  const probes = new Map<string, { probe: LabelledProbe; samples: SampleValue[] }>();
  const outcomes = new Map<string, string>();
  for await (const { line, row } of path.endsWith(".csv") ? csvLines(bytes, signal) : jsonLines(bytes, path, signal)) {
    const where = { path, line };
    const conversation = required(row, "conversation", where);
    const outcome = required(row, "outcome", where);
    if (!isOutcome(outcome)) throw new Failure("pairs-value", { ...where, column: "outcome", values: "positive, negative, unknown" });
    if ((outcomes.get(conversation) ?? outcome) !== outcome) throw new Failure("pairs-two-outcomes", { ...where, conversation });
    outcomes.set(conversation, outcome);
    const position = Number(required(row, "position", where));
    if (!Number.isFinite(position)) throw new Failure("pairs-value", { ...where, column: "position", values: "a number" });
    const key = JSON.stringify([row.run, conversation, position, row.turn]);
    const known = probes.get(key) ?? { probe: probeOf(row, conversation, outcome, position), samples: [] };
    probes.set(key, known);
    known.samples.push(sampleOf(row, where));
  }
  if (probes.size === 0) throw new Failure("pairs-empty", { path, columns: COLUMNS.slice(0, 5).join(", ") });
  return [...probes.values()].map(({ probe, samples }) => ({ ...probe, samples }));
}

/** The same rows as CSV text with a header line. */
export async function writeLabelledPairs(probes: readonly LabelledProbe[], run: string): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  const rows = probes.flatMap((probe) => probe.samples.map((sample, number) => rowOf(probe, sample, number, run)));
  return stringify(rows, { header: true, columns: [...COLUMNS] });
}

function rowOf(probe: LabelledProbe, sample: SampleValue, number: number, run: string): Row {
  const { real } = probe;
  const simulated = sample.kind === "reply" ? sample.label : undefined;
  return {
    conversation: probe.conversation,
    outcome: probe.outcome,
    position: String(probe.position),
    turn: String(probe.ordinal),
    sample: String(number),
    run,
    customer: probe.customer ?? "",
    agent: probe.agent ?? "",
    act: probe.act ?? "",
    real_kind: probe.realKind,
    sim_kind: sample.kind,
    real_status: statusOf(real),
    sim_status: simulated ? statusOf(simulated) : "valid",
    p_leave: sample.leaveProbability === undefined ? "" : String(sample.leaveProbability),
    ...(real.status === "valid" ? { real_stage: real.stage, real_emotion: real.emotion ?? "", real_blocker: real.blocker ?? "" } : {}),
    ...(simulated?.status === "valid" ? { sim_stage: simulated.stage, sim_emotion: simulated.emotion ?? "", sim_blocker: simulated.blocker ?? "" } : {}),
  };
}

function statusOf(label: Label): string {
  return label.status === "valid" ? "valid" : `invalid: ${label.cause}`;
}

function probeOf(row: Row, conversation: string, outcome: OutcomeValue, position: number): LabelledProbe {
  return {
    conversation,
    outcome,
    position,
    ordinal: Number(row.turn ?? "") || position,
    ...(row.customer ? { customer: row.customer } : {}),
    ...(row.agent ? { agent: row.agent } : {}),
    ...(row.act ? { act: row.act } : {}),
    realKind: row.real_kind === "ended" ? "ended" : "reply",
    real: labelOf(row.real_status, row.real_stage, row.real_emotion, row.real_blocker),
    samples: [],
  };
}

function sampleOf(row: Row, where: { readonly path: string; readonly line: number }): SampleValue {
  const kind = row.sim_kind || "reply";
  const leaveProbability = row.p_leave ? { leaveProbability: Number(row.p_leave) } : {};
  switch (kind) {
    case "reply":
      return { kind, label: labelOf(row.sim_status, row.sim_stage, row.sim_emotion, row.sim_blocker), ...leaveProbability };
    case "leave":
    case "silence":
      return { kind, ...leaveProbability };
    default:
      throw new Failure("pairs-value", { ...where, column: "sim_kind", values: "reply, leave, silence" });
  }
}

function labelOf(status: string | undefined, stage: string | undefined, emotion: string | undefined, blocker: string | undefined): Label {
  if (status?.startsWith("invalid")) return { status: "invalid", cause: status.replace(/^invalid:?\s*/, "") || "invalid" };
  if (!stage) return { status: "invalid", cause: "no-stage" };
  return { status: "valid", stage, ...(emotion ? { emotion } : {}), ...(blocker ? { blocker } : {}) };
}

function required(row: Row, column: Column, where: { readonly path: string; readonly line: number }): string {
  const value = row[column];
  if (value === undefined || value === "") throw new Failure("pairs-missing", { ...where, column });
  return value;
}

function isOutcome(value: string): value is OutcomeValue {
  return value === "positive" || value === "negative" || value === "unknown";
}

async function* csvLines(bytes: Bytes, signal?: AbortSignal): AsyncGenerator<{ line: number; row: Row }> {
  for await (const { line, fields } of csvRows(bytes, undefined, signal)) yield { line, row: fields as Row };
}

async function* jsonLines(bytes: Bytes, path: string, signal?: AbortSignal): AsyncGenerator<{ line: number; row: Row }> {
  const { text } = decode(await bytes.read(0, bytes.size, signal));
  for (const [index, each] of text.split("\n").entries()) {
    if (each.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(each);
    } catch {
      throw new Failure("pairs-not-json", { path, line: index + 1 });
    }
    if (typeof value !== "object" || value === null) throw new Failure("pairs-not-json", { path, line: index + 1 });
    const fields = Object.entries(value).flatMap(([name, field]) => (typeof field === "string" || typeof field === "number" ? [[name, String(field)] as const] : []));
    yield { line: index + 1, row: Object.fromEntries(fields) as Row };
  }
}
