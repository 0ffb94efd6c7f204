// Owns bias by act, dataset or profile field (E19). Refuses splits by real or simulated stage as bias: they condition on an endpoint.
import { drawnRow, family, familyP, valuesOf } from "./contrastRow.ts";
import { known, missing } from "./estimate.ts";
import type { LabelledProbe } from "./labelledProbe.ts";
import { FEWEST_FOR_P, reportedP } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import type { Reported, SplitRow, UnitKind } from "./reportShape.ts";
import { signFlipTest } from "./signFlip.ts";
import type { Steps } from "./steps.ts";
import { compare, depthMeasure, strataOf, unitValues, type DepthProbe } from "./units.ts";

/** E19: bias in each cell of a split, over the units that have the cell. */
export function* splitBy(depths: readonly DepthProbe[], value: (probe: LabelledProbe) => string | undefined, unit: UnitKind, setting: Setting, name: string): Steps<readonly SplitRow[]> {
  const cells = [...new Set(depths.flatMap(({ source }) => value(source) ?? []))].sort(compare);
  const rows: Omit<SplitRow, "family">[] = [];
  for (const cell of cells) {
    const strata = strataOf(unitValues(depths.filter(({ source }) => value(source) === cell), depthMeasure, unit));
    const values = valuesOf(strata, (each) => each.bias);
    const own = `${name} ${cell}`;
    const row = yield* drawnRow(values, "depth", setting, own);
    const negative = yield* zeroTest(values.negative, setting, `${own} negative`);
    const positive = yield* zeroTest(values.positive, setting, `${own} positive`);
    rows.push({ ...row, value: cell, zeroTests: { negative, positive }, p: yield* familyP(values, setting, own) });
  }
  return family(name, rows);
}

function* zeroTest(values: Float64Array, setting: Setting, name: string): Steps<Reported> {
  const n = { units: values.length };
  const without = setting.withoutP ?? (values.length < FEWEST_FOR_P ? "fewer-than-ten-units" : undefined);
  if (without) return reportedP(missing(without), undefined, "sign-flip", n, without);
  const flips = yield* signFlipTest(values, setting.permutationDraws, seedOf(setting, "sign-flip", name));
  return flips.ok ? reportedP(known(flips.value.p), flips.value, "sign-flip", n, undefined) : reportedP(flips, undefined, "sign-flip", n, undefined);
}
