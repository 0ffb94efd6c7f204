// Owns the sign-flip test of a stratum's mean against 0 (E6) and flips of whole vectors (E17, E18). Refuses comparing strata.
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { leastTie } from "./permutation.ts";
import { RandomStream } from "./random.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";

/** Up to this many units all 2ⁿ flips are enumerated. */
const MOST_UNITS_EXACT = 14;
/** Rows whose 256 sign patterns are summed beforehand. */
const GROUP = 8;

export interface FlipResult {
  readonly p: number;
  readonly exact: boolean;
  readonly draws: number;
  readonly seed: number;
}

/** Two-sided p that values are symmetric about 0, by their |mean|. No values: `no-units`. */
export function* signFlipTest(values: ArrayLike<number>, draws: number, seed: number): Steps<Estimate<FlipResult>> {
  return yield* flipTest(Array.from(values, (value) => [value]), ([sum = 0]) => Math.abs(sum) / values.length, draws, seed);
}

/**
 * p of a statistic of Σ ± row over rows flipped independently, large values extreme. `statistic` gets the column sums in a reused
 * array. `watch` is told after each flip that counts; the observed arrangement is among them only where all are enumerated.
 */
export function* flipTest(
  rows: readonly (readonly number[])[],
  statistic: (sums: Float64Array) => number,
  draws: number,
  seed: number,
  watch?: () => void,
): Steps<Estimate<FlipResult>> {
  const n = rows.length;
  if (n === 0) return missing("no-units");
  const width = rows[0]?.length ?? 0;
  const groups = Math.ceil(n / GROUP);
  const patterns = patternSums(rows, groups, width);
  const exact = n <= MOST_UNITS_EXACT;
  const rounds = exact ? 2 ** n : draws;
  const stream = new RandomStream(seed);
  const sums = new Float64Array(width);
  const flipped = (bytesOf: (pair: number) => number): number => {
    sums.fill(0);
    let bytes = 0;
    for (let group = 0; group < groups; group++) {
      bytes = group % 2 === 0 ? bytesOf(group / 2) : bytes >>> GROUP;
      const from = (group * 256 + (bytes & 255)) * width;
      for (let column = 0; column < width; column++) sums[column] = (sums[column] as number) + (patterns[from + column] as number);
    }
    return statistic(sums);
  };
  const least = leastTie(flipped(() => 0));
  // The low bits of the generator are the weak ones.
  const random = (): number => stream.word() >>> 16;
  let extreme = 0;
  let work = 0;
  for (let round = 0; round < rounds; round++) {
    if (flipped(exact ? () => round : random) >= least) extreme++;
    watch?.();
    work += groups * (width + 2) + 8;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  return { ok: true, value: { p: exact ? extreme / rounds : (1 + extreme) / (rounds + 1), exact, draws: rounds, seed } };
}

/** Column sums of each group of rows under each of its 256 sign patterns; bit b of the pattern flips the group's row b. */
function patternSums(rows: readonly (readonly number[])[], groups: number, width: number): Float64Array {
  const sums = new Float64Array(groups * 256 * width);
  for (let group = 0; group < groups; group++) {
    for (let pattern = 0; pattern < 256; pattern++) {
      const to = (group * 256 + pattern) * width;
      for (let bit = 0; bit < GROUP; bit++) {
        const row = rows[group * GROUP + bit];
        const sign = (pattern >>> bit) & 1 ? -1 : 1;
        for (let column = 0; column < width; column++) sums[to + column] = (sums[to + column] as number) + sign * (row?.[column] ?? 0);
      }
    }
  }
  return sums;
}
