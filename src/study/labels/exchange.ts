// Owns labels as they leave and come back: a table, lines of our own, or a packet that was filled in. Refuses storing them (annotations.ts).
import { decodeAnnotation, encodeLine } from "../../core/labels/codec.ts";
import { LABEL_FIELDS, type Codebook } from "../../core/instrument/codebook.ts";
import { LABELS_VERSION, type AnnotationEntry, type LabelEntry, type LabelTarget, type LabelValues } from "../../core/labels/entry.ts";
import type { Queue } from "../../core/labels/queue.ts";
import { parsedJson } from "../../core/json.ts";
import type { Digest } from "../../core/ports.ts";
import { csvText } from "../../datasets/csvText.ts";

/** Columns of a table of labels. Of those that come in, `by`, a place (`content`, or `queue` and `item`) and one label are needed. */
export const LABEL_COLUMNS = ["by", "at", "queue", "item", "conversation", "turn", "run", "sample", "content", "stage", "emotion", "blocker", "blind", "manner", "reason", "instrument", "version", "instrument_hash", "id"] as const;
export type LabelRow = Readonly<Partial<Record<(typeof LABEL_COLUMNS)[number], string>>>;

/** A line or row of a file that is no label of a known item, and why. */
export interface RefusedRow {
  readonly line: number;
  readonly reason: "no-annotator" | "unknown-item" | "unknown-name" | "not-readable";
  /** The label that the codebook does not have. */
  readonly name?: string;
}

export interface ReadLabels {
  readonly entries: readonly AnnotationEntry[];
  readonly refused: readonly RefusedRow[];
  /** Rows that nobody filled in. */
  readonly empty: number;
}

export interface ImportSetting {
  readonly queues: readonly Queue[];
  /** Whose the labels are, where a row does not say. */
  readonly by?: string;
  /** ISO 8601: when they are taken in, where a row does not say when it was given. */
  readonly now: string;
  readonly digest: Pick<Digest, "sha256">;
  /** The codebook of a queue, to check what was typed; undefined where it is not here. */
  readonly codebookOf?: (queue: string) => Codebook | undefined;
}

/** The text of a `.jsonl` file, or rows of a table, as entries. The same file read twice gives the same ids, so that nothing counts twice. */
export function readLabels(lines: readonly { readonly line: number; readonly value: string | LabelRow }[], setting: ImportSetting): ReadLabels {
  const byContent = new Map(setting.queues.flatMap((queue) => queue.items.map((item) => [item.content, { queue, item }] as const)));
  const byItem = new Map(setting.queues.flatMap((queue) => queue.items.map((item) => [`${queue.manifest.id}\n${item.id}`, { queue, item }] as const)));
  const entries: AnnotationEntry[] = [];
  const refused: RefusedRow[] = [];
  let empty = 0;
  for (const { line, value } of lines) {
    if (typeof value === "string") {
      if (value.trim() === "") continue;
      const own = decodeAnnotation(value);
      if (own.ok) {
        entries.push(own.value);
        continue;
      }
    }
    const row = typeof value === "string" ? rowIn(value) : value;
    if (row === undefined) {
      refused.push({ line, reason: "not-readable" });
      continue;
    }
    if (row === "frame") continue;
    const values = valuesOf(row);
    const named = row.by?.trim() ?? "";
    const by = named === "" ? setting.by : named;
    const found = (row.content ? byContent.get(row.content) : undefined) ?? byItem.get(`${row.queue ?? ""}\n${row.item ?? ""}`);
    const hasLabel = LABEL_FIELDS.some((field) => values[field] !== undefined);
    if (!hasLabel) empty++;
    else if (by === undefined || by === "") refused.push({ line, reason: "no-annotator" });
    else {
      const place = found ? placeOfItem(found) : placeOfRow(row);
      const foreign = found && foreignName(values, setting.codebookOf?.(found.queue.manifest.id));
      if (foreign !== undefined) refused.push({ line, reason: "unknown-name", name: foreign });
      else if (place) entries.push(entryOf(row, by, values, place, setting));
      else refused.push({ line, reason: "unknown-item" });
    }
  }
  return { entries, refused, empty };
}

/** Labels as a table, one row each, in order of time. */
export function labelTable(entries: readonly AnnotationEntry[]): Promise<string> {
  return csvText(entries.filter((entry) => entry.kind === "label").map(rowOf), LABEL_COLUMNS);
}

