// Checks one golden block (unit × kind) against the estimators; used for every golden file that holds such blocks.
import { expect } from "vitest";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { confusion } from "../../../src/core/stats/confusion.ts";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { homogeneity, marginsOf, stageTest } from "../../../src/core/stats/homogeneity.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { byPosition, positionStandardised } from "../../../src/core/stats/position.ts";
import type { ProbeKind, UnitKind } from "../../../src/core/stats/reportShape.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { depthShare, pooledShare } from "../../../src/core/stats/shares.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, signMeasure, strataOf, thresholdMeasure, unitValues, type DepthProbe, type Measure, type Strata, type UnitValue } from "../../../src/core/stats/units.ts";
import { SCHEME, STAGES } from "../../unit/core/stats/probes.ts";
import { must, near, nearAll, nearInterval, within, type Tree } from "./golden.ts";

export const biasesOf = (units: readonly UnitValue[]): readonly number[] => units.map((unit) => unit.bias);

/** Every closed form of E5 that the golden block states. */
export function checkContrast(negative: readonly number[], positive: readonly number[], expected: Tree): void {
  const got = contrast(summary(negative), summary(positive));
  const welch = got.welch.ok ? got.welch.value : undefined;
  const values: Readonly<Record<string, () => number>> = {
    n_negative: () => got.negative.n,
    n_positive: () => got.positive.n,
    mean_negative: () => must(got.meanNegative),
    mean_positive: () => must(got.meanPositive),
    sd_negative: () => must(got.sdNegative),
    sd_positive: () => must(got.sdPositive),
    delta: () => must(got.delta),
    pooled_sd: () => must(got.pooledSd),
    cohens_d: () => must(got.cohensD),
    hedges_g_exact: () => must(got.hedgesG),
    glass_by_positive_sd: () => must(got.glassByPositiveSd),
    glass_by_negative_sd: () => must(got.glassByNegativeSd),
    welch_se: () => welch!.se,
    welch_df: () => welch!.df,
    welch_t: () => welch!.t,
    welch_p_two_sided: () => welch!.twoSided,
    welch_p_one_sided: () => welch!.oneSided,
    balanced_marginal: () => must(got.balancedMarginal),
    as_sampled_marginal: () => must(got.asSampledMarginal),
  };
  for (const [name, value] of Object.entries(values)) if (typeof expected[name] === "number") near(value(), expected[name] as number, name);
  for (const name of ["d_ci95", "d_ci95_large_sample"]) if (expected[name]) nearAll(must(got.cohensDInterval), expected[name] as number[], name);
  if (expected.welch_ci95) nearInterval(welch!.interval, expected.welch_ci95 as number[], "welch_ci95");
}

/** Resampled values within their bands at the default draws, and never a value a plausible mistake gives. */
export function checkResampling(strata: Pick<Strata, "linked"> & { readonly negative: readonly number[]; readonly positive: readonly number[] }, expected: Tree, seed = 20): void {
  const sides = { negative: strata.negative, positive: strata.positive, linked: strata.linked };
  const { raw, studentised } = must(runToEnd(permutationTest(sides, 20_000, seed)));
  const exact = expected.permutation_raw_exact;
  if (exact) {
    within(raw.oneSided, exact.accept_at_B_20000.one_sided, "raw one-sided");
    within(raw.twoSided, exact.accept_at_B_20000.two_sided, "raw two-sided");
  }
  const welch = expected.permutation_studentised;
  if (welch) {
    const got = must(studentised);
    within(got.oneSided, band(welch.one_sided, welch.tolerance_at_B_20000.one_sided), "studentised one-sided");
    within(got.twoSided, band(welch.two_sided, welch.tolerance_at_B_20000.two_sided), "studentised two-sided");
  }
  if (expected.bootstrap) {
    const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked: sides.linked }, 10_000, seed));
    const deltas = perDraw(means, (n, p) => n(0) - p(0));
    const percentile = must(percentileInterval(deltas));
    const accepted = expected.bootstrap.percentile_accept_at_B;
    within(percentile[0], accepted[0], "percentile low");
    within(percentile[1], accepted[1], "percentile high");
    const acceleration = influenceAcceleration(deltaInfluences(sides));
    near(acceleration, expected.bootstrap.bca.acceleration as number, "acceleration");
    const observed = summary(sides.negative).mean - summary(sides.positive).mean;
    const bca = must(bcaInterval(deltas, observed, acceleration));
    within(bca[0], expected.bootstrap.bca.accept_at_B[0], "BCa low");
    within(bca[1], expected.bootstrap.bca.accept_at_B[1], "BCa high");
  }
  for (const side of ["negative", "positive"] as const) {
    const p = expected[`sign_flip_${side}_exact`] as number | undefined;
    if (p === undefined) continue;
    const got = must(runToEnd(signFlipTest(sides[side], 20_000, seed)));
    if (got.exact) near(got.p, p, `sign flip ${side}`);
    else within(got.p, band(p, 4 * Math.sqrt((p * (1 - p)) / 20_000) + 1 / 20_000), `sign flip ${side}`);
  }
}

