// Checks one golden block (unit × kind) against the estimators; used for every golden file that holds such blocks.
import { expect } from "vitest";
import { bcaInterval, bcaLevels, biasCorrection, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
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
import { about, absent, coincides, isNot, must, near, nearAll, nearInterval, same, within, type Golden } from "./golden.ts";

const BOOTSTRAPS = 10_000;
const PERMUTATIONS = 20_000;

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
  for (const [name, value] of Object.entries(values)) if (expected.has(name) && !expected.at(name).isNull) near(value(), expected.at(name), name);
  for (const name of ["d_ci95", "d_ci95_large_sample"]) if (expected.has(name)) nearAll(must(got.cohensDInterval), expected.at(name), name);
  if (expected.has("welch_ci95")) nearInterval(welch!.interval, expected.at("welch_ci95"), "welch_ci95");
  // Hedges' approximate factor 1 − 3/(4ν − 1) is near, and not what we use.
  if (expected.has("hedges_g_approx")) isNot(must(got.hedgesG), expected.at("hedges_g_approx"), 1e-7);
}

/** Resampled values within their bands at the default draws, and never a value a plausible mistake gives. */
export function checkResampling(strata: Pick<Strata, "linked"> & { readonly negative: readonly number[]; readonly positive: readonly number[] }, expected: Golden, seed = 20): void {
  const sides = { negative: strata.negative, positive: strata.positive, linked: strata.linked };
  checkPermutation(sides, expected, seed);
  if (expected.has("bootstrap")) checkBootstrap(sides, expected.at("bootstrap"), seed);
  for (const side of ["negative", "positive"] as const) {
    if (!expected.has(`sign_flip_${side}_exact`)) continue;
    const p = expected.at(`sign_flip_${side}_exact`);
    const got = must(runToEnd(signFlipTest(sides[side], PERMUTATIONS, seed)));
    if (got.exact) near(got.p, p, `sign flip ${side}`);
    else about(got.p, p, fourSigma(p), `sign flip ${side}`);
  }
}

const SIDED = [["one_sided", "oneSided"], ["two_sided", "twoSided"]] as const;

/** Raw p against its exact value and the band of 20,000 draws, studentised p against that of 400,000. */
export function checkPermutation(sides: Parameters<typeof permutationTest>[0], expected: Golden, seed: number): void {
  const { raw, studentised } = must(runToEnd(permutationTest(sides, PERMUTATIONS, seed)));
  const name = ["permutation_raw_exact", "permutation_of_outcomes_exact"].find((each) => expected.has(each));
  if (name !== undefined) {
    const exact = expected.at(name);
    for (const [key, side] of SIDED) {
      within(raw[side], exact.at("accept_at_B_20000", key), `raw ${key}`);
      about(raw[side], exact.at(key), fourSigma(exact.at(key)), `raw ${key}`);
    }
    // Where both strata are equally large the law of Δ is symmetric: twice the one-sided p is then right, up to chance, and 1 for Δ = 0.
    const twice = exact.at("wrong", "two_sided_as_twice_one_sided");
    if (raw.twoSided === 1) coincides(raw.twoSided, twice);
    else {
      isNot(raw.twoSided, twice, 1e-9);
      expect(raw.twoSided).not.toBe(Math.min(1, 2 * raw.oneSided));
    }
  }
  if (!expected.has("permutation_studentised")) return;
  const welch = expected.at("permutation_studentised");
  near(must(contrast(summary(sides.negative), summary(sides.positive)).welch).t, welch.at("statistic"), "studentised statistic");
  for (const [key, side] of SIDED) withinBand(must(studentised)[side], welch.at(key), welch.at("tolerance_at_B_20000", key));
}

function checkBootstrap(sides: Parameters<typeof deltaInfluences>[0], expected: Golden, seed: number): void {
  const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked: sides.linked ?? 0 }, BOOTSTRAPS, seed));
  const deltas = perDraw(means, (n, p) => n(0) - p(0));
  const observed = summary(sides.negative).mean - summary(sides.positive).mean;
  const acceleration = influenceAcceleration(deltaInfluences(sides));
  const bca = expected.at("bca");
  same(BOOTSTRAPS, expected.at("B"));
  near(acceleration, bca.at("acceleration"), "acceleration");
  // √(p(1 − p)/B)/φ(0) at p = ½.
  about(biasCorrection(deltas, observed), bca.at("z0"), 4 * 0.0125, "z₀");
  nearAll(bcaLevels(bca.at("z0").number(), acceleration), bca.at("levels"), "levels");
  about(Math.sqrt(summary(deltas).variance), expected.at("bootstrap_se"), (4 * expected.at("bootstrap_se").number()) / Math.sqrt(2 * BOOTSTRAPS), "bootstrap SE");
  const ends = [[must(percentileInterval(deltas)), expected.at("percentile_accept_at_B"), expected.at("percentile_ci95")], [must(bcaInterval(deltas, observed, acceleration)), bca.at("accept_at_B"), bca.at("ci95")]] as const;
  for (const [got, accept, ideal] of ends) {
    for (const end of [0, 1] as const) {
      const [low, high] = accept.at(end).range();
      within(got[end], accept.at(end));
      about(got[end], ideal.at(end), high - low);
    }
  }
}

