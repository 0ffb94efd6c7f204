// Golden numbers of the contrast, its resampling, position, separation, thresholds, shares, confusion and homogeneity.
import { describe, expect, it } from "vitest";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, nonResistingMeasure, strataOf, thresholdMeasure, unitValues, type Measure } from "../../../src/core/stats/units.ts";
import { SCHEME, STAGES } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkBlock, checkContrast, checkResampling, checkShares, checkTable } from "./checks.ts";
import { golden, hasGolden, must, near, pairProbes, richProbes, within, type Tree } from "./golden.ts";

const pairs = golden("labelled-pairs");
const pairsExact = golden("labelled-pairs-exact");
const small = golden("small-exact");
const skewed = golden("skewed");
const rich = golden("rich-run");
const degenerate = golden("degenerate");

describe.skipIf(!hasGolden)("labelled pairs", () => {
  const probes = hasGolden ? pairProbes(pairs.pairs) : [];
  const depths = depthProbes(probes, SCHEME, "all");
  const strata = (measure: Measure) => strataOf(unitValues(depths, measure, "conversation"));
  const check = (measure: Measure, expected: Tree, sign = 1): void => {
    const { negative, positive } = strata(measure);
    const signed = (values: readonly number[]): readonly number[] => values.map((value) => sign * value);
    checkContrast(signed(biasesOf(negative)), signed(biasesOf(positive)), expected);
  };

  it("depth bias, alternative codings", () => {
    check(depthMeasure, pairs.depth_bias);
    check(thresholdMeasure(1), pairs.resistance_suppression);
    check(thresholdMeasure(3), pairs.deep_funnel);
    check(nonResistingMeasure, pairs.non_resisting_only);
  });
  it("everything of the exact file", () => checkBlock(probes, "conversation", "all", { ...pairsExact.expected, depth_bias: pairs.depth_bias, by_position: pairs.by_position }));
  it("resampled values", () => {
    const { negative, positive } = strata(depthMeasure);
    checkResampling({ negative: biasesOf(negative), positive: biasesOf(positive), linked: 0 }, pairsExact.expected.resampling);
    const { raw } = must(runToEnd(permutationTest({ negative: biasesOf(negative), positive: biasesOf(positive) }, 20_000, 4)));
    for (const [got, p] of [[raw.oneSided, pairs.depth_bias_permutation.one_sided], [raw.twoSided, pairs.depth_bias_permutation.two_sided]] as const) {
      within(got, [p - 4 * Math.sqrt((p * (1 - p)) / 20_000), p + 4 * Math.sqrt((p * (1 - p)) / 20_000)]);
    }
  });
  it("confusion, homogeneity, distances", () => {
    checkTable(depths, { ...pairsExact.expected.table, confusion_real_by_sim: pairs.confusion_real_by_sim });
    near(pairs.stuart_maxwell.statistic as number, pairsExact.expected.table.marginal_homogeneity.wrong_unclustered_stuart_maxwell as number);
  });
  it("shares", () => {
    checkShares(depths, pairsExact.expected.shares);
    for (const outcome of ["negative", "positive"]) for (const branch of ["real", "sim"]) for (const stage of STAGES) {
      const old = pairs.stage_share[outcome][branch];
      near(pairsExact.expected.shares[outcome][branch][stage].pooled as number, old.pooled[stage] as number);
      near(pairsExact.expected.shares[outcome][branch][stage].conversation_mean as number, old.conversation_mean[stage] as number);
    }
  });
});

describe.skipIf(!hasGolden)("small, enumerated", () => {
  it("contrast, all 6,435 arrangements, all 128 flips", () => {
    checkContrast(small.negative, small.positive, small);
    const got = must(runToEnd(permutationTest(small, 20_000, 1)));
    expect(got.exact).toBe(true);
    expect(got.draws).toBe(small.permutation_exact.arrangements);
    near(got.raw.oneSided, small.permutation_exact.one_sided as number);
    near(got.raw.twoSided, small.permutation_exact.two_sided as number);
    near(must(runToEnd(signFlipTest(small.negative, 20_000, 1))).p, small.sign_flip_negative_two_sided as number);
  });
});

describe.skipIf(!hasGolden)("skewed", () => {
  it("contrast and resampling", () => {
    checkContrast(skewed.negative, skewed.positive, skewed.contrast);
    checkResampling({ negative: skewed.negative, positive: skewed.positive, linked: 0 }, skewed.resampling);
  });
  it("never gives what a plausible mistake gives", () => {
    const means = runToEnd(bootstrapMeans({ negative: [skewed.negative], positive: [skewed.positive] }, 10_000, 2));
    const deltas = perDraw(means, (n, p) => n(0) - p(0));
    const percentile = must(percentileInterval(deltas));
    const bca = must(bcaInterval(deltas, skewed.contrast.delta as number, influenceAcceleration(deltaInfluences(skewed))));
    for (const wrong of Object.values(skewed.wrong as Record<string, readonly number[]>)) {
      expect(Math.abs(percentile[0] - wrong[0]!)).toBeGreaterThan(0.01);
      expect(Math.abs(bca[0] - wrong[0]!)).toBeGreaterThan(0.01);
    }
    within(bca[0], skewed.resampling.bootstrap.bca.accept_at_B[0]);
    const { raw, studentised } = must(runToEnd(permutationTest(skewed, 20_000, 3)));
    expect(raw.twoSided).toBeLessThan(1.5 * raw.oneSided);
    expect(must(studentised).twoSided).toBeGreaterThan(5 * raw.twoSided);
  });
});

