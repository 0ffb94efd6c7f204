import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedOrder, type Orderable } from "../../../../src/core/probe/order.ts";

const items = fc
  .array(fc.constantFrom("positive" as const, "negative" as const, "unknown" as const), { maxLength: 60 })
  .map((outcomes) => outcomes.map((outcome, number): Orderable => ({ id: `c${number}`, outcome })));

describe("the balanced order", () => {
  it("keeps every conversation once", () => {
    fc.assert(
      fc.property(items, fc.nat(), (list, seed) => {
        expect(balancedOrder(list, seed).map(({ id }) => id).sort()).toEqual(list.map(({ id }) => id).sort());
      }),
      { seed: 12 },
    );
  });

  it("is balanced at any interruption until one stratum is used up", () => {
    fc.assert(
      fc.property(items, fc.nat(), fc.nat(60), (list, seed, cut) => {
        const scarce = Math.min(...(["positive", "negative"] as const).map((value) => list.filter(({ outcome }) => outcome === value).length));
        const beginning = balancedOrder(list, seed).slice(0, Math.min(cut, 2 * scarce));
        const positives = beginning.filter(({ outcome }) => outcome === "positive").length;
        expect(Math.abs(2 * positives - beginning.length)).toBeLessThanOrEqual(1);
      }),
      { seed: 13 },
    );
  });

  it("depends on the seed and not on the order in the file", () => {
    const list = Array.from({ length: 40 }, (_, number): Orderable => ({ id: `c${number}`, outcome: number % 3 ? "negative" : "positive" }));
    expect(balancedOrder([...list].reverse(), 5)).toEqual(balancedOrder(list, 5));
    expect(balancedOrder(list, 6)).not.toEqual(balancedOrder(list, 5));
  });

  it("does not start with the same stratum every time", () => {
    const list: Orderable[] = [{ id: "a", outcome: "positive" }, { id: "b", outcome: "negative" }];
    expect(new Set(Array.from({ length: 30 }, (_, seed) => balancedOrder(list, seed)[0]?.outcome)).size).toBe(2);
  });
});
