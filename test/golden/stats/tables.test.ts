// Golden numbers of tables, families, shares of counts and power; the published action table.
import { describe, expect, it } from "vitest";
import { fisher, mcNemar, type FourFold } from "../../../src/core/stats/contingency.ts";
import { benjaminiHochberg, holm } from "../../../src/core/stats/multiplicity.ts";
import { detectableD, detectableDNormal, neededPerStratum } from "../../../src/core/stats/power.ts";
import { clopperPearson, wilson } from "../../../src/core/stats/proportions.ts";
import { golden, hasGolden, must, near, nearAll, nothingLeft, same, type Golden } from "./golden.ts";

const contingency = golden("contingency");
const power = golden("power");

const fourFold = (node: Golden): FourFold => node.table() as unknown as FourFold;
const sidesOf = (node: Golden): 1 | 2 => (node.at("sides").number() === 1 ? 1 : 2);

describe.skipIf(!hasGolden)("contingency", () => {
  it("Fisher, McNemar", () => {
    for (const each of contingency.at("fisher").list()) {
      const got = fisher(fourFold(each.at("table")));
      near(must(got.oddsRatio), each.at("odds_ratio"), "odds ratio");
      near(got.twoSided, each.at("p_two_sided"), "Fisher p");
    }
    for (const each of contingency.at("mcnemar").list()) {
      const got = mcNemar(fourFold(each.at("table")));
      near(got.exactP, each.at("exact_p"), "exact p");
      near(must(got.chiSquared), each.at("chi2"), "χ²");
      near(must(got.chiSquaredP), each.at("chi2_p"), "χ² p");
    }
    const none = mcNemar([[5, 0], [0, 7]]);
    expect(none).toEqual({ exactP: 1, chiSquared: { ok: false, reason: "no-discordant-pairs" }, chiSquaredP: { ok: false, reason: "no-discordant-pairs" } });
  });
  it("Holm and Benjamini–Hochberg", () => {
    const family = contingency.at("multiplicity");
    nearAll(holm(family.at("p").numbers()) as number[], family.at("holm"), "holm");
    nearAll(benjaminiHochberg(family.at("p").numbers()) as number[], family.at("bh"), "bh");
  });
  it("Wilson and Clopper–Pearson", () => {
    for (const each of contingency.at("proportion_ci95").list()) {
      const [k, n] = [each.at("k").number(), each.at("n").number()];
      nearAll(wilson(k / n, n), each.at("wilson"), "wilson");
      nearAll(clopperPearson(k, n), each.at("clopper_pearson"), "clopper");
    }
  });
  nothingLeft("contingency");
  it("of the published action table only pitch → considering survives adjustment", () => {
    const published = contingency.at("fisher").list().slice(-6);
    const raw = published.map((each) => fisher(fourFold(each.at("table"))).twoSided);
    expect(raw.filter((p) => p < 0.05).length).toBe(3);
    expect((holm(raw) as number[]).map((p) => p < 0.05)).toEqual([true, false, false, false, false, false]);
  });
});

describe.skipIf(!hasGolden)("power", () => {
  it("detectable effects to the root", () => {
    for (const each of power.at("detectable").list()) {
      const [n, m] = [each.at("n_negative").number(), each.at("n_positive").number()];
      near(detectableD(n, m, sidesOf(each)), each.at("exact_noncentral_t"), "detectable");
      near(detectableDNormal(n, m, sidesOf(each)), each.at("normal"), "normal");
    }
    for (const each of power.at("wrong_in_golden").list()) {
      const got = detectableD(each.at("n_negative").number(), each.at("n_positive").number(), sidesOf(each));
      near(got, each.at("exact"), "exact root");
      near(got, each.at("d"), "root to 12 digits");
    }
    // The file's own roots are off by up to 4e-10 (SciPy's noncentral t); these are from 30-digit arithmetic.
    expect(detectableD(30, 30, 2)).toBeCloseTo(0.735621069597668149, 14);
    expect(detectableD(60, 60, 2)).toBeCloseTo(0.515706559392380769, 14);
    expect(detectableD(181, 193, 2)).toBeCloseTo(0.290632983257765905, 14);
  });
  it("needed conversations", () => {
    for (const each of power.at("needed").list()) {
      const [d, n] = [each.at("d").number(), each.at("normal").number()];
      same(neededPerStratum(d, sidesOf(each)), each.at("noncentral_t"));
      each.at("normal").hold();
      expect(detectableDNormal(n, n, sidesOf(each))).toBeLessThanOrEqual(d);
      expect(detectableDNormal(n - 1, n - 1, sidesOf(each))).toBeGreaterThan(d);
    }
  });
  nothingLeft("power");
});
