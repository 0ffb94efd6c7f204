// Checks one golden block (unit × kind) against the estimators; used for every golden file that holds such blocks.
import { expect } from "vitest";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { confusion } from "../../../src/core/stats/confusion.ts";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { homogeneity, marginsOf } from "../../../src/core/stats/homogeneity.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { byPosition, positionStandardised, type AtPosition } from "../../../src/core/stats/position.ts";
import type { ProbeKind, UnitKind } from "../../../src/core/stats/reportShape.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { depthShare, pooledShare } from "../../../src/core/stats/shares.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, signMeasure, strataOf, thresholdMeasure, unitValues, type DepthProbe, type Measure, type Strata, type UnitValue } from "../../../src/core/stats/units.ts";
import { SCHEME, STAGES } from "../../unit/core/stats/probes.ts";
import { must, near, nearAll, nearInterval, within, type Golden } from "./golden.ts";

export const biasesOf = (units: readonly UnitValue[]): readonly number[] => units.map((unit) => unit.bias);

/** Every closed form of E5 that the golden block states. */
export function checkContrast(negative: readonly number[], positive: readonly number[], expected: Golden): void {
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
  for (const [name, value] of Object.entries(values)) if (expected.has(name) && expected.at(name).isNumber) near(value(), expected.at(name), name);
  for (const name of ["d_ci95", "d_ci95_large_sample"]) if (expected.has(name)) nearAll(must(got.cohensDInterval), expected.at(name), name);
  if (expected.has("welch_ci95")) nearInterval(welch!.interval, expected.at("welch_ci95"), "welch_ci95");
}

/** Resampled values within their bands at the default draws, and never a value a plausible mistake gives. */
export function checkResampling(strata: Pick<Strata, "linked"> & { readonly negative: readonly number[]; readonly positive: readonly number[] }, expected: Golden, seed = 20): void {
  const sides = { negative: strata.negative, positive: strata.positive, linked: strata.linked };
  const { raw, studentised } = must(runToEnd(permutationTest(sides, 20_000, seed)));
  const exact = ["permutation_raw_exact", "permutation_of_outcomes_exact"].find((name) => expected.has(name));
  if (exact !== undefined) {
    within(raw.oneSided, expected.at(exact, "accept_at_B_20000", "one_sided"), "raw one-sided");
    within(raw.twoSided, expected.at(exact, "accept_at_B_20000", "two_sided"), "raw two-sided");
  }
  if (expected.has("permutation_studentised")) {
    const welch = expected.at("permutation_studentised");
    const got = must(studentised);
    within(got.oneSided, band(welch.at("one_sided").number(), welch.at("tolerance_at_B_20000", "one_sided").number()), "studentised one-sided");
    within(got.twoSided, band(welch.at("two_sided").number(), welch.at("tolerance_at_B_20000", "two_sided").number()), "studentised two-sided");
  }
  if (expected.has("bootstrap")) {
    const bootstrap = expected.at("bootstrap");
    const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked: sides.linked }, 10_000, seed));
    const deltas = perDraw(means, (n, p) => n(0) - p(0));
    const percentile = must(percentileInterval(deltas));
    within(percentile[0], bootstrap.at("percentile_accept_at_B", 0), "percentile low");
    within(percentile[1], bootstrap.at("percentile_accept_at_B", 1), "percentile high");
    const acceleration = influenceAcceleration(deltaInfluences(sides));
    near(acceleration, bootstrap.at("bca", "acceleration"), "acceleration");
    const bca = must(bcaInterval(deltas, summary(sides.negative).mean - summary(sides.positive).mean, acceleration));
    within(bca[0], bootstrap.at("bca", "accept_at_B", 0), "BCa low");
    within(bca[1], bootstrap.at("bca", "accept_at_B", 1), "BCa high");
  }
  for (const side of ["negative", "positive"] as const) {
    if (!expected.has(`sign_flip_${side}_exact`)) continue;
    const p = expected.at(`sign_flip_${side}_exact`).number();
    const got = must(runToEnd(signFlipTest(sides[side], 20_000, seed)));
    if (got.exact) near(got.p, p, `sign flip ${side}`);
    else within(got.p, band(p, 4 * Math.sqrt((p * (1 - p)) / 20_000)), `sign flip ${side}`);
  }
}

