// Owns the schema of one reported number and of what it is made of, as `stats --json` prints it. Refuses whole documents (statsReport.ts).
import * as z from "zod/mini";
import type { Estimate, StatReason } from "../core/stats/labelledProbe.ts";
import type { Interval, Method, Quantity, Reported, UnitCount } from "../core/stats/reportShape.ts";

/** Not negative and whole. */
export const count = z.int().check(z.nonnegative());

/** True exactly when two unions have the same members, so that a schema cannot lag behind its type. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

export const reason = z
  .enum([
    "no-units", "negative-stratum-empty", "positive-stratum-empty", "fewer-than-two-units", "fewer-than-ten-units", "zero-variance", "no-variation", "real-gap-includes-zero",
    "no-discordant-pairs", "singular", "no-usable-probe", "no-pairs", "not-enough-labels", "sensitivity-plus-specificity-not-above-1", "empty-judge-class", "not-offered", "not-every-turn",
    "judged-once", "not-identified", "run-unfinished", "filtered", "invented",
  ])
  .check(z.meta({ id: "reason", description: "Why a number does not exist for these data. A document never holds NaN, and 0 always means 0." }));
true satisfies Same<z.infer<typeof reason>, StatReason>;

const method = z
  .enum([
    "mean", "standard-deviation", "cohens-d", "hedges-g", "glass", "welch", "student", "large-sample", "bootstrap-percentile", "bootstrap-bca", "permutation-studentised", "permutation-raw",
    "sign-flip", "wilson-effective-n", "pooled", "fieller", "chi-squared", "non-central-t", "jackknife", "cluster-robust", "shuffle", "bounds",
  ])
  .check(z.meta({ id: "method", description: "How a value or interval was had; src/core/stats/README.md has formula and source of each." }));
true satisfies Same<z.infer<typeof method>, Method>;

const quantity = z
  .enum(["depth", "share", "sd", "ratio", "probability", "statistic", "bits", "count"])
  .check(z.meta({ id: "quantity", description: "Unit of measurement: depth steps, a share (0 to 1), standard deviations, a ratio, a probability, a test statistic, bits, a count." }));
true satisfies Same<z.infer<typeof quantity>, Quantity>;

/** A value or the reason why there is none. */
export function estimate<T>(value: z.ZodMiniType<T>): z.ZodMiniType<Estimate<T>> {
  return z.union([z.strictObject({ ok: z.literal(true), value }), z.strictObject({ ok: z.literal(false), reason })]);
}

export const interval: z.ZodMiniType<Interval> = z
  .strictObject({ low: z.number(), high: z.number(), level: z.number(), method, seed: z.exactOptional(z.int()), draws: z.exactOptional(count) })
  .check(z.meta({ id: "interval", description: "An interval; level 0.95 unless it says otherwise. Resampled ones carry the seed of their own stream and the number of draws, with which they can be repeated alone." }));

const unitCount: z.ZodMiniType<UnitCount> = z
  .strictObject({ negative: z.exactOptional(count), positive: z.exactOptional(count), units: z.exactOptional(count), probes: z.exactOptional(count) })
  .check(z.meta({ id: "counts", description: "Units (conversations, or customers by outcome) and probes behind a value, by stratum where it compares them." }));

const facts = {
  quantity,
  method,
  n: unitCount,
  interval: z.exactOptional(estimate(interval)),
  seed: z.exactOptional(z.int()),
  draws: z.exactOptional(count),
  exact: z.exactOptional(z.boolean()),
  monteCarloError: z.exactOptional(z.number()),
};

const settled = { ok: z.literal(true), value: z.number() };
const open = { ok: z.literal(false), reason };

export const reported: z.ZodMiniType<Reported> = z
  .union([z.strictObject({ ...settled, ...facts }), z.strictObject({ ...open, ...facts })])
  .check(z.meta({ id: "number", description: "One number with all that is needed to read it: value or reason, interval or reason, quantity, method, counts; resampled p also seed, draws, whether all arrangements were enumerated, and the Monte Carlo error." }));

/** A number with a count of its own. */
export function reportedWithCount<K extends string>(field: K): z.ZodMiniType<Reported & Readonly<Record<K, number>>> {
  const more = { ...facts, [field]: count };
  return z.union([z.strictObject({ ...settled, ...more }), z.strictObject({ ...open, ...more })]);
}
