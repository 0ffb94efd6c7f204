// Owns the bootstrap of any statistic that is a function of sums over conversations. Refuses contrasts within stratum (bootstrap.ts).
import { bootstrapMeans, percentileInterval } from "./bootstrap.ts";
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { intervalOf } from "./reported.ts";
import type { Interval } from "./reportShape.ts";
import type { Steps } from "./steps.ts";

/**
 * Percentile interval of a statistic of column sums, rows (one a conversation, with all its items) drawn with replacement.
 * Draws in which the statistic is undefined are left out; fewer than 95 % defined: `not-identified`.
 */
export function* clusterBootstrap(rows: readonly (readonly number[])[], statistic: (sums: readonly number[]) => Estimate<number>, draws: number, seed: number): Steps<Estimate<Interval>> {
  if (rows.length < 2) return missing("fewer-than-two-units");
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, c) => Float64Array.from(rows, (row) => row[c] ?? 0));
  const means = yield* bootstrapMeans({ negative: columns, positive: [] }, draws, seed);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const value = statistic(means.negative.map((column) => (column[draw] ?? 0) * rows.length));
    if (value.ok) values.push(value.value);
  }
  return values.length < 0.95 * draws ? missing("not-identified") : intervalOf(percentileInterval(Float64Array.from(values)), "bootstrap-percentile", { seed, draws });
}
