// Owns the closed forms of a comparison of two strata (E5): Δ, d, g, Glass, Welch. Refuses resampling (resample.ts) and building units (units.ts).
import { studentQuantile, studentTwoSided, studentUpper, Z95 } from "./distributions.ts";
import { emptiness, known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { logGamma } from "./specialFunctions.ts";

/** n, mean and variance (divisor n − 1; 0 for n < 2) of unit values. Variances of mere rounding are exactly 0. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

export type Pair = readonly [low: number, high: number];

/** Everything closed about x̄₋ − x̄₊ (E5). Confidence intervals are 95 %. */
export interface Contrast {
  readonly negative: Summary;
  readonly positive: Summary;
  readonly meanNegative: Estimate<number>;
  readonly meanPositive: Estimate<number>;
  readonly sdNegative: Estimate<number>;
  readonly sdPositive: Estimate<number>;
  readonly delta: Estimate<number>;
  readonly pooledSd: Estimate<number>;
  readonly cohensD: Estimate<number>;
  /** d ± z√(1/n₋ + 1/n₊ + d²/2(n₋+n₊)). */
  readonly cohensDInterval: Estimate<Pair>;
  readonly hedgesG: Estimate<number>;
  readonly glassByPositiveSd: Estimate<number>;
  readonly glassByNegativeSd: Estimate<number>;
  readonly welch: Estimate<Welch>;
  /** Mean of the stratum means, and mean over all units. */
  readonly balancedMarginal: Estimate<number>;
  readonly asSampledMarginal: Estimate<number>;
}

/** Welch's unequal-variance t test (B. L. Welch, Biometrika 34, 1947); one-sided towards Δ > 0. */
export interface Welch {
  readonly se: number;
  readonly df: number;
  readonly t: number;
  readonly oneSided: number;
  readonly twoSided: number;
  readonly interval: Pair;
}

/** n, mean, variance of values. Deviations are taken from the first value, so that equal values have variance exactly 0. */
export function summary(values: ArrayLike<number>): Summary {
  const n = values.length;
  const origin = values[0] ?? 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i] as number) - origin;
  const mean = n === 0 ? 0 : origin + sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - mean) ** 2;
  return { n, mean, variance: n < 2 ? 0 : cleaned(squares / (n - 1), mean) };
}

/** A variance, or 0 where it is nothing but rounding of equal values around `mean`. */
export function cleaned(variance: number, mean: number): number {
  return variance <= (1e-12 * Math.max(1, Math.abs(mean))) ** 2 ? 0 : variance;
}

/** The contrast of two groups of unit values, by their summaries. */
export function contrast(negative: Summary, positive: Summary): Contrast {
  const [n, m] = [negative.n, positive.n];
  const empty = emptiness(n, m);
  const delta = negative.mean - positive.mean;
  const sd = (stratum: Summary): Estimate<number> => (stratum.n < 2 ? missing("fewer-than-two-units") : known(Math.sqrt(stratum.variance)));
  const pooled = Math.sqrt(((n - 1) * negative.variance + (m - 1) * positive.variance) / (n + m - 2));
  const why = empty ?? (n < 2 || m < 2 ? "fewer-than-two-units" : negative.variance + positive.variance === 0 ? "zero-variance" : undefined);
  const d = delta / pooled;
  const half = Z95 * Math.sqrt(1 / n + 1 / m + (d * d) / (2 * (n + m)));
  const glass = (stratum: Summary): Estimate<number> => (why ? missing(why) : stratum.variance === 0 ? missing("zero-variance") : known(delta / Math.sqrt(stratum.variance)));
  return {
    negative,
    positive,
    meanNegative: n === 0 ? missing("negative-stratum-empty") : known(negative.mean),
    meanPositive: m === 0 ? missing("positive-stratum-empty") : known(positive.mean),
    sdNegative: sd(negative),
    sdPositive: sd(positive),
    delta: empty ? missing(empty) : known(delta),
    pooledSd: empty ? missing(empty) : n < 2 || m < 2 ? missing("fewer-than-two-units") : known(pooled),
    cohensD: why ? missing(why) : known(d),
    cohensDInterval: why ? missing(why) : { ok: true, value: [d - half, d + half] },
    hedgesG: why ? missing(why) : known(d * smallSampleFactor(n + m - 2)),
    glassByPositiveSd: glass(positive),
    glassByNegativeSd: glass(negative),
    welch: why ? missing(why) : { ok: true, value: welch(negative, positive) },
    balancedMarginal: empty ? missing(empty) : known((negative.mean + positive.mean) / 2),
    asSampledMarginal: n + m === 0 ? missing("no-units") : known((n * negative.mean + m * positive.mean) / (n + m)),
  };
}

/** Hedges' exact factor J(ν) = Γ(ν/2) / (√(ν/2)·Γ((ν−1)/2)), ν ≥ 2 (L. V. Hedges, J. Educ. Stat. 6, 1981). */
export function smallSampleFactor(df: number): number {
  return Math.exp(logGamma(df / 2) - Math.log(df / 2) / 2 - logGamma((df - 1) / 2));
}

/** Welch's test of two summaries with n ≥ 2 each and at least one positive variance. */
export function welch(negative: Summary, positive: Summary, level = 0.95): Welch {
  const v = negative.variance / negative.n;
  const w = positive.variance / positive.n;
  const se = Math.sqrt(v + w);
  const df = (v + w) ** 2 / (v ** 2 / (negative.n - 1) + w ** 2 / (positive.n - 1));
  const delta = negative.mean - positive.mean;
  const t = delta / se;
  const half = se * studentQuantile(0.5 + level / 2, df);
  return { se, df, t, oneSided: studentUpper(t, df), twoSided: studentTwoSided(t, df), interval: [delta - half, delta + half] };
}

/** Student's 95 % interval of one mean. */
export function meanInterval({ n, mean, variance }: Summary): Estimate<Pair> {
  if (n === 0) return missing("no-units");
  if (n < 2) return missing("fewer-than-two-units");
  if (variance === 0) return missing("zero-variance");
  const half = Math.sqrt(variance / n) * studentQuantile(0.975, n - 1);
  return { ok: true, value: [mean - half, mean + half] };
}

/** Two one-sided Welch tests against ±margin (E23): the larger p. D. J. Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987). */
export function equivalence(negative: Summary, positive: Summary, margin: number): Estimate<{ readonly p: number; readonly interval90: Pair }> {
  const all = contrast(negative, positive);
  if (!all.welch.ok) return all.welch;
  const { se, df } = all.welch.value;
  const delta = negative.mean - positive.mean;
  const p = Math.max(studentUpper((delta + margin) / se, df), studentUpper((margin - delta) / se, df));
  return { ok: true, value: { p, interval90: welch(negative, positive, 0.9).interval } };
}
