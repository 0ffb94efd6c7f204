// Owns the text form of people's labels, queues, adjudications and packets: one JSON object a line. Refuses guessing at what cannot be read.
import * as z from "zod/mini";
import { LABEL_FIELDS } from "../instrument/codebook.ts";
import { manifestSchema } from "../journal/manifestSchema.ts";
import { LABELS_VERSION, type AdjudicationEntry, type AnnotationEntry } from "./entry.ts";
import type { PacketItem, PacketManifest, QueueItem, QueueManifest } from "./queue.ts";

const version = z.literal(LABELS_VERSION);
const base = { v: version, id: z.string(), at: z.string(), by: z.string() };
const turnNumber = z.int().check(z.nonnegative());

const target = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("turn"), conversation: z.string(), turn: turnNumber }),
  z.object({ kind: z.literal("continuation"), run: z.string(), conversation: z.string(), turn: turnNumber, sample: turnNumber }),
  z.object({ kind: z.literal("item"), queue: z.string(), item: z.string(), conversation: z.exactOptional(z.string()), turn: z.exactOptional(turnNumber) }),
]);

const values = z.object({ stage: z.exactOptional(z.string()), emotion: z.exactOptional(z.string()), blocker: z.exactOptional(z.string()) });
const instrument = z.object({ name: z.string(), version: z.string(), hash: z.string() });
const about = { ...base, target, content: z.string() };
const reason = z.exactOptional(z.string());

/** Schema of a line of `annotations/<annotator>/<date>.jsonl`. */
export const annotationSchema = z.discriminatedUnion("kind", [
  z.object({ ...about, kind: z.literal("label"), values, instrument, blind: z.boolean(), manner: z.enum(["own", "agreed", "changed"]), reason }),
  z.object({ ...about, kind: z.literal("skip"), reason }),
  z.object({ ...about, kind: z.literal("note"), text: z.string() }),
  z.object({ ...about, kind: z.literal("dispute"), fields: z.exactOptional(z.array(z.enum(LABEL_FIELDS))), reason }),
  z.object({ ...about, kind: z.literal("resolve"), reason }),
  z.object({ ...base, kind: z.literal("undo"), of: z.string() }),
  z.object({ ...base, kind: z.literal("reveal"), queue: z.string() }),
]);

/** Schema of a line of `adjudications/<queue>.jsonl`. */
export const adjudicationSchema = z.object({ ...base, kind: z.literal("adjudication"), queue: z.string(), item: z.string(), content: z.string(), values, instrument, between: z.array(z.string()), reason: z.string() });

const cell = z.object({
  outcome: z.enum(["positive", "negative"]),
  branch: z.exactOptional(z.enum(["real", "simulated"])),
  run: z.exactOptional(z.string()),
  stages: z.exactOptional(z.array(z.string())),
  differences: z.exactOptional(z.array(z.enum(["shallower", "same", "deeper", "invalid"]))),
  of: z.int(),
  drawn: z.int(),
});

const manifest = z.object({
  v: version,
  kind: z.literal("queue"),
  id: z.string(),
  at: z.string(),
  purpose: z.enum(["design", "judge-people", "judges", "people"]),
  unit: z.enum(["probes", "turns"]),
  runs: z.array(z.string()),
  dataset: z.object({ name: z.string(), hash: z.string() }),
  instrument,
  seed: z.int(),
  target: z.int(),
  cells: z.array(cell),
  annotators: z.array(z.string()),
  overlap: z.number(),
  invented: z.boolean(),
});

const inclusion = z.number().check(z.gt(0), z.lte(1));
const item = z.object({ v: version, kind: z.literal("item"), id: z.string(), content: z.string(), conversation: z.string(), turn: turnNumber, inclusion: z.exactOptional(inclusion), assignees: z.array(z.string()) });

/** Schema of a line of `queues/<queue>.jsonl`: the manifest, then the items. */
export const queueLineSchema = z.discriminatedUnion("kind", [manifest, item]);

/** Schema of a line of a packet. */
export const packetLineSchema = z.discriminatedUnion("kind", [
  z.object({ v: version, kind: z.literal("packet"), id: z.string(), at: z.string(), instrument, annotators: z.array(z.string()), dataset: z.object({ name: z.string(), hash: z.string() }), codebook: manifestSchema.shape.codebook }),
  z.object({
    v: version,
    kind: z.literal("packet-item"),
    id: z.string(),
    content: z.string(),
    assignees: z.array(z.string()),
    prefix: z.array(z.object({ role: z.enum(["agent", "user"]), text: z.string() })),
    turn: z.string(),
    language: z.enum(["en", "zh"]),
  }),
]);

export type LabelFileLine = AnnotationEntry | AdjudicationEntry | QueueManifest | QueueItem | PacketManifest | PacketItem;

/** One line, without the line break. */
export function encodeLine(line: LabelFileLine): string {
  return JSON.stringify(line);
}

/** A line as what it says, or why it says nothing: callers report it and go on. */
export type DecodedLabelLine<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: "not-json" | "newer-version" | "wrong-shape"; readonly detail: string };

export const decodeAnnotation = (line: string): DecodedLabelLine<AnnotationEntry> => decode(annotationSchema, line);
export const decodeAdjudication = (line: string): DecodedLabelLine<AdjudicationEntry> => decode(adjudicationSchema, line);
export const decodeQueueLine = (line: string): DecodedLabelLine<QueueManifest | QueueItem> => decode(queueLineSchema, line);
export const decodePacketLine = (line: string): DecodedLabelLine<PacketManifest | PacketItem> => decode(packetLineSchema, line);

function decode<T>(schema: z.ZodMiniType<T>, line: string): DecodedLabelLine<T> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { ok: false, reason: "not-json", detail: error instanceof Error ? error.message : String(error) };
  }
  const told = typeof value === "object" && value !== null && "v" in value ? value.v : undefined;
  if (typeof told === "number" && told > LABELS_VERSION) return { ok: false, reason: "newer-version", detail: String(told) };
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, reason: "wrong-shape", detail: issue ? `${issue.path.join(".")}: ${issue.message}` : "" };
}
