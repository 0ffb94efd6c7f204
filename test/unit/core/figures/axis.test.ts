import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceTicks } from "../../../../src/core/figures/axis.ts";

describe("ticks of an axis", () => {
  it("are round and cover the range", () => {
    expect(niceTicks(-0.13, 0.69)).toEqual([-0.2, 0, 0.2, 0.4, 0.6, 0.8]);
    expect(niceTicks(0, 0.43)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it("are few, rise, and hold both ends, whatever the range", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (low, span) => {
        const ticks = niceTicks(low, low + span);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(ticks[0]).toBeLessThanOrEqual(low + 1e-6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + span - 1e-6);
        expect(ticks.every((tick, index) => index === 0 || tick > (ticks[index - 1] ?? 0))).toBe(true);
      }),
      { seed: 1 },
    );
  });
});
