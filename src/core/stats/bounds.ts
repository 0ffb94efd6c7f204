// Owns how far missing knowledge can move Δ: invalid labels (E30), unknown outcomes and late converters (E31). Refuses guessing what they were.
import { contrast, summary } from "./contrast.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate, LabelledProbe, LabelScheme, OutcomeValue } from "./labelledProbe.ts";
import type { ProbeKind, UnitKind } from "./reportShape.ts";
import { depthMeasure, depthProbes, strataOf, unitValues, type DepthProbe, type UnitValue } from "./units.ts";

export interface Bounds {
  readonly low: Estimate<number>;
  readonly high: Estimate<number>;
}

/**
 * Δ if every invalid label were the worst for either side (E30). Low: an invalid sample is the first stage in the negative stratum and
 * the last in the positive one, an invalid real label the opposite end; high: the reverse. Invalid samples enter their probe's mean.
 */
export function invalidBounds(probes: readonly LabelledProbe[], scheme: Pick<LabelScheme, "stages">, kind: ProbeKind, unit: UnitKind): Bounds {
  const first = scheme.stages[0]?.name ?? "";
  const last = scheme.stages.at(-1)?.name ?? "";
  const names = new Set(scheme.stages.map((stage) => stage.name));
  const filled = (low: boolean): Estimate<number> => {
    const settled = probes.map((probe): LabelledProbe => {
      const simulated = (probe.outcome === "negative") === low ? first : last;
      const real = simulated === first ? last : first;
      const samples = probe.samples.map((sample) => (sample.kind === "reply" ? { ...sample, label: settle(sample.label, simulated, names) } : sample));
      return { ...probe, real: settle(probe.real, real, names), samples };
    });
    return deltaOf(depthProbes(settled, scheme, kind), unit);
  };
  return { low: filled(true), high: filled(false) };
}

function settle(label: LabelledProbe["real"], stage: string, names: ReadonlySet<string>): LabelledProbe["real"] {
  return label.status === "valid" && names.has(label.stage) ? label : { status: "valid", stage };
}

/** Δ with all conversations of unknown outcome counted negative, and all counted positive (E31). */
export function unknownBounds(depths: readonly DepthProbe[], unit: UnitKind): { readonly allNegative: Estimate<number>; readonly allPositive: Estimate<number> } {
  const as = (outcome: OutcomeValue): Estimate<number> =>
    deltaOf(depths.map((probe) => (probe.source.outcome === "unknown" ? { ...probe, source: { ...probe.source, outcome } } : probe)), unit);
  return { allNegative: as("negative"), allPositive: as("positive") };
}

/** Δ had a share q of the negative stratum in truth been late converters that behave like the positive one: Δ/(1 − q), 0 ≤ q < 1 (E31). */
export function withoutLateConverters(delta: number, q: number): Estimate<number> {
  return q >= 0 && q < 1 ? known(delta / (1 - q)) : missing("not-identified");
}

function deltaOf(depths: readonly DepthProbe[], unit: UnitKind): Estimate<number> {
  const { negative, positive } = strataOf(unitValues(depths, depthMeasure, unit));
  const biases = (units: readonly UnitValue[]): readonly number[] => units.map((each) => each.bias);
  return contrast(summary(biases(negative)), summary(biases(positive))).delta;
}
