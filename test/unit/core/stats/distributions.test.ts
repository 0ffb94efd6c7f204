// Distributions against mpmath (30–40 digits) and SciPy on a grid.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as d from "../../../../src/core/stats/distributions.ts";
import { detectableD, detectableDNormal, neededPerStratum, tTestPower } from "../../../../src/core/stats/power.ts";
import { root, rootOfDecreasing } from "../../../../src/core/stats/roots.ts";
import { incompleteBeta, logGamma, lowerGamma, upperGamma } from "../../../../src/core/stats/specialFunctions.ts";

type Grid = Readonly<Record<string, readonly (readonly number[])[]>>;
const grid = JSON.parse(readFileSync(new URL("../../../golden/stats/distributions.json", import.meta.url), "utf8")) as Grid;

function rows(name: string): readonly (readonly number[])[] {
  const found = grid[name];
  if (!found?.length) throw new Error(`no grid ${name}`);
  return found;
}

/** Largest relative deviation, absolute below 1e-300. */
function worst(name: string, f: (...args: number[]) => number, relative = 1e-12, absolute = 0): void {
  const misses = rows(name).flatMap((row) => {
    const expected = row.at(-1)!;
    const got = f(...row.slice(0, -1));
    return Math.abs(got - expected) <= relative * Math.abs(expected) + absolute ? [] : [{ row, got, off: Math.abs(got / expected - 1) }];
  });
  expect(misses).toEqual([]);
}

describe("special functions", () => {
  it("log-gamma", () => worst("logGamma", logGamma, 1e-13, 2e-14));
  it("incomplete gamma, both tails", () => {
    for (const [a, x, p, q] of rows("gamma")) {
      expect(lowerGamma(a!, x!)).toSatisfy((v: number) => Math.abs(v - p!) <= 1e-12 * p! + 1e-300);
      if (q! > 1e-3 || x! > a!) expect(upperGamma(a!, x!)).toSatisfy((v: number) => Math.abs(v - q!) <= 1e-12 * q! + 1e-300);
    }
  });
  it("incomplete beta", () => worst("beta", (a, b, x) => incompleteBeta(a, b, x), 1e-11, 1e-15));
});

describe("distributions", () => {
  it("normal, far into its tails", () => worst("normal", d.normalCdf, 1e-12));
  it("normal quantile", () => worst("normalQuantile", d.normalQuantile, 1e-12, 1e-15));
  it("Student's t", () => worst("studentUpper", (t, df) => d.studentUpper(t, df), 1e-12));
  it("t quantile", () => worst("studentQuantile", (p, df) => d.studentQuantile(p, df), 1e-10, 1e-15));
  it("χ² quantile", () => worst("chiSquaredQuantile", (p, df) => d.chiSquaredQuantile(p, df), 1e-10));
  it("beta quantile", () => worst("betaQuantile", (p, a, b) => d.betaQuantile(p, a, b), 1e-10));
  it("noncentral t", () => worst("noncentralT", (t, df, delta) => d.noncentralTCdf(t, df, delta), 1e-12, 1e-15));
  it("hypergeometric", () => worst("hypergeometric", (k, m, n, total) => d.hypergeometricPmf(k, m, n, total), 1e-12));
  it("quantiles undo their distributions", () => {
    for (const p of [1e-9, 0.025, 0.4, 0.75, 0.999]) {
      expect(d.normalCdf(d.normalQuantile(p))).toBeCloseTo(p, 13);
      expect(1 - d.studentUpper(d.studentQuantile(p, 7.3), 7.3)).toBeCloseTo(p, 13);
      expect(1 - d.chiSquaredUpper(d.chiSquaredQuantile(p, 4), 4)).toBeCloseTo(p, 13);
      expect(incompleteBeta(3, 8, d.betaQuantile(p, 3, 8))).toBeCloseTo(p, 13);
    }
  });
  it("the noncentral t at δ = 0 is Student's, and does not underflow at large δ", () => {
    expect(d.noncentralTCdf(1.3, 11, 0)).toBeCloseTo(1 - d.studentUpper(1.3, 11), 13);
    expect(d.noncentralTCdf(60, 200, 60)).toBeGreaterThan(0.4);
    expect(d.noncentralTCdf(60, 200, 60)).toBeLessThan(0.6);
  });
});

describe("roots", () => {
  it("finds simple and flat roots", () => {
    expect(root((x) => x * x - 2, 0, 3)).toBeCloseTo(Math.SQRT2, 14);
    expect(root((x) => (x - 1) ** 3, -4, 9)).toBeCloseTo(1, 4);
    expect(rootOfDecreasing((x) => 1 / x - 1e-7, 1)).toBeCloseTo(1e7, 3);
  });
  it("gives the nearer end back where the bracket holds no root", () => {
    expect(root((x) => x + 1, 0, 5)).toBe(0);
  });
});

describe("power (E32)", () => {
  it("reaches the asked power at the detectable effect", () => {
    expect(tTestPower(detectableD(40, 90, 2), 40, 90, 2)).toBeCloseTo(0.8, 12);
    expect(tTestPower(detectableD(3, 2, 1), 3, 2, 1)).toBeCloseTo(0.8, 12);
  });
  it("needs 110 conversations a stratum for the published effect", () => {
    expect(neededPerStratum(0.38, 2)).toBe(110);
    expect(detectableDNormal(110, 110, 2)).toBeLessThan(detectableD(110, 110, 2));
  });
});
