// Owns values with intervals over resampled conversations, several of the same draws. Refuses the statistics themselves.
import type { Ranged } from "./agreementShape.ts";
import { clusterBootstraps } from "./clusterBootstrap.ts";
import type { Estimate } from "./labelledProbe.ts";
import { streamSeed } from "./random.ts";
import type { Interval } from "./reportedShape.ts";
import type { Steps } from "./steps.ts";
import { sumsOf } from "./agreementTables.ts";

/** `draws` 0: no intervals. `name` is the stream's own. */
export interface Resampling {
  readonly draws: number;
  readonly seed: number;
}

/** Statistics of the column sums of rows (one a conversation, `width` columns) with their intervals. */
export function* rangedAll(rows: readonly (readonly number[])[], width: number, statistics: (sums: readonly number[]) => readonly Estimate<number>[], { draws, seed }: Resampling, name: string): Steps<readonly Ranged[]> {
  const values = statistics(sumsOf(rows, width));
  const intervals = draws === 0 ? [] : yield* clusterBootstraps(rows, statistics, draws, streamSeed(seed, name));
  return values.map((value, i) => ranged(value, intervals[i]));
}

function ranged(value: Estimate<number>, interval: Estimate<Interval> | undefined): Ranged {
  return value.ok && interval?.ok ? { ...value, low: interval.value.low, high: interval.value.high } : value;
}