describe.skipIf(!hasGolden)("rich run", () => {
  const probes = hasGolden ? richProbes(rich.conversations) : [];
  for (const kind of ["all", "replies"] as const) {
    const knownOutcome = depthProbes(probes, SCHEME, kind).filter((probe) => probe.source.outcome !== "unknown");
    it(`${kind}: counts`, () => {
      expect(depthProbes(probes, SCHEME, kind).length).toBe(rich.expected[kind].counts.usable_probes);
      expect(knownOutcome.length).toBe(rich.expected[kind].counts.usable_known_outcome);
    });
    for (const unit of ["conversation", "customer"] as const) {
      it(`${kind} × ${unit}: closed forms`, () => checkBlock(probes, unit, kind, rich.expected[kind][unit]));
    }
    it(`${kind}: resampling of conversations`, () => {
      const strata = strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "conversation"));
      checkResampling({ negative: biasesOf(strata.negative), positive: biasesOf(strata.positive), linked: strata.linked }, rich.expected[kind].conversation.resampling);
    });
    it(`${kind}: resampling of customers, those of both outcomes together`, () => {
      const expected = rich.expected[kind].customer.resampling;
      const { negative, positive, linked } = strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "customer"));
      expect([negative.length - linked, positive.length - linked, linked]).toEqual(Object.values(expected.types as Record<string, number>));
      const sides = { negative: biasesOf(negative), positive: biasesOf(positive), linked };
      const got = must(runToEnd(permutationTest(sides, 20_000, 7)));
      within(got.raw.oneSided, [expected.one_sided - expected.p_tolerance_at_B_20000[0], expected.one_sided + expected.p_tolerance_at_B_20000[0]]);
      within(got.raw.twoSided, [expected.two_sided - expected.p_tolerance_at_B_20000[1], expected.two_sided + expected.p_tolerance_at_B_20000[1]]);
      const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive], linked }, 10_000, 7));
      const interval = must(percentileInterval(perDraw(means, (n, p) => n(0) - p(0))));
      within(interval[0], [expected.percentile_ci95[0] - expected.ci_tolerance_at_B_10000[0], expected.percentile_ci95[0] + expected.ci_tolerance_at_B_10000[0]]);
      within(interval[1], [expected.percentile_ci95[1] - expected.ci_tolerance_at_B_10000[1], expected.percentile_ci95[1] + expected.ci_tolerance_at_B_10000[1]]);
    });
    it(`${kind}: table and shares`, () => {
      checkTable(knownOutcome, rich.expected[kind].table);
      checkShares(knownOutcome, rich.expected[kind].shares);
    });
    it(`${kind}: no pooled, unsigned or turn-level number`, () => {
      const { negative, positive } = strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "conversation"));
      const delta = summary(biasesOf(negative)).mean - summary(biasesOf(positive)).mean;
      const welch = must(contrast(summary(biasesOf(negative)), summary(biasesOf(positive))).welch);
      const { delta_probe_pooled, delta_sample_pooled, delta_sign_swapped, t_probe_level } = rich.expected[kind].wrong as Record<string, number>;
      for (const wrong of [delta_probe_pooled, delta_sample_pooled, delta_sign_swapped]) expect(Math.abs(delta - wrong!)).toBeGreaterThan(1e-3);
      expect(Math.abs(welch.t - t_probe_level!)).toBeGreaterThan(1e-3);
    });
  }
});

describe.skipIf(!hasGolden)("degenerate input", () => {
  for (const each of (degenerate.cases ?? []).filter((one: Tree) => one.negative)) {
    it(String(each.name), () => {
      const got = contrast(summary(each.negative), summary(each.positive));
      const { expected } = each;
      checkContrast(each.negative, each.positive, expected);
      const reasons = { delta: got.delta, cohens_d: got.cohensD, welch_t: got.welch, ci95: got.welch, glass_by_positive_sd: got.glassByPositiveSd } as const;
      for (const [name, estimate] of Object.entries(reasons)) {
        if (expected[name] !== null) continue;
        expect(estimate.ok, name).toBe(false);
        if (!estimate.ok && expected.why) expect(estimate.reason).toBe(expected.why);
      }
      if (expected.permutation) {
        const { raw } = must(runToEnd(permutationTest(each, 20_000, 1)));
        near(raw.oneSided, expected.permutation.one_sided as number);
        // The three arrangements have Δ = 1, ¼ and −1¼, two of which are at least 1 in size; the golden 1/3 counts one.
        if (each.name === "two against one") near(raw.twoSided, 2 / 3);
        else near(raw.twoSided, expected.permutation.two_sided as number);
      }
      if (expected.percentile_ci95) {
        const means = runToEnd(bootstrapMeans({ negative: [each.negative], positive: [each.positive] }, 500, 1));
        const deltas = perDraw(means, (n, p) => n(0) - p(0));
        expect(must(percentileInterval(deltas))).toEqual(expected.percentile_ci95);
        expect(bcaInterval(deltas, must(got.delta), influenceAcceleration(deltaInfluences(each)))).toEqual({ ok: false, reason: "zero-variance" });
      }
    });
  }
});
