// Owns the schema of one line of a native dataset. Refuses reading files (datasets/) and the domain shape (core/transcript).
import * as z from "zod/mini";
import { instantOf } from "../core/transcript/instant.ts";

/** Ids may be written as numbers; they are compared as text. */
const identifier = z.union([z.string().check(z.minLength(1)), z.number()]);

/** ISO 8601 with offset, e.g. 2025-03-01T10:20:00+08:00. */
const time = z.string().check(z.refine((text) => instantOf(text) !== undefined, { error: "time" }));

const label = z.looseObject({
  by: z.string(),
  act: z.nullish(z.string()),
  stage: z.nullish(z.string()),
  emotion: z.nullish(z.string()),
  blocker: z.nullish(z.string()),
});

const turn = z.looseObject({
  role: z.enum(["agent", "user", "system"]),
  text: z.string(),
  at: z.nullish(time),
  kind: z.nullish(z.enum(["message", "action"])),
  labels: z.nullish(z.array(label)),
});

const outcome = z.looseObject({
  value: z.enum(["positive", "negative", "unknown"]),
  label: z.nullish(z.string()),
  at: z.nullish(time),
  endedBy: z.nullish(z.string()),
  end: z.nullish(z.string()),
});

/**
 * One conversation a line: `id` and `turns` are required; `null` means absent. Fields the schema does not name are kept
 * (reserved: `task`, `reward`, `survey`, `turns[].action`).
 */
export const nativeRecordSchema = z.looseObject({
  id: identifier,
  customer: z.nullish(identifier),
  agent: z.nullish(identifier),
  outcome: z.nullish(outcome),
  profile: z.nullish(z.record(z.string(), z.nullable(z.union([z.string(), z.number(), z.boolean()])))),
  turns: z.array(turn),
  meta: z.nullish(z.record(z.string(), z.unknown())),
});

export type NativeRecord = z.infer<typeof nativeRecordSchema>;
export type NativeTurn = z.infer<typeof turn>;
export type NativeOutcome = z.infer<typeof outcome>;
export type NativeLabel = z.infer<typeof label>;

/** Top-level fields the format reserves: kept and written back at their place. */
export const RESERVED_FIELDS = ["task", "reward", "survey"] as const;
