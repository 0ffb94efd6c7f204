// Owns the bootstrap of any statistics that are functions of sums over conversations. Refuses contrasts within stratum (bootstrap.ts).
import { bootstrapMeans, percentileInterval } from "./bootstrap.ts";
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { intervalOf } from "./reported.ts";
import type { Interval } from "./reportShape.ts";
import type { Steps } from "./steps.ts";

/**
 * Percentile intervals of statistics of column sums, in the order `statistics` gives them: rows (one a conversation, with all its items)
 * drawn with replacement, the same draws for all. Draws in which one is undefined are left out of it; fewer than 95 % defined: `not-identified`.
 */
export function* clusterBootstraps(rows: readonly (readonly number[])[], statistics: (sums: readonly number[]) => readonly Estimate<number>[], draws: number, seed: number): Steps<readonly Estimate<Interval>[]> {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, c) => Float64Array.from(rows, (row) => row[c] ?? 0));
  const total = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  const count = statistics(total).length;
  if (rows.length < 2) return Array.from({ length: count }, () => missing("fewer-than-two-units"));
  const means = yield* bootstrapMeans({ negative: columns, positive: [] }, draws, seed);
  const values = Array.from({ length: count }, (): number[] => []);
  for (let draw = 0; draw < draws; draw++) {
    statistics(means.negative.map((column) => (column[draw] ?? 0) * rows.length)).forEach((value, i) => value.ok && values[i]?.push(value.value));
    if (draw % DRAWS_BETWEEN_PAUSES === 0) yield;
  }
  return values.map((own) => (own.length < 0.95 * draws || draws === 0 ? missing("not-identified") : intervalOf(percentileInterval(Float64Array.from(own)), "bootstrap-percentile", { seed, draws })));
}

const DRAWS_BETWEEN_PAUSES = 500;
