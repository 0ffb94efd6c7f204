import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { count, ends, fixed, interval, percent, percentage, probability, signed } from "../../../../src/core/figures/numbers.ts";
import { missing, reported } from "../../../webview/fakeReports.ts";

const SEED = 31;

describe("numbers for people", () => {
  it.each<[number, string, string]>([
    [0.4, "0.40", "+0.40"],
    [-0.2, "−0.20", "−0.20"],
    [0, "0.00", "0.00"],
    [-0.004, "0.00", "0.00"],
    [0.004, "0.00", "0.00"],
    [-0.006, "−0.01", "−0.01"],
  ])("%f is %s, signed %s", (value, plain, withSign) => {
    expect([fixed(value), signed(value)]).toEqual([plain, withSign]);
  });

  it("never say minus zero, and read back to the rounded value", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 4 }), (value, digits) => {
        const read = (text: string): number => Number(text.replace("−", "-").replace("+", ""));
        for (const text of [fixed(value, digits), signed(value, digits)]) {
          expect(text).not.toMatch(/^[−+]0(\.0+)?$/);
          expect(Math.abs(read(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
        }
      }),
      { seed: SEED },
    );
  });

  it("group counts by thousands", () => {
    expect([0, 999, 1109, 1_234_567].map(count)).toEqual(["0", "999", "1,109", "1,234,567"]);
  });

  it("write a share with the unit of the language", () => {
    expect([percentage(0.4321), percent(0.4321, "en"), percent(0.4321, "zh"), percent(-0.1, "en", 1)]).toEqual(["43", "43\u00a0%", "43%", "−10.0\u00a0%"]);
  });

  it.each<[number, string]>([[1, "1.000"], [0.17, "0.170"], [0.001, "0.001"], [0.00044, "0.00044"], [0.0004, "0.0004"], [0.0001, "0.0001"], [0.000011, "0.000011"], [0.000001, "< 0.00001"], [0, "< 0.00001"]])("p = %f is %s", (p, text) => {
    expect(probability(p)).toBe(text);
  });

  it("leave an interval out where there is none", () => {
    expect([interval(reported([0.3, -0.04, 0.7])), interval(reported([0.3])), interval(missing("no-units"))]).toEqual(["[−0.04, 0.70]", "", ""]);
    expect(interval({ interval: { ok: false, reason: "fewer-than-two-units" } })).toBe("");
    expect(interval(reported([0.4, 0.2, 0.6]), (value) => percentage(value))).toBe("[20, 60]");
    expect(ends(reported([0.3, -0.04, 0.7]))).toEqual([-0.04, 0.7]);
  });
});
