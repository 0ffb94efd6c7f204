// Owns power and detectable effects of the two-sample comparison (E32). Refuses effects seen in data (contrast.ts).
import { noncentralTCdf, normalQuantile, studentQuantile } from "./distributions.ts";
import { root } from "./roots.ts";

/** Power of the two-sample t test at effect d (non-central t); `sides` 1 or 2, level α. */
export function tTestPower(d: number, nNegative: number, nPositive: number, sides: 1 | 2, alpha = 0.05): number {
  const df = nNegative + nPositive - 2;
  const delta = d / Math.sqrt(1 / nNegative + 1 / nPositive);
  const critical = studentQuantile(1 - alpha / sides, df);
  const upper = 1 - noncentralTCdf(critical, df, delta);
  return sides === 2 ? upper + noncentralTCdf(-critical, df, delta) : upper;
}

/** The d > 0 at which {@link tTestPower} reaches `power` (E32). Both n must be ≥ 2. */
export function detectableD(nNegative: number, nPositive: number, sides: 1 | 2, alpha = 0.05, power = 0.8): number {
  const unit = Math.sqrt(1 / nNegative + 1 / nPositive);
  const reach = (normalQuantile(power) + studentQuantile(1 - alpha / sides, nNegative + nPositive - 2) + 10) * unit;
  return root((d) => tTestPower(d, nNegative, nPositive, sides, alpha) - power, 0, reach);
}

/** The same by the normal approximation: (z_α + z_β)·√(1/n₋ + 1/n₊). */
export function detectableDNormal(nNegative: number, nPositive: number, sides: 1 | 2, alpha = 0.05, power = 0.8): number {
  return (normalQuantile(1 - alpha / sides) + normalQuantile(power)) * Math.sqrt(1 / nNegative + 1 / nPositive);
}

/** Smallest n in each of two equal strata with at least `power` at effect d. */
export function neededPerStratum(d: number, sides: 1 | 2, alpha = 0.05, power = 0.8): number {
  let n = 2;
  while (tTestPower(d, n, n, sides, alpha) < power) n *= 2;
  let low = Math.max(2, n / 2);
  while (low < n) {
    const middle = Math.floor((low + n) / 2);
    if (tTestPower(d, middle, middle, sides, alpha) >= power) n = middle;
    else low = middle + 1;
  }
  return n;
}