export function band(centre: number, half: number): readonly [number, number] {
  // One draw more or less is rounding of p itself: (1 + k)/(B + 1) has no value 0.
  return [centre - half - 1e-4, centre + half + 1e-4];
}

/** Everything a golden file says about one unit × kind. */
export function checkBlock(probes: readonly LabelledProbe[], unit: UnitKind, kind: ProbeKind, expected: Tree): void {
  const depths = depthProbes(probes, SCHEME, kind);
  const of = (measure: Measure): Strata => strataOf(unitValues(depths, measure, unit));
  const strata = of(depthMeasure);
  const checkMeasure = (measure: Measure, block: Tree): void => {
    const each = of(measure);
    checkContrast(biasesOf(each.negative), biasesOf(each.positive), block);
  };
  if (expected.unit_values) {
    for (const side of ["negative", "positive"] as const) {
      const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
      nearAll(sorted(biasesOf(strata[side])), sorted(expected.unit_values[side] as number[]), `units ${side}`);
    }
  }
  checkContrast(biasesOf(strata.negative), biasesOf(strata.positive), expected.depth_bias);
  checkSeparation(strata, expected.separation);
  STAGES.slice(1).forEach((stage, i) => checkMeasure(thresholdMeasure(i + 1), expected.thresholds[stage]));
  checkMeasure(signMeasure, expected.ordinal_sign);
  if (expected.unknown_outcome) {
    expect(strata.unknown.length).toBe(expected.unknown_outcome.n);
    near(summary(biasesOf(strata.unknown)).mean, expected.unknown_outcome.mean as number, "unknown");
  }
  const positions = byPosition(depths, unit);
  for (const at of positions) checkContrast(biasesOf(at.strata.negative), biasesOf(at.strata.positive), expected.by_position?.[at.position] ?? {});
  if (expected.by_position) expect(positions.map((at) => String(at.position))).toEqual(Object.keys(expected.by_position as object));
  near(must(positionStandardised(positions)), expected.position_standardised_delta as number, "position-standardised");
  for (const [act, block] of Object.entries((expected.by_action ?? {}) as Record<string, Tree>)) {
    const cell = strataOf(unitValues(depths.filter((probe) => probe.source.act === act), depthMeasure, unit));
    checkContrast(biasesOf(cell.negative), biasesOf(cell.positive), block);
  }
}

