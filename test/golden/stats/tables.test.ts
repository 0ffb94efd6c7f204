// Golden numbers of tables, families, shares of counts, power, t tails, and bounds.
import { describe, expect, it } from "vitest";
import { invalidBounds } from "../../../src/core/stats/bounds.ts";
import { fisher, mcNemar } from "../../../src/core/stats/contingency.ts";
import { studentUpper } from "../../../src/core/stats/distributions.ts";
import { benjaminiHochberg, holm } from "../../../src/core/stats/multiplicity.ts";
import { detectableD, detectableDNormal, neededPerStratum } from "../../../src/core/stats/power.ts";
import { clopperPearson, wilson } from "../../../src/core/stats/proportions.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { golden, hasGolden, must, near, nearAll, richProbes } from "./golden.ts";

const contingency = golden("contingency");
const power = golden("power");
const rich = golden("rich-run");
const prediction = golden("prediction-and-power");

describe.skipIf(!hasGolden)("contingency", () => {
  it("Fisher, McNemar", () => {
    for (const each of contingency.fisher) {
      near(must(fisher(each.table).oddsRatio), each.odds_ratio as number, "odds ratio");
      near(fisher(each.table).twoSided, each.p_two_sided as number, "Fisher p");
    }
    for (const each of contingency.mcnemar) {
      const got = mcNemar(each.table);
      near(got.exactP, each.exact_p as number, "exact p");
      near(must(got.chiSquared), each.chi2 as number, "χ²");
      near(must(got.chiSquaredP), each.chi2_p as number, "χ² p");
    }
    const none = mcNemar([[5, 0], [0, 7]]);
    expect(none).toEqual({ exactP: 1, chiSquared: { ok: false, reason: "no-discordant-pairs" }, chiSquaredP: { ok: false, reason: "no-discordant-pairs" } });
  });
  it("Holm and Benjamini–Hochberg", () => {
    nearAll(holm(contingency.multiplicity.p) as number[], contingency.multiplicity.holm, "holm");
    nearAll(benjaminiHochberg(contingency.multiplicity.p) as number[], contingency.multiplicity.bh, "bh");
  });
  it("Wilson and Clopper–Pearson", () => {
    for (const each of contingency.proportion_ci95) {
      nearAll(wilson(each.k / each.n, each.n as number), each.wilson, "wilson");
      nearAll(clopperPearson(each.k as number, each.n as number), each.clopper_pearson, "clopper");
    }
  });
  it("of the published action table only pitch → considering survives adjustment", () => {
    const published = contingency.fisher.slice(-6) as { table: [[number, number], [number, number]]; p_two_sided: number }[];
    const raw = published.map((each) => fisher(each.table).twoSided);
    nearAll(raw, published.map((each) => each.p_two_sided));
    expect(raw.filter((p) => p < 0.05).length).toBe(3);
    expect((holm(raw) as number[]).map((p) => p < 0.05)).toEqual([true, false, false, false, false, false]);
  });
});

describe.skipIf(!hasGolden)("power", () => {
  it("detectable effects to the root", () => {
    for (const each of power.detectable) {
      near(detectableD(each.n_negative, each.n_positive, each.sides), each.exact_noncentral_t as number, "detectable");
      near(detectableDNormal(each.n_negative, each.n_positive, each.sides), each.normal as number, "normal");
    }
    // The file's own roots are off by up to 4e-10 (SciPy's noncentral t); these are from 30-digit arithmetic.
    expect(detectableD(30, 30, 2)).toBeCloseTo(0.735621069597668149, 14);
    expect(detectableD(60, 60, 2)).toBeCloseTo(0.515706559392380769, 14);
    expect(detectableD(181, 193, 2)).toBeCloseTo(0.290632983257765905, 14);
  });
  it("needed conversations", () => {
    for (const each of power.needed) expect(neededPerStratum(each.d, each.sides)).toBe(each.noncentral_t);
    for (const each of prediction.power) expect(neededPerStratum(each.d, each.sides, each.alpha, each.power)).toBe(each.n_per_group);
  });
  it("t tails", () => {
    for (const each of prediction.t_cdf) near(studentUpper(each.t, each.df), each.sf as number, "t");
  });
});

describe.skipIf(!hasGolden)("bounds", () => {
  it("invalid labels at their worst", () => {
    for (const kind of ["all", "replies"] as const) {
      const got = invalidBounds(richProbes(rich.conversations), SCHEME, kind, "conversation");
      near(must(got.low), rich.expected[kind].invalid_bounds.low as number, `${kind} low`);
      near(must(got.high), rich.expected[kind].invalid_bounds.high as number, `${kind} high`);
    }
  });
});
