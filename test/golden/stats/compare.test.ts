// Golden numbers of two runs on the same probes.
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/core/stats/compareRuns.ts";
import { equivalence, summary } from "../../../src/core/stats/contrast.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { checkContrast, checkResampling } from "./checks.ts";
import { golden, hasGolden, must, near, nearInterval, richProbes, within, type Golden } from "./golden.ts";

const rich = golden("rich-run");
const paired = golden("paired-runs");

describe.skipIf(!hasGolden)("two runs", () => {
  const expected = (...keys: readonly string[]): Golden => paired.at("expected", ...keys);

  it("differences, marginal, contrast", () => {
    const got = compareRuns(richProbes(rich.at("conversations")), richProbes(rich.at("conversations"), paired.at("run_b")), SCHEME, { seed: 3, margin: 0.15, unit: "conversation" });
    expect(got.probes.both).toBe(expected("probes_in_both").number());
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
    const wrong = (paired.has("wrong") ? paired : expected()).at("wrong", "sign_flip_of_contrast_contributions_two_sided").number();
    expect(Math.abs(must(got.contrast.studentised.twoSided) - wrong)).toBeGreaterThan(0.02);
    near(must(got.contrast.equivalence.p), expected("contrast", "tost_p", "0.15"), "TOST");
  });
  it("closed forms and resampling of the differences", () => {
    const [negative, positive] = [expected("unit_differences", "negative").numbers(), expected("unit_differences", "positive").numbers()];
    checkContrast(negative, positive, expected("contrast"));
    checkResampling({ negative, positive, linked: 0 }, expected("contrast"));
    for (const [margin, p] of expected("contrast", "tost_p").entries()) near(must(equivalence(summary(negative), summary(positive), Number(margin))).p, p, `TOST ${margin}`);
    expect(must(runToEnd(signFlipTest([...negative, ...positive], 20_000, 1))).p).toBeLessThan(2 / 20_000);
  });
});
