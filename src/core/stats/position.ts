// Owns bias by position of the probe rule and the position-standardised contrast (E9). Refuses choosing positions (probe/rule.ts).
import { perDraw, type DrawnMeans, type Tables } from "./bootstrap.ts";
import { contrast, summary, type Contrast } from "./contrast.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import type { UnitKind } from "./reportShape.ts";
import { depthMeasure, strataOf, unitValues, type DepthProbe, type Strata, type UnitValue } from "./units.ts";

export interface AtPosition {
  readonly position: number;
  /** Units that have the position. */
  readonly strata: Strata;
  readonly contrast: Contrast;
}

/** Bias at each position that occurs, ascending. */
export function byPosition(probes: readonly DepthProbe[], unit: UnitKind): readonly AtPosition[] {
  const positions = [...new Set(probes.map(({ source }) => source.position))].sort((a, b) => a - b);
  return positions.map((position) => {
    const strata = strataOf(unitValues(probes.filter(({ source }) => source.position === position), depthMeasure, unit));
    return { position, strata, contrast: contrast(summary(biases(strata.negative)), summary(biases(strata.positive))) };
  });
}

/** Mean of Δ over the positions with two units or more in both strata; `fewer-than-two-units` where there is none. */
export function positionStandardised(positions: readonly AtPosition[]): Estimate<number> {
  const usable = positions.filter(isUsable);
  if (usable.length === 0) return missing("fewer-than-two-units");
  return known(usable.reduce((sum, at) => sum + (at.contrast.negative.mean - at.contrast.positive.mean), 0) / usable.length);
}

/** Columns for a bootstrap of {@link positionStandardised} over the units of the whole contrast: value and presence at each usable position. */
export function positionTables(positions: readonly AtPosition[], strata: Strata): Tables {
  const usable = positions.filter(isUsable);
  const columns = (side: "negative" | "positive"): readonly Float64Array[] =>
    usable.flatMap((at) => {
      const values = new Map(at.strata[side].map((unit) => [unit.id, unit.bias]));
      const units = strata[side];
      return [Float64Array.from(units, (unit) => values.get(unit.id) ?? 0), Float64Array.from(units, (unit) => (values.has(unit.id) ? 1 : 0))];
    });
  return { negative: columns("negative"), positive: columns("positive"), linked: strata.linked };
}

/** The position-standardised Δ of each draw; a position that a draw left without units in a stratum is left out of that draw. */
export function standardisedDraws(means: DrawnMeans): Float64Array {
  const positions = means.negative.length / 2;
  return perDraw(means, (negative, positive) => {
    let sum = 0;
    let used = 0;
    for (let p = 0; p < positions; p++) {
      const delta = negative(2 * p) / negative(2 * p + 1) - positive(2 * p) / positive(2 * p + 1);
      if (!Number.isFinite(delta)) continue;
      sum += delta;
      used++;
    }
    return sum / used;
  });
}

function isUsable(at: AtPosition): boolean {
  return at.contrast.negative.n >= 2 && at.contrast.positive.n >= 2;
}

function biases(units: readonly UnitValue[]): readonly number[] {
  return units.map((unit) => unit.bias);
}
