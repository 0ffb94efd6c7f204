// Owns the schema of an outcome that stands in a second file: keys, what counts, times, several payments, no payment, the window.
// Refuses defaults for what changes the result: zone, unmatched and followUpDays are asked for.
import * as z from "zod/mini";
import { instantOf } from "../core/transcript/instant.ts";
import { timePattern } from "../core/transcript/timePattern.ts";
import { field, hinted, timeField, values } from "./mappingParts.ts";

/** Which of several payments counts. */
export const SEVERAL = ["first after the conversation began", "first", "leave out"] as const;
export const UNMATCHED = ["negative", "unknown", "leave out"] as const;

const condition = z.strictObject({ field: hinted(field, "Column or field of the file"), in: hinted(values, "Values, compared as trimmed text") });

function isDate(text: string): boolean {
  return timePattern("yyyy-MM-dd")?.read(text) !== undefined || instantOf(text) !== undefined;
}

export const outcomeJoin = z.strictObject({
  from: hinted(z.string().check(z.minLength(1)), "File with the outcomes, relative to fidelity.json: CSV, TSV, JSON or JSON Lines"),
  key: hinted(
    z.strictObject({ conversation: hinted(field, "Field of the conversation's record"), file: hinted(field, "Column or field of the file") }),
    "What a conversation and its rows have in common; compared as trimmed text, leading zeros kept",
  ),
  positive: hinted(condition, "Rows that make the outcome positive, e.g. a payment"),
  negatedBy: z.optional(hinted(condition, "Rows that take a positive row back, e.g. a refund: each negates the latest payment before it. A conversation with nothing left is negative.")),
  at: z.optional(hinted(timeField, "Time of the row. Turns after the time of a positive outcome are cut; paid before the first turn leaves the conversation out.")),
  several: z.optional(
    hinted(z.enum(SEVERAL), "Which of several payments counts. \"first after the conversation began\" (when absent): earlier ones are passed over. \"first\": the first of all; if it came before the conversation, that is left out. \"leave out\": such conversations are left out."),
  ),
  unmatched: hinted(z.enum(UNMATCHED), "What a conversation without a row in the file is. There is no default: only you know whether the file is complete."),
  followUpDays: hinted(
    z.number().check(z.nonnegative()),
    "For how many days after its last turn a conversation can still become positive. A later payment does not count; unpaid and younger than this at asOf is unknown (still open). There is no default.",
  ),
  asOf: z.optional(
    hinted(z.string().check(z.refine(isDate, { error: "a date such as 2026-11-20, or a time with offset" })), "Up to when the file knows outcomes: a date (its beginning, in the zone of `at`) or a time with offset. When absent: the latest time in the file."),
  ),
});

export type OutcomeJoin = z.infer<typeof outcomeJoin>;
