// Owns the distributions the estimators need: normal, t, χ², beta, noncentral t, hypergeometric. Refuses drawing from them (random.ts).
import { rootOfDecreasing } from "./roots.ts";
import { binomialTerm, incompleteBeta, logGamma, lowerGamma, upperGamma } from "./specialFunctions.ts";

/** z of a two-sided 95 % interval, as every golden number uses it. */
export const Z95 = 1.959963984540054;

/** P(Z ≤ z) of the standard normal, relative precision in both tails: ½Q(½, z²/2). */
export function normalCdf(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** z with P(Z ≤ z) = p; ∓∞ at 0 and 1. Start: Abramowitz & Stegun 26.2.23; refined by three Halley steps on {@link normalCdf}. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step++) {
    const error = (normalCdf(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** P(T > t) of Student's t, df > 0 (whole or not): ½·I(df/2, ½) at df/(df+t²) (Abramowitz & Stegun 26.7.1). */
export function studentUpper(t: number, df: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const square = t * t;
  const tail = incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square)) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** P(|T| ≥ |t|). */
export function studentTwoSided(t: number, df: number): number {
  return 2 * studentUpper(Math.abs(t), df);
}

/** t with P(T ≤ t) = p. */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = rootOfDecreasing((x) => Math.log(studentUpper(x, df)) - Math.log(tail), 1);
  return p > 0.5 ? t : -t;
}

/** P(X > x) of χ² with df degrees of freedom. */
export function chiSquaredUpper(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}

/** x with P(X ≤ x) = p of χ². */
export function chiSquaredQuantile(p: number, df: number): number {
  if (p <= 0) return 0;
  return 2 * gammaQuantile(df / 2, p);
}

/** x with P(a, x) = p, the inverse of the regularised lower incomplete gamma; 0 < p < 1. */
export function gammaQuantile(a: number, p: number): number {
  if (p < 0.5) {
    const log = (x: number): number => Math.log(lowerGamma(a, x));
    return rootOfDecreasing((x) => Math.log(p) - log(x), a);
  }
  const upper = 1 - p;
  return rootOfDecreasing((x) => Math.log(upperGamma(a, x)) - Math.log(upper), a);
}

/** x with Iₓ(a, b) = p, the inverse of the regularised incomplete beta. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const half = incompleteBeta(a, b, 0.5, 0.5);
  if (p <= half) return Math.exp(-rootOfDecreasing((x) => Math.log(incompleteBeta(a, b, Math.exp(-x), -Math.expm1(-x))) - Math.log(p), Math.LN2));
  return -Math.expm1(-rootOfDecreasing((x) => Math.log(incompleteBeta(b, a, Math.exp(-x), -Math.expm1(-x))) - Math.log(1 - p), Math.LN2));
}

/**
 * P(T ≤ t) of the noncentral t with noncentrality δ. Poisson mixture of incomplete betas: R. V. Lenth, AS 243,
 * Applied Statistics 38 (1989) 185–189, summed over all terms above 1e-18 instead of by recurrence, so that large δ do not underflow.
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta);
  const square = t * t;
  const x = square / (df + square);
  const y = df / (df + square);
  const rate = (delta * delta) / 2;
  const reach = 10 * Math.sqrt(rate) + 50;
  let sum = normalCdf(-delta);
  for (let j = Math.max(0, Math.floor(rate - reach)); j <= rate + reach; j++) {
    const even = Math.exp(-rate + (j === 0 ? 0 : j * Math.log(rate)) - logGamma(j + 1));
    const odd = (delta / Math.SQRT2) * Math.exp(-rate + (j === 0 ? 0 : j * Math.log(rate)) - logGamma(j + 1.5));
    if (even < 1e-18 && Math.abs(odd) < 1e-18) continue;
    sum += (even * incompleteBeta(j + 0.5, df / 2, x, y) + odd * incompleteBeta(j + 1, df / 2, x, y)) / 2;
  }
  return Math.min(1, Math.max(0, sum));
}

/** P(X = k) of the binomial. */
export function binomialPmf(k: number, n: number, p: number): number {
  return binomialTerm(k, n - k, p, 1 - p);
}

/** P(X = k): k marked items among `drawn` of `total`, `marked` of which are marked. Loader's product of three binomials. */
export function hypergeometricPmf(k: number, marked: number, drawn: number, total: number): number {
  const p = drawn / total;
  return (binomialPmf(k, marked, p) * binomialPmf(drawn - k, total - marked, p)) / binomialPmf(drawn, total, p);
}
