// Golden answers to degenerate input: a value, or the reason why there is none.
import { describe, expect, it } from "vitest";
import { gwetAc1, kappa, observedAgreement } from "../../../src/core/stats/agreement.ts";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { fisher, mcNemar, type FourFold } from "../../../src/core/stats/contingency.ts";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { adjustedRate } from "../../../src/core/stats/corrections.ts";
import { homogeneity } from "../../../src/core/stats/homogeneity.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { checkContrast } from "./checks.ts";
import { absent, golden, hasGolden, must, near, nearAll, nothingLeft, type Golden } from "./golden.ts";

const degenerate = golden("degenerate");
const cases = hasGolden ? degenerate.at("cases").list() : [];
const named = (name: string): Golden => cases.find((one) => one.at("name").text() === name)!;
/** The file counts one of the two arrangements that are at least as far from 0 as the observed one. */
const MISCOUNTED = "two against one";

describe.skipIf(!hasGolden)("degenerate input", () => {
  it.each(cases.filter((one) => one.has("negative")).map((each) => [each.at("name").text(), each] as const))("%s", (name, each) => {
    const sides = { negative: each.at("negative").numbers(), positive: each.at("positive").numbers() };
    const expected = each.at("expected");
    const why = expected.has("why") ? expected.at("why") : undefined;
    const got = contrast(summary(sides.negative), summary(sides.positive));
    checkContrast(sides.negative, sides.positive, expected);
    const reasons = { delta: got.delta, cohens_d: got.cohensD, welch_t: got.welch, ci95: got.welch, glass_by_positive_sd: got.glassByPositiveSd } as const;
    for (const [key, estimate] of Object.entries(reasons)) if (expected.has(key) && expected.at(key).isNull) absent(estimate, expected.at(key), why);
    if (expected.has("permutation")) {
      const { raw, exact } = must(runToEnd(permutationTest(sides, 20_000, 1)));
      expect(exact).toBe(true);
      near(raw.oneSided, expected.at("permutation", "one_sided"));
      // There Δ is 1, ¼ and −1¼ in the three arrangements: two of them are at least 1 in size.
      if (name === MISCOUNTED) near(raw.twoSided - 1 / 3, expected.at("permutation", "two_sided"));
      else near(raw.twoSided, expected.at("permutation", "two_sided"));
    }
    if (expected.has("percentile_ci95")) {
      const means = runToEnd(bootstrapMeans({ negative: [sides.negative], positive: [sides.positive] }, 500, 1));
      const deltas = perDraw(means, (n, p) => n(0) - p(0));
      nearAll(must(percentileInterval(deltas)), expected.at("percentile_ci95"));
      absent(bcaInterval(deltas, must(got.delta), influenceAcceleration(deltaInfluences(sides))), expected.at("bca"), why);
    }
  });
  it("McNemar without discordance, as a table and over conversations", () => {
    const each = named("McNemar without discordance");
    const table = each.at("table").table() as unknown as FourFold;
    const got = mcNemar(table);
    near(got.exactP, each.at("expected", "p"));
    absent(got.chiSquared, each.at("expected", "z2"), each.at("expected", "why"));
    const clustered = runToEnd(homogeneity(table.flatMap((row, real) => Array.from({ length: row[real]! }, () => ({ real: [1 - real, real], simulated: [1 - real, real] }))), 50, 1));
    near(clustered.labels[0]!.p, each.at("expected", "p"));
    absent(clustered.labels[0]!.z2, each.at("expected", "z2"), each.at("expected", "why"));
    absent(clustered.w, each.at("expected", "z2"), each.at("expected", "why"));
    expect(fisher([[0, 0], [0, 0]])).toEqual({ oddsRatio: { ok: false, reason: "not-identified" }, twoSided: 1 });
  });
  it("one category has no κ", () => {
    const each = named("kappa, one category");
    const table = each.at("table").table();
    absent(kappa(table), each.at("expected", "kappa"), each.at("expected", "why"));
    near(must(observedAgreement(table)), each.at("expected", "agreement"));
    near(must(gwetAc1(table)), each.at("expected", "gwet_ac1"));
  });
  it("a judge that says the opposite corrects nothing", () => {
    const each = named("adjusted rate, useless judge");
    const got = adjustedRate(each.at("p").number(), each.at("specificity").number(), each.at("sensitivity").number(), 100, 30, 30);
    absent(got, each.at("expected", "estimate"), each.at("expected", "why"));
  });
  it("what is kept of a real gap that may be 0", () => {
    const each = named("retained separation, real gap not distinguishable from 0");
    const units = (...real: readonly number[]) => real.map((depth) => ({ real: depth, simulated: depth / 2, bias: -depth / 2 }));
    for (const [negative, positive] of [[units(0, 2, 4), units(1, 3, 3)], [units(2, 2), units(2, 2)], [units(0, 4), units(4, 0)]] as const) {
      absent(separation(negative, positive).kept, each.at("expected", "retained"), each.at("expected", "why"));
    }
  });
  nothingLeft("degenerate");
});