export function checkSeparation(strata: Strata, expected: Tree): void {
  const got = separation(strata.negative, strata.positive);
  near(must(got.real.delta), expected.real.gap as number, "real gap");
  nearInterval(must(got.real.welch).interval, expected.real.welch_ci95 as number[], "real gap interval");
  near(must(got.real.welch).twoSided, expected.real.welch_p as number, "real gap p");
  near(must(got.simulated.delta), expected.simulated.gap as number, "simulated gap");
  nearInterval(must(got.simulated.welch).interval, expected.simulated.welch_ci95 as number[], "simulated gap interval");
  near(must(got.real.delta) - must(got.simulated.delta), expected.identity_delta_equals_real_minus_sim as number, "identity");
  near(must(got.g), expected.retained.g as number, "Fieller's g");
  expect(got.kept.ok).toBe(expected.testable);
  if (got.kept.ok) {
    near(got.kept.value.value, expected.retained.retained as number, "kept");
    nearAll(got.kept.value.interval, expected.retained.ci95 as number[], "Fieller");
  } else expect(got.kept.reason).toBe(expected.retained.why);
}

/** Confusion, homogeneity, distances and the stage test, over probes of known outcome. */
export function checkTable(depths: readonly DepthProbe[], expected: Tree, seed = 31): void {
  const table = confusion(depths, SCHEME);
  table.collapsed.forEach((row, i) => nearAll(row, expected.confusion_real_by_sim[i] as number[], `confusion ${i}`));
  near(table.agreeing / table.total, expected.exact_agreement as number, "exact agreement");
  const margins = marginsOf(depths, STAGES.length);
  const got = runToEnd(homogeneity(margins, 20_000, seed));
  const test = expected.marginal_homogeneity;
  near(must(got.w), test.clustered_W as number, "W");
  expect(got.df).toBe(test.df);
  near(must(got.chiSquaredP), test.chi2_p as number, "χ² p");
  within(must(got.flipped).p, band(test.sign_flip_p, test.sign_flip_tolerance_at_B_20000), "W sign-flip p");
  expect(Math.abs(must(got.w) - (test.wrong_unclustered_stuart_maxwell as number))).toBeGreaterThan(0.1);
  const distances = must(got.distances);
  near(distances.tvd, expected.distance.tvd as number, "TVD");
  near(distances.jsd, expected.distance.jsd_bits as number, "JSD");
  near(distances.wasserstein, expected.distance.wasserstein_depth as number, "W₁");
  const floor = must(got.floor);
  within(floor.median.tvd, band(expected.distance.tvd_null_median, expected.distance.tvd_tolerance), "TVD floor");
  within(floor.upper95.tvd, band(expected.distance.tvd_null_95, expected.distance.tvd_tolerance), "TVD 95 %");
  const resisting = runToEnd(stageTest(margins, 0, 20_000, seed));
  near(resisting.sum, expected.mcnemar_resisting_clustered.sum as number, "stage sum");
  near(must(resisting.z2), expected.mcnemar_resisting_clustered.z2 as number, "stage z²");
  near(resisting.chiSquaredP, expected.mcnemar_resisting_clustered.chi2_p as number, "stage p");
}

/** Shares by stratum and branch: averaged over conversations, and pooled with effective-n intervals. */
export function checkShares(depths: readonly DepthProbe[], expected: Tree): void {
  for (const outcome of ["negative", "positive"] as const) {
    const own = depths.filter((probe) => probe.source.outcome === outcome);
    for (const [key, branch] of [["real", "real"], ["sim", "simulated"]] as const) {
      STAGES.forEach((stage, depth) => {
        const block = expected[outcome][key][stage];
        const measure = depthShare(new Set([depth]));
        const units = unitValues(own, measure, "conversation");
        near(summary(units.map((unit) => unit[branch])).mean, block.conversation_mean as number, `${outcome} ${key} ${stage} averaged`);
        const pooled = pooledShare(own, measure, branch)!;
        near(pooled.value, block.pooled as number, `${outcome} ${key} ${stage} pooled`);
        if (block.cluster_variance !== undefined) near(pooled.clusterVariance, block.cluster_variance as number, "cluster variance");
        if (block.n_effective !== undefined) near(pooled.effectiveN, block.n_effective as number, "effective n");
        nearAll(pooled.interval, block.pooled_ci95 as number[], `${outcome} ${key} ${stage} interval`);
      });
    }
  }
}
