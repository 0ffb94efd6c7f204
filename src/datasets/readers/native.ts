// Owns reading one native record. Refuses partial records: a field of the wrong type leaves the conversation out, at its place.
import { ACTS, type Act, type ConversationRecord, type Message, type Outcome, type TurnLabel } from "../../core/transcript/conversation.ts";
import { isNativeRecord } from "../../protocol/nativeGuard.ts";
import { nativeRecordSchema, type NativeLabel, type NativeOutcome, type NativeRecord, type NativeTurn } from "../../protocol/nativeRecord.ts";
import { isTooDeep, MOST_LEVELS } from "./depth.ts";
import { shapeFinding } from "./shapeFinding.ts";
import { wrongShape, type Finding, type Reading, type RecordFormat } from "./reading.ts";

export const nativeFormat: RecordFormat = {
  name: "native",
  outcomeDefinition: "outcome.value of each record",
  places: { id: ["id"], turns: ["turns"], outcomeAt: ["outcome", "at"], turnTime: ["at"] },
  read: readNative,
};

/** The record of one parsed line; never throws, whatever the value is. */
export function readNative(value: unknown): Reading {
  if (isNativeRecord(value)) return recordOf(value);
  const parsed = nativeRecordSchema.safeParse(value);
  return parsed.success ? recordOf(parsed.data) : wrongShape(shapeFinding(value, parsed.error.issues));
}

function recordOf(native: NativeRecord): Reading {
  const { id, customer, agent, outcome, profile, turns, meta, ...other } = native;
  const findings: Finding[] = [];
  const messages = turns.map((turn, fileIndex) => messageOf(turn, fileIndex, findings));
  const { known, unknown } = outcomeOf(outcome);
  const kept: Readonly<Record<string, unknown>> = { ...other, meta, outcome: unknown, turns: messages.filter(({ extra, labels }) => extra !== undefined || labels.length > 0) };
  const deep = Object.keys(kept).find((field) => isTooDeep(kept[field]));
  if (deep !== undefined) return wrongShape({ at: [deep], id: "field-too-deep", values: { field: deep, levels: MOST_LEVELS } });
  const record: ConversationRecord = {
    id: String(id),
    ...(isPresent(customer) && { customer: String(customer) }),
    ...(isPresent(agent) && { agent: String(agent) }),
    outcome: known,
    profile: textFields(profile ?? {}),
    messages,
    meta: keptFields({ ...other, ...(Object.keys(unknown).length > 0 && { outcome: unknown }) }, meta ?? {}, findings),
  };
  return { record, findings };
}

function messageOf(turn: NativeTurn, fileIndex: number, findings: Finding[]): Message {
  const { role, text, at, kind, labels } = turn;
  const message = { fileIndex, role, text, labels: labels ? labels.map((label, index) => labelOf(label, ["turns", fileIndex, "labels", index, "act"], findings)) : NO_LABELS };
  const timed = typeof at === "string" ? { ...message, at } : message;
  return kind === undefined && !hasMore(turn) ? timed : { ...timed, ...(typeof kind === "string" && { kind }), ...extraOf(turn) };
}

const NO_LABELS: readonly TurnLabel[] = [];
const MESSAGE_FIELDS: ReadonlySet<string> = new Set(["role", "text", "at", "kind", "labels"]);

function hasMore(turn: NativeTurn): boolean {
  for (const field in turn) if (!MESSAGE_FIELDS.has(field)) return true;
  return false;
}

function extraOf(turn: NativeTurn): Pick<Message, "extra"> {
  const { role: _role, text: _text, at: _at, kind: _kind, labels: _labels, ...extra } = turn;
  return Object.keys(extra).length > 0 ? { extra } : {};
}

function labelOf(label: NativeLabel, path: readonly (string | number)[], findings: Finding[]): TurnLabel {
  const { by, act, stage, emotion, blocker, ...extra } = label;
  const known: TurnLabel = { by, ...withoutNull({ stage, emotion, blocker }), ...(isAct(act) && { act }) };
  if (typeof act === "string" && !isAct(act)) findings.push({ at: path, severity: "warning", id: "act-unknown", values: { act, values: ACTS.join(", ") } });
  return Object.assign(extra, known);
}

function isAct(act: unknown): act is Act {
  return (ACTS as readonly unknown[]).includes(act);
}

function outcomeOf(outcome: NativeOutcome | null | undefined): { known: Outcome; unknown: Record<string, unknown> } {
  if (!outcome) return { known: { value: "unknown" }, unknown: {} };
  const { value, label, at, endedBy, end, ...unknown } = outcome;
  return { known: { value, ...withoutNull({ label, at, endedBy, end }) }, unknown };
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

type Present<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The fields that have a value: in the format `null` means absent. */
function withoutNull<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isPresent(value))) as Present<T>;
}

/** The fields that have a value, as texts. */
export function textFields(fields: Readonly<Record<string, string | number | boolean | null>>): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [field, value] of Object.entries(fields)) if (isPresent(value)) texts.push([field, String(value)]);
  return Object.fromEntries(texts);
}

/** Reserved and unknown top-level fields join `meta`; of two with one name the one in `meta` stays. */
function keptFields(other: Readonly<Record<string, unknown>>, meta: Readonly<Record<string, unknown>>, findings: Finding[]): Readonly<Record<string, unknown>> {
  for (const field of Object.keys(other)) {
    if (Object.hasOwn(meta, field)) findings.push({ at: [field], severity: "warning", id: "field-taken", values: { field } });
  }
  return { ...other, ...meta };
}

