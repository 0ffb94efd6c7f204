// Seeded streams: reproducible, named apart, unbiased.
import { describe, expect, it } from "vitest";
import { chiSquaredUpper } from "../../../../src/core/stats/distributions.ts";
import { RandomStream, streamSeed } from "../../../../src/core/stats/random.ts";

describe("random streams", () => {
  it("repeat themselves and keep their words from version to version", () => {
    const draw = (): readonly number[] => {
      const stream = new RandomStream(streamSeed(7, "bootstrap"));
      const indices = new Int32Array(4);
      stream.fillBelow(1000, indices);
      return [stream.word(), ...indices];
    };
    expect(draw()).toEqual(draw());
    expect(draw()).toEqual([-178690421, 881, 442, 922, 55]);
  });

  it("differ by name and by master seed, also beyond 32 bits", () => {
    const seeds = [streamSeed(1, "a"), streamSeed(1, "b"), streamSeed(2, "a"), streamSeed(1 + 2 ** 33, "a"), streamSeed(0, "a"), streamSeed(-1, "a")];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it("draws every index equally often, also where n does not divide 2³²", () => {
    for (const n of [3, 41, 1000, 70_000]) {
      const indices = new Int32Array(200_000);
      new RandomStream(5).fillBelow(n, indices, 0, 10);
      const cells = Math.min(n, 1000);
      const seen = new Array<number>(cells).fill(0);
      for (const at of indices) seen[Math.floor(((at - 10) * cells) / n)]!++;
      const chi = seen.reduce((sum, count) => sum + (count - indices.length / cells) ** 2 / (indices.length / cells), 0);
      expect(chiSquaredUpper(chi, cells - 1)).toBeGreaterThan(1e-4);
    }
  });

  it("chooses every subset equally often and loses no value", () => {
    const stream = new RandomStream(11);
    const values = Float64Array.from([0, 1, 2, 3, 4]);
    const seen = new Map<string, number>();
    for (let draw = 0; draw < 50_000; draw++) {
      stream.shuffleFront(values, 2);
      const key = [...values.slice(0, 2)].sort().join("");
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...values].sort()).toEqual([0, 1, 2, 3, 4]);
    const chi = [...seen.values()].reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(seen.size).toBe(10);
    expect(chiSquaredUpper(chi, 9)).toBeGreaterThan(1e-4);
  });

  it("gives neighbouring seeds unrelated words", () => {
    const words = Array.from({ length: 1000 }, (_, seed) => new RandomStream(seed).word());
    expect(new Set(words).size).toBe(1000);
    const ups = words.filter((word) => word < 0).length;
    expect(Math.abs(ups - 500)).toBeLessThan(80);
  });
});
