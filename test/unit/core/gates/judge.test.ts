import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moreConversations, placeOf, verdictOf } from "../../../../src/core/gates/judge.ts";

const number = fc.double({ min: -4, max: 4, noNaN: true });
const interval = fc.tuple(number, number, number).map((three) => {
  const [low = 0, value = 0, high = 0] = [...three].sort((a, b) => a - b);
  return { low, value, high };
});
const ORDER = { fail: 0, inconclusive: 1, pass: 2 } as const;

describe("the verdict of a gate", () => {
  it("is pass, fail or inconclusive by where the whole interval lies", () => {
    expect(placeOf({ low: -0.1, high: 0.15 }, { atMost: 0.15 })).toBe("pass");
    expect(placeOf({ low: -0.1, high: 0.16 }, { atMost: 0.15 })).toBe("inconclusive");
    expect(placeOf({ low: 0.16, high: 0.3 }, { atMost: 0.15 })).toBe("fail");
    expect(placeOf({ low: 0.6, high: 0.7 }, { atLeast: 0.6 })).toBe("pass");
    expect(placeOf({ low: 0.4, high: 0.59 }, { atLeast: 0.6 })).toBe("fail");
    expect(placeOf({ low: -0.2, high: 0.2 }, { atLeast: -0.15, atMost: 0.15 })).toBe("inconclusive");
  });

  it("never gets worse where the threshold is laxer", () => {
    fc.assert(
      fc.property(interval, number, fc.double({ min: 0, max: 2, noNaN: true }), (found, at, more) => {
        expect(ORDER[placeOf(found, { atMost: at + more })]).toBeGreaterThanOrEqual(ORDER[placeOf(found, { atMost: at })]);
        expect(ORDER[placeOf(found, { atLeast: at - more })]).toBeGreaterThanOrEqual(ORDER[placeOf(found, { atLeast: at })]);
      }),
      { seed: 1 },
    );
  });

  it("of several is the worst", () => {
    expect(verdictOf([{ verdict: "pass" }, { verdict: "inconclusive" }, { verdict: "fail" }])).toBe("fail");
    expect(verdictOf([{ verdict: "pass" }, { verdict: "inconclusive" }])).toBe("inconclusive");
    expect(verdictOf([{ verdict: "pass" }])).toBe("pass");
  });
});

describe("how many more conversations would settle it", () => {
  it("is n·((h/t·(z.975 + z.8)/z.975)² − 1)", () => {
    // h = 0.2, t = 0.1: (2 · 2.8016/1.95996)² = 8.1728; 100 more than sevenfold.
    expect(moreConversations({ value: 0.05, low: -0.15, high: 0.25 }, { atMost: 0.15 }, 100)).toBe(718);
    expect(moreConversations({ value: 0.25, low: 0.05, high: 0.45 }, { atMost: 0.15 }, 100)).toBe(718);
    expect(moreConversations({ value: 0.15, low: -0.05, high: 0.35 }, { atMost: 0.15 }, 100)).toBeNull();
  });

  it("settles it where an interval shrinks by the root of it, with power .8", () => {
    fc.assert(
      fc.property(interval, number, (found, at) => {
        fc.pre(placeOf(found, { atMost: at }) === "inconclusive");
        const more = moreConversations(found, { atMost: at }, 100);
        if (more === null || more > 1e12) return;
        const shrink = Math.sqrt(100 / (100 + more));
        const later = { low: found.value - (found.value - found.low) * shrink, high: found.value + (found.high - found.value) * shrink };
        expect(placeOf(later, { atMost: at })).toBe(found.value > at ? "fail" : "pass");
      }),
      { seed: 2 },
    );
  });
});
