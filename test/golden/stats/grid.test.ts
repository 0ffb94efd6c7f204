// Every distribution and inverse against SciPy's values at 1e-10, tails included; grid.py makes the grid and keeps what 40 digits confirm.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as ours from "../../../src/core/stats/distributions.ts";
import { incompleteBeta, lowerGamma } from "../../../src/core/stats/specialFunctions.ts";

const { grid } = JSON.parse(readFileSync(new URL("grid.json", import.meta.url), "utf8")) as { readonly grid: Readonly<Record<string, readonly (readonly number[])[]>> };

type Function = (...args: [number, number, number]) => number;
const FUNCTIONS: Readonly<Record<string, Function>> = {
  normalCdf: (z) => ours.normalCdf(z),
  normalQuantile: (p) => ours.normalQuantile(p),
  studentUpper: (t, df) => ours.studentUpper(t, df),
  studentQuantile: (p, df) => ours.studentQuantile(p, df),
  chiSquaredUpper: (x, df) => ours.chiSquaredUpper(x, df),
  chiSquaredQuantile: (p, df) => ours.chiSquaredQuantile(p, df),
  lowerGamma: (a, x) => lowerGamma(a, x),
  incompleteBeta: (a, b, x) => incompleteBeta(a, b, x),
  betaQuantile: (p, a, b) => ours.betaQuantile(p, a, b),
  noncentralTCdf: (t, df, delta) => ours.noncentralTCdf(t, df, delta),
};
/** A far lower tail of the noncentral t is a difference from 1 here; power needs none below 1e-10. */
const ABSOLUTE: Readonly<Record<string, number>> = { noncentralTCdf: 1e-14 };

describe("distributions at 1e-10 of SciPy", () => {
  it("cover every function", () => expect(Object.keys(grid).sort()).toEqual(Object.keys(FUNCTIONS).sort()));
  it.each(Object.keys(FUNCTIONS))("%s", (name) => {
    const rows = grid[name] ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(10);
    const misses = rows.flatMap((row) => {
      const expected = row.at(-1)!;
      const got = FUNCTIONS[name]!(...(row.slice(0, -1) as [number, number, number]));
      return Math.abs(got - expected) <= 1e-10 * Math.abs(expected) + (ABSOLUTE[name] ?? 1e-300) ? [] : [{ row, got, off: Math.abs(got / expected - 1) }];
    });
    expect(misses).toEqual([]);
  });
});
