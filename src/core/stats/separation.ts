// Owns outcome separation (E10): real gap, simulated gap, what is kept, and whether the data can test the contrast at all.
import { contrast, summary, type Contrast, type Pair } from "./contrast.ts";
import { Z95 } from "./distributions.ts";
import { emptiness, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import type { MeasuredProbe } from "./units.ts";

/** Gaps are positive minus negative depth on the same units; Δ = real gap − simulated gap. */
export interface SeparationResult {
  /** As a contrast of positive against negative units. */
  readonly real: Contrast;
  readonly simulated: Contrast;
  /** ρ = simulated gap / real gap with Fieller's interval; `real-gap-includes-zero` where g ≥ 1. */
  readonly kept: Estimate<{ readonly value: number; readonly interval: Pair }>;
  /** Fieller's g = z²·v_R/G_R²; below 1 the real gap is distinguishable from 0. */
  readonly g: Estimate<number>;
}

/** Separation of two strata of unit values. Fieller (1954), J. R. Stat. Soc. B 16, with (co)variances summed over strata. */
export function separation(negative: readonly MeasuredProbe[], positive: readonly MeasuredProbe[]): SeparationResult {
  const column = (units: readonly MeasuredProbe[], branch: "real" | "simulated"): readonly number[] => units.map((unit) => unit[branch]);
  const gap = (branch: "real" | "simulated"): Contrast => contrast(summary(column(positive, branch)), summary(column(negative, branch)));
  const real = gap("real");
  const simulated = gap("simulated");
  const why = emptiness(negative.length, positive.length) ?? (Math.min(negative.length, positive.length) < 2 ? "fewer-than-two-units" : undefined);
  if (why || !real.delta.ok || !simulated.delta.ok) return { real, simulated, kept: missing(why ?? "no-units"), g: missing(why ?? "no-units") };
  const [gapReal, gapSimulated] = [real.delta.value, simulated.delta.value];
  const overStrata = (value: (units: readonly MeasuredProbe[]) => number): number => value(negative) + value(positive);
  const vReal = overStrata((units) => summary(column(units, "real")).variance / units.length);
  const vSimulated = overStrata((units) => summary(column(units, "simulated")).variance / units.length);
  const both = overStrata((units) => covariance(column(units, "real"), column(units, "simulated")) / units.length);
  const z2 = Z95 * Z95;
  const g = (z2 * vReal) / (gapReal * gapReal);
  // 1e-12: a real gap that is nothing but rounding is 0, also where every unit is the same and g would be 0/0.
  if (Math.abs(gapReal) < 1e-12 || g >= 1) return { real, simulated, kept: missing("real-gap-includes-zero"), g: Number.isFinite(g) ? { ok: true, value: g } : missing("real-gap-includes-zero") };
  const ratio = gapSimulated / gapReal;
  const slope = (z2 * both) / (gapReal * gapReal);
  const inside = vSimulated - 2 * ratio * both + ratio * ratio * vReal - g * vSimulated + slope * both;
  const half = (Z95 / Math.abs(gapReal)) * Math.sqrt(Math.max(0, inside));
  const interval: Pair = [(ratio - slope - half) / (1 - g), (ratio - slope + half) / (1 - g)];
  return { real, simulated, kept: { ok: true, value: { value: ratio, interval } }, g: { ok: true, value: g } };
}

function covariance(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [summary(x).mean, summary(y).mean];
  return x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0) / (x.length - 1);
}
