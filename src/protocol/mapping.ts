// Owns the schema of a field mapping: where a foreign file keeps conversations, turns and outcome. Refuses applying it (datasets/).
import * as z from "zod/mini";
import { field, hinted, scalar, timeField, values } from "./mappingParts.ts";
import { outcomeJoin } from "./outcomeJoin.ts";

/**
 * Who speaks: a field of the turn whose values are listed per side. With `lookup` the value is first replaced by another field
 * of the record, in whose path `{value}` stands for it, e.g. `sides.{value}.role`. With `match: "start"` it need only begin as one
 * listed does. A plain field has the values agent, user, system. `first` alone: the sides take turns, and that one begins.
 */
const role = z.union([
  field,
  z.strictObject({ field, lookup: z.optional(field), match: z.optional(z.enum(["whole", "start"])), agent: values, user: values, system: z.optional(values) }),
  z.strictObject({ first: z.enum(["agent", "user"]) }),
]);

/** A field, or a text in which `{field}` stands for its value, `{file}` and `{folder}` for the file's name without its ending and its folder's, `{line}` for the line. */
const identifier = z.union([field, z.strictObject({ template: z.string().check(z.minLength(1)) })]);

/**
 * The turns: a list; lists beside each other (`parallel`: name of the turn's field → list), one entry of each a turn; or one `text`
 * in which a line that begins with one of `speakers` and a colon starts a turn of the fields `speaker` and `text`.
 */
const turns = z.union([
  field,
  z.strictObject({ parallel: z.record(z.string(), field) }),
  z.strictObject({ text: field, speakers: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)) }),
]);

/**
 * Turns that are decisions, not speech (an offer, a walk-away): those whose field is one of `in`, or none of `except`. They are kept
 * with their `type` (of that field when absent), side and `target`, and never shown as dialogue.
 */
const actions = z.union([
  z.strictObject({ field, in: values, type: z.optional(field), target: z.optional(field) }),
  z.strictObject({ field, except: values, type: z.optional(field), target: z.optional(field) }),
]);

/**
 * Labels people or models gave turns: `by` says whose, `fields` gives label name → field of the turn. Where labels stand in a list
 * of their own (`beside.list`), each belongs to the next turn whose text equals its field `item`, and the fields are those of the entry.
 * With `votes` a field holds one label a person, cut at that text; the n-th is by `<by>-<n>`.
 */
const labels = z.array(
  z.strictObject({
    by: z.string().check(z.minLength(1)),
    fields: z.record(z.string(), field),
    votes: z.optional(z.string().check(z.minLength(1))),
    beside: z.optional(z.strictObject({ list: field, item: field })),
  }),
);

/**
 * The outcome in the record itself, or with `of: "last-user-turn"` in the last turn of the user. A list is positive when one of its
 * values is. `above`: a number (the mean of several cut at `votes`) larger than that. `"otherwise"`: every value that is there and is
 * not positive. `end` says how the conversation ended, in the data's own word, or in another one where it names a `field` and `words`
 * for some of its values. `endedBy` says who did: a field, or `last-decision`: whose the last turn is, where that is a decision.
 */
const recordOutcome = z.strictObject({
  field,
  of: z.optional(z.enum(["record", "last-user-turn"])),
  votes: z.optional(z.string().check(z.minLength(1))),
  positive: z.union([values, z.strictObject({ above: z.number() })]),
  negative: z.union([values, z.literal("otherwise")]),
  at: z.optional(timeField),
  end: z.optional(z.union([field, z.strictObject({ field, words: z.record(z.string(), z.string()) })])),
  endedBy: z.optional(z.union([z.literal("last-decision"), field])),
});

/** An alternative with fewer faults is the one meant; of two alike the first. */
const outcome = z.union([outcomeJoin, recordOutcome]);

/** A conversation is left out by `field`; a turn is dropped by `turn`, a field of the turn. */
const exclusion = z.union([
  z.strictObject({ field, equals: scalar }),
  z.strictObject({ field, in: values }),
  z.strictObject({ turn: field, equals: scalar }),
  z.strictObject({ turn: field, in: values }),
]);

export const mappingSchema = z.strictObject({
  id: hinted(identifier, "Field with the id of the conversation: names joined by dots, e.g. meta.uid"),
  customer: z.optional(hinted(field, "Field with the id of the customer; one customer can have several conversations")),
  agent: z.optional(hinted(field, "Field with the id of the agent")),
  turns: hinted(turns, "Field with the list of turns"),
  role: hinted(role, "Who speaks: a field of the turn, with the values that mean agent, user and system"),
  text: hinted(field, "Field of the turn with its text"),
  order: z.optional(hinted(field, "Field of the turn with its number, where turns do not stand in the order they were said: equal numbers keep the file's order. Without it, they are taken as they stand.")),
  time: z.optional(hinted(timeField, "Field of the turn with its time, its format and zone")),
  actions: z.optional(hinted(actions, "Turns that are decisions, not speech: kept, and never shown as dialogue")),
  labels: z.optional(hinted(labels, "Labels people or models gave the turns: whose they are, and label name: field of the turn")),
  stretches: z.optional(hinted(z.enum(["all", "first"]), "In a table: rows of a conversation that come again after those of others are more of it (all, when absent), or a second copy of it that is kept and never shown (first)")),
  /** A list of texts is joined by line breaks. */
  profile: z.optional(hinted(z.union([z.array(field), z.record(z.string(), field)]), "What is known of the user before the conversation: fields, or name: field. A simulator sees it, so never the outcome.")),
  outcome: z.optional(hinted(outcome, "How the outcome is known: a field of the record, or rows of a second file")),
  exclude: z.optional(hinted(z.array(exclusion), "What is left out: conversations by a field, turns (recalled, broadcast, …) by a field of the turn")),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type TimeField = NonNullable<Mapping["time"]>;
export type RecordOutcome = z.infer<typeof recordOutcome>;
export type Exclusion = z.infer<typeof exclusion>;
export type LabelSource = NonNullable<Mapping["labels"]>[number];
