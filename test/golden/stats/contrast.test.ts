// Golden numbers of the contrast, its resampling, position, separation, thresholds, shares, confusion and homogeneity.
import { describe, expect, it } from "vitest";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import { homogeneity, marginsOf } from "../../../src/core/stats/homogeneity.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { byPosition } from "../../../src/core/stats/position.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, nonResistingMeasure, strataOf, thresholdMeasure, unitValues, type Measure } from "../../../src/core/stats/units.ts";
import { SCHEME, STAGES } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkBlock, checkContrast, checkLinkedResampling, checkPositions, checkResampling, checkShares, checkTable } from "./checks.ts";
import { golden, hasGolden, must, near, pairProbes, richProbes, within, type Golden } from "./golden.ts";

const pairs = golden("labelled-pairs");
const pairsExact = golden("labelled-pairs-exact");
const small = golden("small-exact");
const skewed = golden("skewed");
const rich = golden("rich-run");
const degenerate = golden("degenerate");

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
      const p = pairs.at("depth_bias_permutation", name).number();
      within(got, [p - 4 * Math.sqrt((p * (1 - p)) / 20_000), p + 4 * Math.sqrt((p * (1 - p)) / 20_000)], name);
    }
  });
  it("Stuart–Maxwell itself is the clustered W of probes taken one by one, and is not what we report", () => {
    const alone = depthProbes(probes.map((probe, i) => ({ ...probe, conversation: `${i}` })), SCHEME, "all");
    const got = runToEnd(homogeneity(marginsOf(alone, STAGES.length), 10, 1));
    near(must(got.w), pairs.at("stuart_maxwell", "statistic"));
    near(must(got.chiSquaredP), pairs.at("stuart_maxwell", "p"));
  });
  it("confusion, homogeneity, distances", () => {
    checkTable(depths, pairsExact.at("expected", "table"), pairs.at("confusion_real_by_sim"));
  });
  it("shares", () => {
    checkShares(depths, pairsExact.at("expected", "shares"));
    for (const outcome of ["negative", "positive"]) for (const branch of ["real", "sim"]) for (const stage of STAGES) {
      const cell = pairsExact.at("expected", "shares", outcome, branch, stage);
      near(cell.at("pooled").number(), pairs.at("stage_share", outcome, branch, "pooled", stage));
      near(cell.at("conversation_mean").number(), pairs.at("stage_share", outcome, branch, "conversation_mean", stage));
    }
  });
});

describe.skipIf(!hasGolden)("small, enumerated", () => {
  it("contrast, all 6,435 arrangements, all 128 flips", () => {
    const { negative, positive } = sidesOf(small);
    checkContrast(negative, positive, small);
    const got = must(runToEnd(permutationTest({ negative, positive }, 20_000, 1)));
    expect(got.exact).toBe(true);
    expect(got.draws).toBe(small.at("permutation_exact", "arrangements").number());
    near(got.raw.oneSided, small.at("permutation_exact", "one_sided"));
    near(got.raw.twoSided, small.at("permutation_exact", "two_sided"));
    near(must(runToEnd(signFlipTest(negative, 20_000, 1))).p, small.at("sign_flip_negative_two_sided"));
  });
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
    for (const [name, wrong] of skewed.at("wrong").entries()) {
      expect(Math.abs(percentile[0] - wrong.range()[0]), name).toBeGreaterThan(0.01);
      expect(Math.abs(bca[0] - wrong.range()[0]), name).toBeGreaterThan(0.01);
    }
    const { raw, studentised } = must(runToEnd(permutationTest(sides, 20_000, 3)));
    expect(raw.twoSided).toBeLessThan(1.5 * raw.oneSided);
    expect(must(studentised).twoSided).toBeGreaterThan(5 * raw.twoSided);
  });
});

