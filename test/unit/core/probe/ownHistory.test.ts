import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { historyDistance, ownHistories } from "../../../../src/core/probe/ownHistory.ts";

const said = (...texts: readonly string[]) => texts.map((text, place) => ({ role: place % 2 === 0 ? ("agent" as const) : ("user" as const), text }));

describe("own history", () => {
  it("is what the lexicon says of the turns before each, nothing before the first", () => {
    const histories = ownHistories(said("Hello!", "Not interested, leave me alone.", "Sure? It is cheap.", "How much does it cost?", "Ten."), "en");
    expect(histories).toHaveLength(6);
    expect(histories.slice(0, 2)).toEqual([undefined, undefined]);
    expect(histories[2]).toEqual({ lastDepth: 0, meanDepth: 0, resisting: 1 });
    expect(histories[3]).toEqual(histories[2]);
    expect(histories[4]!.lastDepth).toBeGreaterThan(0);
    expect(histories[4]!.resisting).toBe(0.5);
    expect(histories[4]!.meanDepth).toBeCloseTo(histories[4]!.lastDepth / 2, 12);
  });
  it("does not change with what comes later", () => {
    const turns = said("Hello!", "Tell me more", "Ten pounds", "No, stop it", "Please", "Goodbye");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), (length) => {
        expect(ownHistories(turns.slice(0, length), "en")).toEqual(ownHistories(turns, "en").slice(0, length + 1));
      }),
      { seed: 71 },
    );
  });
  it("has a distance between 0 and 1, 0 to itself, 1 to none", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const history = fc.record({ lastDepth: share, meanDepth: share, resisting: share });
    fc.assert(
      fc.property(history, history, (a, b) => {
        expect(historyDistance(a, a)).toBe(0);
        expect(historyDistance(a, b)).toBe(historyDistance(b, a));
        expect(historyDistance(a, b)).toBeGreaterThanOrEqual(0);
        expect(historyDistance(a, b)).toBeLessThanOrEqual(1);
      }),
      { seed: 72 },
    );
    expect(historyDistance(undefined, undefined)).toBe(0);
    expect(historyDistance({ lastDepth: 0, meanDepth: 0, resisting: 0 }, undefined)).toBe(1);
  });
});
