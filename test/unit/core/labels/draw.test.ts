// The draw: how many of each cell, known probabilities, and the same whatever order the candidates came in.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocation, cellOf, drawByDesign, type Candidate } from "../../../../src/core/labels/draw.ts";

const STAGES = ["resisting", "exploring", "deciding"];
const candidates = fc.uniqueArray(
  fc.record({ key: fc.string({ minLength: 1, maxLength: 6 }), outcome: fc.constantFrom("negative" as const, "positive" as const), branch: fc.constantFrom("real" as const, "simulated" as const), stage: fc.option(fc.constantFrom(...STAGES), { nil: undefined }) }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 80 },
).map((all) => all.map(({ stage, ...rest }): Candidate => ({ ...rest, ...(stage === undefined ? {} : { stage }) })));

describe("a draw by design", () => {
  it("draws each cell with the probability it states, every candidate in one cell, in any order the same", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 60 }), fc.nat(1000), (all, target, seed) => {
        const setting = { unit: "turns", target, seed, stages: STAGES } as const;
        const { cells, drawn } = drawByDesign(all, setting);
        expect(drawByDesign([...all].reverse(), setting)).toEqual({ cells, drawn });
        expect(cells.reduce((sum, { of }) => sum + of, 0)).toBe(all.length);
        for (const [at, { of, drawn: count }] of cells.entries()) {
          const own = drawn.filter(({ candidate }) => cellOf(cells, candidate) === at);
          expect(own).toHaveLength(count);
          expect(count).toBeGreaterThanOrEqual(Math.min(2, of));
          for (const { inclusion } of own) expect(inclusion).toBe(count / of);
        }
        // Horvitz–Thompson: the weights of a cell sum to its size, so those of all to the population.
        expect(drawn.reduce((sum, { inclusion }) => sum + 1 / inclusion, 0)).toBeCloseTo(all.length, 6);
        expect(drawn.length).toBeGreaterThanOrEqual(Math.min(target, all.length));
        expect(drawn.length).toBeLessThanOrEqual(Math.max(target, cells.length * 2));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("is unbiased: over seeds every candidate of a cell comes equally often", () => {
    const all = Array.from({ length: 20 }, (_, i): Candidate => ({ key: `k${i}`, outcome: "negative", branch: "real", stage: "exploring" }));
    const times = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) for (const { candidate } of drawByDesign(all, { unit: "turns", target: 5, seed, stages: STAGES }).drawn) times.set(candidate.key, (times.get(candidate.key) ?? 0) + 1);
    // 2,000 draws of 5 in 20: 500 each, ± 4 standard deviations of 19.4.
    for (const count of times.values()) expect(Math.abs(count - 500)).toBeLessThan(78);
  });

  it("gives rare stages more than their share, and never more than there are", () => {
    expect(allocation([900, 100, 1], 41)).toEqual([30, 10, 1]);
    expect(allocation([3, 3], 100)).toEqual([3, 3]);
    expect(allocation([5, 5, 5], 2)).toEqual([2, 2, 2]);
  });

  it("joins neighbouring stages where one has a single turn, and all where two of each were more than asked", () => {
    const of = (stage: string, count: number): readonly Candidate[] => Array.from({ length: count }, (_, i) => ({ key: `${stage}${i}`, outcome: "negative", branch: "real", stage }));
    const all = [...of("resisting", 1), ...of("exploring", 30), ...of("deciding", 8)];
    const fine = drawByDesign(all, { unit: "turns", target: 10, seed: 1, stages: STAGES });
    expect(fine.cells.map(({ stages, of: size }) => [stages, size])).toEqual([[["resisting", "exploring"], 31], [["deciding"], 8]]);
    expect(drawByDesign(all, { unit: "turns", target: 3, seed: 1, stages: STAGES }).cells).toEqual([{ outcome: "negative", branch: "real", of: 39, drawn: 3 }]);
  });
});
