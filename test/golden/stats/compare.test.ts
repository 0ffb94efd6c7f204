// Golden numbers of two runs on the same probes.
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/core/stats/compareRuns.ts";
import { equivalence, summary } from "../../../src/core/stats/contrast.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { checkContrast, checkResampling } from "./checks.ts";
import { golden, hasGolden, must, near, nearInterval, richProbes, within } from "./golden.ts";

const rich = golden("rich-run");
const paired = golden("paired-runs");

describe.skipIf(!hasGolden)("two runs", () => {
  const expected = paired.expected;
  const differences = hasGolden ? (expected.unit_differences as { negative: number[]; positive: number[] }) : { negative: [], positive: [] };

  it("differences, marginal, contrast", () => {
    const got = compareRuns(richProbes(rich.conversations), richProbes(rich.conversations, paired.run_b), SCHEME, { seed: 3, margin: 0.15, unit: "conversation" });
    expect(got.probes.both).toBe(expected.probes_in_both);
    expect(got.realLabelsShared).toBe(true);
    near(must(got.negative), expected.marginal.negative as number);
    near(must(got.positive), expected.marginal.positive as number);
    near(must(got.marginal.difference), expected.marginal.balanced as number);
    near(must(got.marginal.standardError), expected.marginal.balanced_se as number);
    near(must(got.contrast.difference), expected.contrast.delta as number);
    near(must(got.contrast.cohensD), expected.contrast.cohens_d as number);
    near(must(got.contrast.welchP), expected.contrast.welch_p_two_sided as number);
    const welch = must(got.contrast.intervals.welch);
    nearInterval([welch.low, welch.high], expected.contrast.welch_ci95 as number[]);
    within(must(got.contrast.studentised.twoSided), [0.7998 - 0.0117, 0.7998 + 0.0117]);
    within(must(got.contrast.raw.twoSided), expected.contrast.permutation_of_outcomes_exact.accept_at_B_20000.two_sided);
    const wrong = paired.wrong ?? expected.wrong;
    expect(Math.abs(must(got.contrast.studentised.twoSided) - (wrong.sign_flip_of_contrast_contributions_two_sided as number))).toBeGreaterThan(0.02);
    near(must(got.contrast.equivalence.p), expected.contrast.tost_p["0.15"] as number, "TOST");
  });
  it("closed forms and resampling of the differences", () => {
    checkContrast(differences.negative, differences.positive, expected.contrast);
    const exact = expected.contrast.permutation_of_outcomes_exact;
    checkResampling({ ...differences, linked: 0 }, { ...expected.contrast, permutation_raw_exact: exact });
    for (const [margin, p] of Object.entries(expected.contrast.tost_p as Record<string, number>)) near(must(equivalence(summary(differences.negative), summary(differences.positive), Number(margin))).p, p, `TOST ${margin}`);
    expect(must(runToEnd(signFlipTest([...differences.negative, ...differences.positive], 20_000, 1))).p).toBeLessThan(2 / 20_000);
  });
});
