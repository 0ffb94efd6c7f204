// Owns the text form of journal entries: one JSON object a line, checked by schema on the way in. Refuses guessing at what cannot be read.
import * as z from "zod/mini";
import { ENDINGS } from "../probe/endings.ts";
import { JOURNAL_VERSION, type JournalEntry } from "./entry.ts";
import { isPlainEntry } from "./entryGuard.ts";
import { manifestSchema } from "./manifestSchema.ts";
import { reportSchema } from "./reportSchema.ts";

const base = { v: z.literal(JOURNAL_VERSION), id: z.string(), at: z.string(), setup: z.exactOptional(z.string()) };

const probe = z.object({ conversation: z.string(), turn: z.int(), ordinal: z.int(), position: z.number(), unanswered: z.exactOptional(z.enum(["end", "silence"])) });

const context = z.object({
  outcome: z.enum(["positive", "negative", "unknown"]),
  customer: z.exactOptional(z.string()),
  agent: z.exactOptional(z.string()),
  act: z.exactOptional(z.string()),
  of: z.int(),
  end: z.exactOptional(z.enum(ENDINGS)),
});

const donor = z.object({ conversation: z.string(), turn: z.int(), kind: z.enum(["reply", "silence"]) });

const verdict = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("valid"),
    state: z.object({
      stage: z.string(),
      emotion: z.string(),
      blocker: z.string(),
      committedBefore: z.exactOptional(z.boolean()),
      evidence: z.exactOptional(z.string()),
    }),
    rung: z.exactOptional(z.enum(["schema", "json", "text"])),
    repaired: z.exactOptional(z.boolean()),
  }),
  z.object({ status: z.literal("invalid"), cause: z.string(), raw: z.exactOptional(z.string()) }),
]);

const target = z.discriminatedUnion("branch", [
  z.object({ branch: z.literal("real"), conversation: z.string(), turn: z.int() }),
  z.object({ branch: z.literal("simulated"), conversation: z.string(), turn: z.int(), sample: z.int() }),
]);

const values = z.record(z.string(), z.union([z.string(), z.number()]));

const spent = z.object({ calls: z.int(), promptTokens: z.number(), completionTokens: z.number(), unreported: z.int(), milliseconds: z.number() });

/** Schema of an entry of any kind. */
export const entrySchema = z.discriminatedUnion("kind", [
  z.object({ ...base, kind: z.literal("run-started"), manifest: manifestSchema }),
  z.object({
    ...base,
    kind: z.literal("continuation"),
    probe,
    context,
    sample: z.int(),
    continuation: z.enum(["reply", "leave", "silence"]),
    text: z.string(),
    provenance: z.enum(["generated", "imported", "invented"]),
    promptHash: z.exactOptional(z.string()),
    reported: z.exactOptional(reportSchema),
    donors: z.exactOptional(z.array(donor)),
    leaveProbability: z.exactOptional(z.number()),
    reused: z.exactOptional(z.boolean()),
  }),
  z.object({ ...base, kind: z.literal("verdict"), target, verdict, judgeHash: z.string(), cached: z.boolean(), reported: z.exactOptional(reportSchema) }),
  z.object({
    ...base,
    kind: z.literal("failure"),
    stage: z.enum(["simulate", "judge-real", "judge-simulated"]),
    probe,
    context,
    sample: z.int(),
    cause: z.string(),
    values: z.exactOptional(values),
    message: z.exactOptional(z.string()),
    reported: z.exactOptional(reportSchema),
  }),
  z.object({
    ...base,
    kind: z.literal("run-ended"),
    reason: z.enum(["finished", "paused"]),
    done: z.int(),
    failed: z.int(),
    because: z.exactOptional(z.object({ id: z.string(), values })),
  }),
  z.object({ ...base, kind: z.literal("forgotten"), conversations: z.int(), probes: z.int(), entries: z.int(), spent: z.object({ simulator: spent, judge: spent }) }),
]);

/** Schema of one verdict; the cache of real-turn verdicts stores the same shape. */
export const verdictSchema = verdict;

/** One entry as one line, without the line break. */
export function encodeEntry(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** A line of a journal as an entry, or why it is none. Nothing is dropped silently: callers report the line. */
export type DecodedLine = { readonly ok: true; readonly entry: JournalEntry } | { readonly ok: false; readonly reason: "not-json" | "newer-version" | "wrong-shape"; readonly detail: string };

export function decodeEntry(line: string): DecodedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { ok: false, reason: "not-json", detail: error instanceof Error ? error.message : String(error) };
  }
  if (isPlainEntry(value)) return { ok: true, entry: value };
  const version = typeof value === "object" && value !== null && "v" in value ? value.v : undefined;
  if (typeof version === "number" && version > JOURNAL_VERSION) return { ok: false, reason: "newer-version", detail: String(version) };
  const parsed = z.safeParse(entrySchema, value);
  if (parsed.success) return { ok: true, entry: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, reason: "wrong-shape", detail: issue ? `${issue.path.join(".")}: ${issue.message}` : "" };
}
