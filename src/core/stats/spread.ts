// Owns the spread ratio (E12): whether simulated turns vary as much as real ones do. Refuses bias.
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { compare, type DepthProbe } from "./units.ts";

/** Sums of one conversation at one position that a pooled variance needs. */
interface Cell {
  n: number;
  real: number;
  realSquares: number;
  simulated: number;
  simulatedSquares: number;
}

/** Conversations with their cells, from which a ratio can be computed and resampled. */
export interface SpreadRows {
  readonly positions: readonly number[];
  /** By stratum: a row a conversation, five sums a position. */
  readonly negative: readonly (readonly number[])[];
  readonly positive: readonly (readonly number[])[];
}

const SUMS = 5;

/** Rows for {@link spreadRatio}. A sample weighs 1/K, so that repeating samples changes nothing. */
export function spreadRows(depths: readonly DepthProbe[]): SpreadRows {
  const positions = [...new Set(depths.map(({ source }) => source.position))].sort((a, b) => a - b);
  const rows = (outcome: "negative" | "positive"): readonly (readonly number[])[] => {
    const byConversation = new Map<string, Cell[]>();
    for (const { source, real, samples } of depths) {
      if (source.outcome !== outcome) continue;
      const cells = byConversation.get(source.conversation) ?? positions.map((): Cell => ({ n: 0, real: 0, realSquares: 0, simulated: 0, simulatedSquares: 0 }));
      byConversation.set(source.conversation, cells);
      const cell = cells[positions.indexOf(source.position)];
      if (!cell) continue;
      cell.n++;
      cell.real += real;
      cell.realSquares += real * real;
      for (const depth of samples) {
        cell.simulated += depth / samples.length;
        cell.simulatedSquares += (depth * depth) / samples.length;
      }
    }
    return [...byConversation].sort(([a], [b]) => compare(a, b)).map(([, cells]) => cells.flatMap((cell) => [cell.n, cell.real, cell.realSquares, cell.simulated, cell.simulatedSquares]));
  };
  return { positions, negative: rows("negative"), positive: rows("positive") };
}

/**
 * √(variance of simulated / variance of real depths), both pooled within stratum × position with divisor n − 1 a cell; cells below two
 * probes are left out. `negative` and `positive` give sum number `at` of the stratum: a plain total, or one draw's.
 */
export function spreadRatio(positions: number, negative: (at: number) => number, positive: (at: number) => number): Estimate<number> {
  let [real, simulated, df] = [0, 0, 0];
  for (const side of [negative, positive]) {
    for (let p = 0; p < positions; p++) {
      const [n, x, xx, y, yy] = [0, 1, 2, 3, 4].map((sum) => side(p * SUMS + sum)) as [number, number, number, number, number];
      if (!(n >= 1.5)) continue;
      real += xx - (x * x) / n;
      simulated += yy - (y * y) / n;
      df += n - 1;
    }
  }
  if (df === 0) return missing("fewer-than-two-units");
  return real <= 1e-12 ? missing("zero-variance") : { ok: true, value: Math.sqrt(Math.max(0, simulated) / real) };
}