/** Customers of both outcomes are drawn and relabelled together (E4). */
export function checkLinkedResampling({ negative, positive, linked }: Strata, expected: Golden, seed = 7): void {
  const types = ["negative_only", "positive_only", "both"].map((type) => expected.at("types", type).number());
  expect([negative.length - linked, positive.length - linked, linked]).toEqual(types);
  const sides = { negative: biasesOf(negative), positive: biasesOf(positive), linked };
  const about = (centre: Golden, tolerance: Golden): readonly [number, number] => [centre.number() - tolerance.number(), centre.number() + tolerance.number()];
  const { raw } = must(runToEnd(permutationTest(sides, 20_000, seed)));
  within(raw.oneSided, about(expected.at("one_sided"), expected.at("p_tolerance_at_B_20000", 0)), "one-sided");
  within(raw.twoSided, about(expected.at("two_sided"), expected.at("p_tolerance_at_B_20000", 1)), "two-sided");
  const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked }, 10_000, seed));
  const interval = must(percentileInterval(perDraw(means, (n, p) => n(0) - p(0))));
  for (const end of [0, 1] as const) within(interval[end], about(expected.at("percentile_ci95", end), expected.at("ci_tolerance_at_B_10000", end)), "percentile");
}

export function band(centre: number, half: number): readonly [number, number] {
  // One draw more or less is rounding of p itself: (1 + k)/(B + 1) has no value 0.
  return [centre - half - 1e-4, centre + half + 1e-4];
}

/** Everything a golden file says about one unit × kind. */
export function checkBlock(probes: readonly LabelledProbe[], unit: UnitKind, kind: ProbeKind, expected: Golden): void {
  const depths = depthProbes(probes, SCHEME, kind);
  const of = (measure: Measure): Strata => strataOf(unitValues(depths, measure, unit));
  const strata = of(depthMeasure);
  const checkMeasure = (measure: Measure, block: Golden): void => {
    const each = of(measure);
    checkContrast(biasesOf(each.negative), biasesOf(each.positive), block);
  };
  if (expected.has("unit_values")) {
    for (const side of ["negative", "positive"] as const) {
      const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
      nearAll(sorted(biasesOf(strata[side])), sorted(expected.at("unit_values", side).numbers()), `units ${side}`);
    }
  }
  if (expected.has("depth_bias")) checkContrast(biasesOf(strata.negative), biasesOf(strata.positive), expected.at("depth_bias"));
  checkSeparation(strata, expected.at("separation"));
  STAGES.slice(1).forEach((stage, i) => checkMeasure(thresholdMeasure(i + 1), expected.at("thresholds", stage)));
  checkMeasure(signMeasure, expected.at("ordinal_sign"));
  if (expected.has("unknown_outcome")) {
    expect(strata.unknown.length).toBe(expected.at("unknown_outcome", "n").number());
    near(summary(biasesOf(strata.unknown)).mean, expected.at("unknown_outcome", "mean"), "unknown");
  }
  const positions = byPosition(depths, unit);
  if (expected.has("by_position")) checkPositions(positions, expected.at("by_position"));
  near(must(positionStandardised(positions)), expected.at("position_standardised_delta"), "position-standardised");
  for (const [act, block] of expected.has("by_action") ? expected.at("by_action").entries() : []) {
    const cell = strataOf(unitValues(depths.filter((probe) => probe.source.act === act), depthMeasure, unit));
    checkContrast(biasesOf(cell.negative), biasesOf(cell.positive), block);
  }
}

export function checkPositions(positions: readonly AtPosition[], expected: Golden): void {
  expect(positions.map((at) => String(at.position))).toEqual(expected.entries().map(([position]) => position));
  for (const at of positions) checkContrast(biasesOf(at.strata.negative), biasesOf(at.strata.positive), expected.at(at.position));
}

