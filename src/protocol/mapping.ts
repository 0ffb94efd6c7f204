// Owns the schema of a field mapping: where a foreign file keeps conversations, turns and outcome. Refuses applying it (datasets/).
import * as z from "zod/mini";

/** A field as names joined by dots, list places as numbers: `meta.uid`, `kbs.0.role`. A name that itself has dots is found first. */
const field = z.string().check(z.minLength(1));

/** Values of a field, compared as trimmed text. */
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const values = z.array(scalar).check(z.minLength(1));

const timeField = z.union([
  field,
  z.strictObject({ field, format: z.enum(["iso", "epoch-seconds", "epoch-milliseconds"]) }),
]);

/**
 * Who speaks: a field of the turn whose values are listed per side. With `lookup` the value is first replaced by another field
 * of the record, in whose path `{value}` stands for it, e.g. `sides.{value}.role`. A plain field has the values agent, user, system.
 */
const role = z.union([
  field,
  z.strictObject({ field, lookup: z.optional(field), agent: values, user: values, system: z.optional(values) }),
]);

const outcome = z.strictObject({
  field,
  positive: values,
  negative: values,
  at: z.optional(timeField),
});

/** A conversation is left out by `field`; a turn is read as a system turn by `turn`, a field of the turn. */
const exclusion = z.union([
  z.strictObject({ field, equals: scalar }),
  z.strictObject({ field, in: values }),
  z.strictObject({ turn: field, equals: scalar }),
  z.strictObject({ turn: field, in: values }),
]);

export const mappingSchema = z.strictObject({
  id: field,
  customer: z.optional(field),
  agent: z.optional(field),
  turns: field,
  role,
  text: field,
  time: z.optional(timeField),
  /** Fields known before the conversation: a list, or profile name → field. */
  profile: z.optional(z.union([z.array(field), z.record(z.string(), field)])),
  outcome: z.optional(outcome),
  exclude: z.optional(z.array(exclusion)),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type TimeField = NonNullable<Mapping["time"]>;
export type Exclusion = z.infer<typeof exclusion>;