/** All entries as lines: labels, notes, disputes and undos. */
export function labelLines(entries: readonly AnnotationEntry[]): string {
  return entries.map((entry) => `${encodeLine(entry)}\n`).join("");
}

/** What a row is about, and in whose words. A packet shows no branch, outcome or label, so that what was filled in there was given blind. */
type Placed = Pick<LabelEntry, "target" | "content" | "instrument" | "blind">;

function placeOfItem({ queue: { manifest }, item }: { readonly queue: Queue; readonly item: Queue["items"][number] }): Placed {
  return { target: { kind: "item", queue: manifest.id, item: item.id, conversation: item.conversation, turn: item.turn }, content: item.content, instrument: manifest.instrument, blind: true };
}

/** A turn or continuation that says itself where it stands and what it was labelled by, as a table of ours does. */
function placeOfRow({ content, conversation, turn = "", run, sample = "", instrument, version, instrument_hash: hash }: LabelRow): Placed | undefined {
  if (!content || !conversation || !/^\d+$/u.test(turn) || !instrument || !version || !hash) return undefined;
  const place = { conversation, turn: Number(turn) };
  const target: LabelTarget = run && /^\d+$/u.test(sample) ? { kind: "continuation", run, ...place, sample: Number(sample) } : { kind: "turn", ...place };
  return { target, content, instrument: { name: instrument, version, hash }, blind: false };
}

function entryOf(row: LabelRow, by: string, values: LabelValues, placed: Placed, { now, digest }: ImportSetting): LabelEntry {
  const reason = row.reason?.trim();
  return {
    v: LABELS_VERSION,
    kind: "label",
    id: row.id !== undefined && row.id.trim() !== "" ? row.id.trim() : digest.sha256(JSON.stringify([placed.target, placed.content, by, values, row.at ?? ""])).slice(0, 32),
    at: row.at && !Number.isNaN(Date.parse(row.at)) ? new Date(row.at).toISOString() : now,
    by,
    ...placed,
    values,
    ...(row.blind ? { blind: /^(?:1|true|yes)$/iu.test(row.blind.trim()) } : {}),
    manner: row.manner === "agreed" || row.manner === "changed" ? row.manner : "own",
    ...(reason ? { reason } : {}),
  };
}

/** A line that is no entry of ours may be a packet's item with the labels written into it; a packet's first line says nothing. */
function rowIn(text: string): LabelRow | "frame" | undefined {
  const value = parsedJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { kind, id, ...fields } = value as Readonly<Record<string, unknown>>;
  if (kind === "packet" || kind === "queue") return "frame";
  const texts = Object.fromEntries(Object.entries({ ...fields, ...(fields.labels as object | undefined), ...(kind === "packet-item" ? { item: id } : { id }) }).filter(([, each]) => ["string", "number", "boolean"].includes(typeof each)).map(([name, each]) => [name, String(each)]));
  return texts;
}

function valuesOf(row: LabelRow): LabelValues {
  return Object.fromEntries(LABEL_FIELDS.flatMap((field) => (row[field]?.trim() ? [[field, row[field].trim()]] : [])));
}

function rowOf({ by, at, target, content, values, blind, manner, reason = "", instrument, id }: LabelEntry): LabelRow {
  return { by, at, ...placeOf(target), content, ...values, blind: blind ? "yes" : "no", manner, reason, instrument: instrument.name, version: instrument.version, instrument_hash: instrument.hash, id };
}

function placeOf(target: LabelTarget): LabelRow {
  const place = { conversation: target.conversation ?? "", turn: target.turn === undefined ? "" : String(target.turn) };
  switch (target.kind) {
    case "turn":
      return place;
    case "continuation":
      return { ...place, run: target.run, sample: String(target.sample) };
    case "item":
      return { ...place, queue: target.queue, item: target.item };
  }
}

/** A name that the codebook does not have, or undefined. */
function foreignName(values: LabelValues, codebook: Codebook | undefined): string | undefined {
  const lists = codebook && { stage: codebook.stages, emotion: codebook.emotions, blocker: codebook.blockers };
  const field = lists && LABEL_FIELDS.find((each) => values[each] !== undefined && !lists[each].some(({ name }) => name === values[each]));
  return field && values[field];
}
