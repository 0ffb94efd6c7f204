// Owns intervals of one share: Wilson and Clopper–Pearson. Refuses clustered counts: shares.ts finds their effective n first.
import { betaQuantile, Z95 } from "./distributions.ts";

/** Exact interval of a share k/n (Clopper & Pearson 1934) at 95 %. */
export function clopperPearson(k: number, n: number): readonly [number, number] {
  return [k === 0 ? 0 : betaQuantile(0.025, k, n - k + 1), k === n ? 1 : betaQuantile(0.975, k + 1, n - k)];
}

/** Wilson's interval (1927) of a share p seen in n units, n whole or effective; clipped to [0, 1]. */
export function wilson(p: number, n: number): readonly [number, number] {
  const z2 = Z95 * Z95;
  const centre = p + z2 / (2 * n);
  const half = Z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  return [p === 0 ? 0 : Math.max(0, (centre - half) / scale), p === 1 ? 1 : Math.min(1, (centre + half) / scale)];
}
