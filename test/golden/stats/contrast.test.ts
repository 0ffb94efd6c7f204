// Golden numbers of labelled pairs, of a small and of a skewed sample: contrast, resampling, position, separation, shares, confusion.
import { describe, expect, it } from "vitest";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import { confusion } from "../../../src/core/stats/confusion.ts";
import { homogeneity, marginsOf } from "../../../src/core/stats/homogeneity.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { byPosition } from "../../../src/core/stats/position.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, nonResistingMeasure, strataOf, thresholdMeasure, unitValues, type Measure } from "../../../src/core/stats/units.ts";
import { SCHEME, STAGES } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkBlock, checkContrast, checkPositions, checkResampling, checkShares, checkTable, fourSigma } from "./checks.ts";
import { about, golden, hasGolden, isNot, must, near, nothingLeft, pairProbes, same, type Golden } from "./golden.ts";

const pairs = golden("labelled-pairs");
const pairsExact = golden("labelled-pairs-exact");
const small = golden("small-exact");
const skewed = golden("skewed");

const sidesOf = (node: Golden): { readonly negative: readonly number[]; readonly positive: readonly number[] } => ({ negative: node.at("negative").numbers(), positive: node.at("positive").numbers() });

describe.skipIf(!hasGolden)("labelled pairs", () => {
  const probes = hasGolden ? pairProbes(pairs.at("pairs")) : [];
  const depths = depthProbes(probes, SCHEME, "all");
  const strata = (measure: Measure) => strataOf(unitValues(depths, measure, "conversation"));
  const check = (measure: Measure, expected: Golden): void => {
    const { negative, positive } = strata(measure);
    checkContrast(biasesOf(negative), biasesOf(positive), expected);
  };

  it("depth bias, alternative codings, positions", () => {
    check(depthMeasure, pairs.at("depth_bias"));
    check(thresholdMeasure(1), pairs.at("resistance_suppression"));
    check(thresholdMeasure(3), pairs.at("deep_funnel"));
    check(nonResistingMeasure, pairs.at("non_resisting_only"));
    checkPositions(byPosition(depths, "conversation"), pairs.at("by_position"));
  });
  it("everything of the exact file", () => checkBlock(probes, "conversation", "all", pairsExact.at("expected")));
  it("resampled values", () => {
    const { negative, positive } = strata(depthMeasure);
    checkResampling({ negative: biasesOf(negative), positive: biasesOf(positive), linked: 0 }, pairsExact.at("expected", "resampling"));
    const { raw } = must(runToEnd(permutationTest({ negative: biasesOf(negative), positive: biasesOf(positive) }, 20_000, 4)));
    for (const [got, name] of [[raw.oneSided, "one_sided"], [raw.twoSided, "two_sided"]] as const) {
      const p = pairs.at("depth_bias_permutation", name);
      about(got, p, fourSigma(p), name);
    }
    const means = runToEnd(bootstrapMeans({ negative: [biasesOf(negative)], positive: [biasesOf(positive)] }, 10_000, 4));
    const interval = must(percentileInterval(perDraw(means, (n, p) => n(0) - p(0))));
    const loose = pairs.at("depth_bias_bootstrap_ci95");
    for (const end of [0, 1] as const) about(interval[end], loose.at("delta", end), loose.at("tolerance"), "percentile");
  });
  it("Stuart–Maxwell itself is the clustered W of probes taken one by one, and is not what we report", () => {
    const alone = depthProbes(probes.map((probe, i) => ({ ...probe, conversation: `${i}` })), SCHEME, "all");
    const got = runToEnd(homogeneity(marginsOf(alone, STAGES.length), 10, 1));
    near(must(got.w), pairs.at("stuart_maxwell", "statistic"));
    near(must(got.chiSquaredP), pairs.at("stuart_maxwell", "p"));
    same(got.df, pairs.at("stuart_maxwell", "df"));
  });
  it("confusion, homogeneity, distances", () => {
    checkTable(depths, pairsExact.at("expected", "table"), pairs.at("confusion_real_by_sim"));
    const table = confusion(depths, SCHEME);
    near(table.agreeing / table.total, pairs.at("exact_agreement"));
    const distances = must(runToEnd(homogeneity(marginsOf(depths, STAGES.length), 0, 1)).distances);
    near(distances.tvd, pairs.at("distance", "tvd"));
    near(distances.jsd, pairs.at("distance", "jsd_bits"));
    near(distances.wasserstein, pairs.at("distance", "wasserstein_depth"));
  });
  it("shares", () => {
    checkShares(depths, pairsExact.at("expected", "shares"));
    for (const outcome of ["negative", "positive"]) for (const branch of ["real", "sim"]) for (const stage of STAGES) {
      const cell = pairsExact.at("expected", "shares", outcome, branch, stage);
      near(cell.at("pooled").number(), pairs.at("stage_share", outcome, branch, "pooled", stage));
      near(cell.at("conversation_mean").number(), pairs.at("stage_share", outcome, branch, "conversation_mean", stage));
    }
  });
  nothingLeft("labelled-pairs");
  nothingLeft("labelled-pairs-exact");
});

describe.skipIf(!hasGolden)("small, enumerated", () => {
  it("contrast, all 6,435 arrangements, all 128 flips", () => {
    const { negative, positive } = sidesOf(small);
    checkContrast(negative, positive, small);
    const got = must(runToEnd(permutationTest({ negative, positive }, 20_000, 1)));
    expect(got.exact).toBe(true);
    same(got.draws, small.at("permutation_exact", "arrangements"));
    near(got.raw.oneSided, small.at("permutation_exact", "one_sided"));
    near(got.raw.twoSided, small.at("permutation_exact", "two_sided"));
    near(must(runToEnd(signFlipTest(negative, 20_000, 1))).p, small.at("sign_flip_negative_two_sided"));
  });
  nothingLeft("small-exact");
});

describe.skipIf(!hasGolden)("skewed", () => {
  it("contrast and resampling", () => {
    const { negative, positive } = sidesOf(skewed);
    checkContrast(negative, positive, skewed.at("contrast"));
    checkResampling({ negative, positive, linked: 0 }, skewed.at("resampling"));
  });
  it("never gives what a plausible mistake gives", () => {
    const sides = sidesOf(skewed);
    const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive] }, 10_000, 2));
    const deltas = perDraw(means, (n, p) => n(0) - p(0));
    const percentile = must(percentileInterval(deltas));
    const bca = must(bcaInterval(deltas, skewed.at("contrast", "delta").number(), influenceAcceleration(deltaInfluences(sides))));
    for (const [, wrong] of skewed.at("wrong").entries()) {
      isNot(percentile, wrong, 0.01);
      isNot(bca, wrong, 0.01);
    }
    for (const end of [0, 1] as const) {
      const [low, high] = skewed.at("resampling", "bootstrap", "bca", "accept_at_B", end).range();
      about(bca[end], skewed.at("scipy_bca_200000", end), high - low, "SciPy's BCa");
    }
    const { raw, studentised } = must(runToEnd(permutationTest(sides, 20_000, 3)));
    expect(raw.twoSided).toBeLessThan(1.5 * raw.oneSided);
    expect(must(studentised).twoSided).toBeGreaterThan(5 * raw.twoSided);
  });
  nothingLeft("skewed");
});