describe.skipIf(!hasGolden)("rich run", () => {
  const probes = hasGolden ? richProbes(rich.at("conversations")) : [];
  for (const kind of ["all", "replies"] as const) {
    const known = depthProbes(probes, SCHEME, kind).filter((probe) => probe.source.outcome !== "unknown");
    const block = (...keys: readonly string[]): Golden => rich.at("expected", kind, ...keys);
    it(`${kind}: counts`, () => {
      expect(depthProbes(probes, SCHEME, kind).length).toBe(block("counts", "usable_probes").number());
      expect(known.length).toBe(block("counts", "usable_known_outcome").number());
    });
    it.each(["conversation", "customer"] as const)(`${kind} × %s: closed forms`, (unit) => checkBlock(probes, unit, kind, block(unit)));
    it(`${kind}: resampling of conversations`, () => {
      const strata = strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "conversation"));
      checkResampling({ negative: biasesOf(strata.negative), positive: biasesOf(strata.positive), linked: strata.linked }, block("conversation", "resampling"));
    });
    it(`${kind}: resampling of customers, those of both outcomes together`, () => {
      checkLinkedResampling(strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "customer")), block("customer", "resampling"));
    });
    it(`${kind}: table and shares`, () => {
      checkTable(known, block("table"));
      checkShares(known, block("shares"));
    });
    it(`${kind}: no pooled, unsigned or turn-level number`, () => {
      const { negative, positive } = strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, "conversation"));
      const { delta, welch } = contrast(summary(biasesOf(negative)), summary(biasesOf(positive)));
      for (const name of ["delta_probe_pooled", "delta_sample_pooled", "delta_sign_swapped"]) expect(Math.abs(must(delta) - block("wrong", name).number()), name).toBeGreaterThan(1e-3);
      expect(Math.abs(must(welch).t - block("wrong", "t_probe_level").number())).toBeGreaterThan(1e-3);
    });
  }
  it("constant and peeking simulators", () => {
    const replies = depthProbes(probes, SCHEME, "replies");
    const reference = rich.at("expected", "reference_simulators_on_replies_probes");
    const separate = (answer: (probe: LabelledProbe) => number, expected: Golden): void => {
      const strata = strataOf(unitValues(replies.map((probe) => ({ ...probe, samples: [answer(probe.source)] })), depthMeasure, "conversation"));
      const got = separation(strata.negative, strata.positive);
      near(must(got.real.delta), expected.at("real_gap"));
      near(must(got.simulated.delta), expected.at("simulated_gap"));
      near(must(got.real.delta) - must(got.simulated.delta), expected.at("delta"));
    };
    separate(() => 1, reference.at("constant_exploring"));
    separate(() => 4, reference.at("constant_deciding"));
    separate(({ outcome }) => (outcome === "negative" ? 1 : 3), reference.at("outcome_peeking_mean"));
  });
});

describe.skipIf(!hasGolden)("degenerate input", () => {
  const cases = hasGolden ? degenerate.at("cases").list().filter((one) => one.has("negative")) : [];
  it.each(cases.map((each) => [each.at("name").text(), each] as const))("%s", (name, each) => {
    const sides = sidesOf(each);
    const expected = each.at("expected");
    const got = contrast(summary(sides.negative), summary(sides.positive));
    checkContrast(sides.negative, sides.positive, expected);
    const reasons = { delta: got.delta, cohens_d: got.cohensD, welch_t: got.welch, ci95: got.welch, glass_by_positive_sd: got.glassByPositiveSd } as const;
    for (const [key, estimate] of Object.entries(reasons)) {
      if (!expected.has(key) || !expected.at(key).isNull) continue;
      expect(estimate.ok, key).toBe(false);
      if (!estimate.ok && expected.has("why")) expect(estimate.reason).toBe(expected.at("why").text());
    }
    if (expected.has("permutation")) {
      const { raw } = must(runToEnd(permutationTest(sides, 20_000, 1)));
      near(raw.oneSided, expected.at("permutation", "one_sided"));
      // The three arrangements have Δ = 1, ¼ and −1¼, two of which are at least 1 in size; the golden 1/3 counts one.
      near(raw.twoSided, name === "two against one" ? 2 / 3 : expected.at("permutation", "two_sided"));
    }
    if (expected.has("percentile_ci95")) {
      const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive] }, 500, 1));
      const deltas = perDraw(means, (n, p) => n(0) - p(0));
      expect(must(percentileInterval(deltas))).toEqual(expected.at("percentile_ci95").numbers());
      expect(bcaInterval(deltas, must(got.delta), influenceAcceleration(deltaInfluences(sides)))).toEqual({ ok: false, reason: "zero-variance" });
    }
  });
});
