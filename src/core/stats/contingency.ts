// Owns tests of two by two tables: Fisher's exact test and McNemar's. Refuses clustered counts: homogeneity.ts has those.
import { chiSquaredUpper, hypergeometricPmf } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { incompleteBeta } from "./specialFunctions.ts";

/** Counts, row after row. */
export type FourFold = readonly [readonly [a: number, b: number], readonly [c: number, d: number]];

export interface Fisher {
  /** Sample odds ratio ad/bc; undefined where bc = 0. */
  readonly oddsRatio: Estimate<number>;
  /** Sum of the probabilities of all tables with the margins that are not likelier than the one seen (to 1e-7, as SciPy and R do). */
  readonly twoSided: number;
}

/** Fisher's exact test of independence of rows and columns (R. A. Fisher, 1935). */
export function fisher([[a, b], [c, d]]: FourFold): Fisher {
  const total = a + b + c + d;
  const [marked, drawn] = [a + b, a + c];
  const probability = (k: number): number => hypergeometricPmf(k, marked, drawn, total);
  const observed = probability(a);
  let sum = 0;
  for (let k = Math.max(0, drawn - (total - marked)); k <= Math.min(marked, drawn); k++) {
    const p = probability(k);
    if (p <= observed * (1 + 1e-7)) sum += p;
  }
  return { oddsRatio: b * c === 0 ? missing("not-identified") : known((a * d) / (b * c)), twoSided: Math.min(1, sum) };
}

export interface McNemar {
  /** Binomial p of the discordant pairs; 1 where there are none. */
  readonly exactP: number;
  /** (|b − c| − 1)²/(b + c), with continuity correction. */
  readonly chiSquared: Estimate<number>;
  readonly chiSquaredP: Estimate<number>;
}

/** McNemar's test of equal margins for independent pairs (Q. McNemar, Psychometrika 12, 1947). */
export function mcNemar([[, b], [c]]: FourFold): McNemar {
  const discordant = b + c;
  if (discordant === 0) return { exactP: 1, chiSquared: missing("no-discordant-pairs"), chiSquaredP: missing("no-discordant-pairs") };
  const least = Math.min(b, c);
  // P(X ≤ least) of the binomial at ½ is I½(n − least, least + 1).
  const exactP = Math.min(1, 2 * incompleteBeta(discordant - least, least + 1, 0.5, 0.5));
  const chiSquared = (Math.max(0, Math.abs(b - c) - 1)) ** 2 / discordant;
  return { exactP, chiSquared: known(chiSquared), chiSquaredP: known(chiSquaredUpper(chiSquared, 1)) };
}
