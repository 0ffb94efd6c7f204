// Seeded streams: reproducible, named apart, unbiased.
import { describe, expect, it } from "vitest";
import { chiSquaredUpper } from "../../../../src/core/stats/distributions.ts";
import { RandomStream, streamSeed } from "../../../../src/core/stats/random.ts";

describe("random streams", () => {
  it("repeat themselves and keep their words from version to version", () => {
    const draw = (): readonly number[] => {
      const stream = new RandomStream(streamSeed(7, "bootstrap"));
      return [stream.word(), stream.below(10), stream.below(1000), stream.below(3)];
    };
    expect(draw()).toEqual(draw());
    expect(draw()).toMatchInlineSnapshot(`
      [
        -1244175403,
        0,
        66,
        2,
      ]
    `);
  });

  it("differ by name and by master seed, also beyond 32 bits", () => {
    const seeds = [streamSeed(1, "a"), streamSeed(1, "b"), streamSeed(2, "a"), streamSeed(1 + 2 ** 33, "a"), streamSeed(0, "a"), streamSeed(-1, "a")];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it("draws every index equally often, also where n does not divide 2³²", () => {
    for (const n of [3, 7, 41]) {
      const stream = new RandomStream(5);
      const draws = 200_000;
      const seen = new Array<number>(n).fill(0);
      for (let i = 0; i < draws; i++) {
        const at = stream.below(n);
        seen[at] = seen[at]! + 1;
      }
      const chi = seen.reduce((sum, count) => sum + (count - draws / n) ** 2 / (draws / n), 0);
      expect(chiSquaredUpper(chi, n - 1)).toBeGreaterThan(1e-4);
    }
  });

  it("draws nothing but 0 below 1", () => {
    expect(new RandomStream(3).below(1)).toBe(0);
  });
});