export function checkSeparation(strata: Strata, expected: Golden): void {
  const got = separation(strata.negative, strata.positive);
  near(must(got.real.delta), expected.at("real", "gap"), "real gap");
  nearInterval(must(got.real.welch).interval, expected.at("real", "welch_ci95"), "real gap interval");
  near(must(got.real.welch).twoSided, expected.at("real", "welch_p"), "real gap p");
  near(must(got.simulated.delta), expected.at("simulated", "gap"), "simulated gap");
  nearInterval(must(got.simulated.welch).interval, expected.at("simulated", "welch_ci95"), "simulated gap interval");
  near(must(got.real.delta) - must(got.simulated.delta), expected.at("identity_delta_equals_real_minus_sim"), "identity");
  near(must(got.g), expected.at("retained", "g"), "Fieller's g");
  expect(got.kept.ok).toBe(expected.at("testable").truth());
  if (got.kept.ok) {
    near(got.kept.value.value, expected.at("retained", "retained"), "kept");
    nearAll(got.kept.value.interval, expected.at("retained", "ci95"), "Fieller");
  } else expect(got.kept.reason).toBe(expected.at("retained", "why").text());
}

/** Confusion, homogeneity, distances and the stage test, over probes of known outcome. `counts` is the confusion table. */
export function checkTable(depths: readonly DepthProbe[], expected: Golden, counts = expected.at("confusion_real_by_sim"), seed = 31): void {
  const table = confusion(depths, SCHEME);
  table.collapsed.forEach((row, i) => nearAll(row, counts.at(i), `confusion ${i}`));
  near(table.agreeing / table.total, expected.at("exact_agreement"), "exact agreement");
  const margins = marginsOf(depths, STAGES.length);
  const got = runToEnd(homogeneity(margins, 20_000, seed));
  const test = expected.at("marginal_homogeneity");
  near(must(got.w), test.at("clustered_W"), "W");
  expect(got.df).toBe(test.at("df").number());
  near(must(got.chiSquaredP), test.at("chi2_p"), "χ² p");
  within(must(got.flipped).p, band(test.at("sign_flip_p").number(), test.at("sign_flip_tolerance_at_B_20000").number()), "W sign-flip p");
  expect(Math.abs(must(got.w) - test.at("wrong_unclustered_stuart_maxwell").number())).toBeGreaterThan(0.1);
  const distance = expected.at("distance");
  const distances = must(got.distances);
  near(distances.tvd, distance.at("tvd"), "TVD");
  near(distances.jsd, distance.at("jsd_bits"), "JSD");
  near(distances.wasserstein, distance.at("wasserstein_depth"), "W₁");
  const floor = must(got.floor);
  within(floor.median.tvd, band(distance.at("tvd_null_median").number(), distance.at("tvd_tolerance").number()), "TVD floor");
  within(floor.upper95.tvd, band(distance.at("tvd_null_95").number(), distance.at("tvd_tolerance").number()), "TVD 95 %");
  const resisting = got.labels[0]!;
  const single = expected.at("mcnemar_resisting_clustered");
  near(resisting.sum, single.at("sum"), "stage sum");
  near(must(resisting.z2), single.at("z2"), "stage z²");
  near(resisting.chiSquaredP, single.at("chi2_p"), "stage p");
}

/** Shares by stratum and branch: averaged over conversations, and pooled with effective-n intervals. */
export function checkShares(depths: readonly DepthProbe[], expected: Golden): void {
  for (const outcome of ["negative", "positive"] as const) {
    const own = depths.filter((probe) => probe.source.outcome === outcome);
    for (const [key, branch] of [["real", "real"], ["sim", "simulated"]] as const) {
      STAGES.forEach((stage, depth) => {
        const block = expected.at(outcome, key, stage);
        const measure = depthShare(new Set([depth]));
        const units = unitValues(own, measure, "conversation");
        near(summary(units.map((unit) => unit[branch])).mean, block.at("conversation_mean"), `${outcome} ${key} ${stage} averaged`);
        const pooled = pooledShare(own, measure, branch)!;
        near(pooled.value, block.at("pooled"), `${outcome} ${key} ${stage} pooled`);
        if (block.has("cluster_variance")) near(pooled.clusterVariance, block.at("cluster_variance"), "cluster variance");
        if (block.has("n_effective")) near(pooled.effectiveN, block.at("n_effective"), "effective n");
        nearAll(pooled.interval, block.at("pooled_ci95"), `${outcome} ${key} ${stage} interval`);
      });
    }
  }
}
