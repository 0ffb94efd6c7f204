// Golden numbers of two runs on the same probes.
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/core/stats/compareRuns.ts";
import { equivalence, summary } from "../../../src/core/stats/contrast.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../src/core/stats/units.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkContrast, checkResampling } from "./checks.ts";
import { about, golden, hasGolden, isNot, must, near, nearAll, nearInterval, nothingLeft, richProbes, same, within, type Golden } from "./golden.ts";

const rich = golden("rich-run");
const paired = golden("paired-runs");

describe.skipIf(!hasGolden)("two runs", () => {
  const expected = (...keys: readonly string[]): Golden => paired.at("expected", ...keys);
  const runs = hasGolden ? { a: richProbes(rich.at("conversations")), b: richProbes(rich.at("conversations"), paired.at("run_b")) } : { a: [], b: [] };

  it("differences, marginal, contrast", () => {
    const got = compareRuns(runs.a, runs.b, SCHEME, { seed: 3, margin: 0.15, unit: "conversation" });
    same(got.probes.both, expected("probes_in_both"));
    expect(got.realLabelsShared).toBe(true);
    near(must(got.negative), expected("marginal", "negative"));
    near(must(got.positive), expected("marginal", "positive"));
    near(must(got.marginal.difference), expected("marginal", "balanced"));
    near(must(got.marginal.standardError), expected("marginal", "balanced_se"));
    near(must(got.contrast.difference), expected("contrast", "delta"));
    near(must(got.contrast.cohensD), expected("contrast", "cohens_d"));
    near(must(got.contrast.welchP), expected("contrast", "welch_p_two_sided"));
    const welch = must(got.contrast.intervals.welch);
    nearInterval([welch.low, welch.high], expected("contrast", "welch_ci95"));
    within(must(got.contrast.raw.twoSided), expected("contrast", "permutation_of_outcomes_exact", "accept_at_B_20000", "two_sided"));
    isNot(must(got.contrast.studentised.twoSided), expected("wrong", "sign_flip_of_contrast_contributions_two_sided"), 0.02);
    near(must(got.contrast.equivalence.p), expected("contrast", "tost_p", "0.15"), "TOST");
  });
  it("closed forms and resampling of the differences", () => {
    const [negative, positive] = [expected("unit_differences", "negative").numbers(), expected("unit_differences", "positive").numbers()];
    checkContrast(negative, positive, expected("contrast"));
    checkResampling({ negative, positive, linked: 0 }, expected("contrast"));
    for (const [margin, p] of expected("contrast", "tost_p").entries()) near(must(equivalence(summary(negative), summary(positive), Number(margin))).p, p, `TOST ${margin}`);
    // 8.7e-11: no draw of 20,000 reaches it.
    const flips = must(runToEnd(signFlipTest([...negative, ...positive], 20_000, 1)));
    about(flips.p, expected("marginal", "sign_flip_exact_all_units"), 1 / 20_001);
  });
  it("the units' differences are those of the file", () => {
    const [a, b] = [depthProbes(runs.a, SCHEME, "all"), depthProbes(runs.b, SCHEME, "all")];
    const other = new Map(b.map((probe) => [`${probe.source.conversation} ${probe.source.position}`, depthMeasure(probe)!.simulated]));
    const differences = a.flatMap((probe) => {
      const theirs = other.get(`${probe.source.conversation} ${probe.source.position}`);
      return theirs === undefined ? [] : [{ ...probe, samples: [depthMeasure(probe)!.simulated - theirs] }];
    });
    const strata = strataOf(unitValues(differences, ({ samples: [difference = 0] }) => ({ real: 0, simulated: difference, bias: difference }), "conversation"));
    const sorted = (values: readonly number[]): readonly number[] => [...values].sort((x, y) => x - y);
    for (const side of ["negative", "positive"] as const) nearAll(sorted(biasesOf(strata[side])), sorted(expected("unit_differences", side).hold().numbers()), side);
  });
  nothingLeft("paired-runs");
});