/** What 20,000 draws can be away from p; one draw more or less is rounding of p itself: (1 + k)/(B + 1) has no value 0. */
export function fourSigma(p: Golden): number {
  return 4 * Math.sqrt((p.number() * (1 - p.number())) / PERMUTATIONS) + 1e-4;
}

export function withinBand(got: number, centre: Golden, half: Golden): void {
  about(got, centre, half.hold().number() + 1e-4);
}

/** Customers of both outcomes are drawn and relabelled together (E4). */
export function checkLinkedResampling({ negative, positive, linked }: Strata, expected: Golden, seed = 7): void {
  same({ negative_only: negative.length - linked, positive_only: positive.length - linked, both: linked }, expected.at("types"));
  const sides = { negative: biasesOf(negative), positive: biasesOf(positive), linked };
  near(summary(sides.negative).mean - summary(sides.positive).mean, expected.at("delta"), "Δ");
  const { raw } = must(runToEnd(permutationTest(sides, PERMUTATIONS, seed)));
  for (const [i, [key, side]] of SIDED.entries()) about(raw[side], expected.at(key), expected.at("p_tolerance_at_B_20000", i));
  const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked }, BOOTSTRAPS, seed));
  const interval = must(percentileInterval(perDraw(means, (n, p) => n(0) - p(0))));
  for (const end of [0, 1] as const) about(interval[end], expected.at("percentile_ci95", end), expected.at("ci_tolerance_at_B_10000", end), "percentile");
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
      nearAll(sorted(biasesOf(strata[side])), sorted(expected.at("unit_values", side).hold().numbers()), `units ${side}`);
    }
  }
  if (expected.has("depth_bias")) checkContrast(biasesOf(strata.negative), biasesOf(strata.positive), expected.at("depth_bias"));
  checkSeparation(strata, expected.at("separation"));
  STAGES.slice(1).forEach((stage, i) => checkMeasure(thresholdMeasure(i + 1), expected.at("thresholds", stage)));
  checkMeasure(signMeasure, expected.at("ordinal_sign"));
  if (expected.has("unknown_outcome")) {
    same(strata.unknown.length, expected.at("unknown_outcome", "n"));
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
  same(got.kept.ok, expected.at("testable"));
  if (got.kept.ok) {
    near(got.kept.value.value, expected.at("retained", "retained"), "kept");
    nearAll(got.kept.value.interval, expected.at("retained", "ci95"), "Fieller");
  } else absent(got.kept, expected.at("retained", "retained"), expected.at("retained", "why"));
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
  same(got.df, test.at("df"));
  near(must(got.chiSquaredP), test.at("chi2_p"), "χ² p");
  withinBand(must(got.flipped).p, test.at("sign_flip_p"), test.at("sign_flip_tolerance_at_B_20000"));
  isNot(must(got.w), test.at("wrong_unclustered_stuart_maxwell"), 0.1);
  const distance = expected.at("distance");
  const distances = must(got.distances);
  near(distances.tvd, distance.at("tvd"), "TVD");
  near(distances.jsd, distance.at("jsd_bits"), "JSD");
  near(distances.wasserstein, distance.at("wasserstein_depth"), "W₁");
  const floor = must(got.floor);
  withinBand(floor.median.tvd, distance.at("tvd_null_median"), distance.at("tvd_tolerance"));
  withinBand(floor.upper95.tvd, distance.at("tvd_null_95"), distance.at("tvd_tolerance"));
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
        // With the number of probes in place of the effective n.
        if (block.has("wrong_plain_wilson")) (pooled.effectiveN < pooled.probes - 1e-6 ? isNot : coincides)(pooled.interval, block.at("wrong_plain_wilson"));
      });
    }
  }
}
