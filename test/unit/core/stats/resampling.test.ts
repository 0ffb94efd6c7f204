// Resampling against brute force: linked customers, enumeration, flips, bands of the bootstrap, cluster bootstrap.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementTable, kappa, kappaInterval } from "../../../../src/core/stats/agreement.ts";
import { bcaInterval, bootstrapMeans, percentileInterval, perDraw, quantile } from "../../../../src/core/stats/bootstrap.ts";
import { clusterBootstraps } from "../../../../src/core/stats/clusterBootstrap.ts";
import { contrast, summary } from "../../../../src/core/stats/contrast.ts";
import { chiSquaredUpper } from "../../../../src/core/stats/distributions.ts";
import { homogeneity, marginsOf } from "../../../../src/core/stats/homogeneity.ts";
import type { Estimate } from "../../../../src/core/stats/labelledProbe.ts";
import { permutationTest } from "../../../../src/core/stats/permutation.ts";
import { signFlipTest } from "../../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { depthProbes } from "../../../../src/core/stats/units.ts";
import { probeOf, SCHEME } from "./probes.ts";

const must = <T>(estimate: Estimate<T>): T => {
  if (!estimate.ok) throw new Error(estimate.reason);
  return estimate.value;
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const depths = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 5 });

describe("permutation", () => {
  it("equals brute force over subsets and swaps of linked customers", () => {
    fc.assert(
      fc.property(depths, depths, fc.integer({ min: 0, max: 2 }), (negative, positive, wanted) => {
        const linked = Math.min(wanted, negative.length, positive.length);
        const free = [...negative.slice(linked), ...positive.slice(linked)];
        const size = negative.length - linked;
        const deltas: number[] = [];
        for (let subset = 0; subset < 2 ** free.length; subset++) {
          const chosen = free.filter((_, i) => (subset >> i) & 1);
          if (chosen.length !== size) continue;
          for (let swaps = 0; swaps < 2 ** linked; swaps++) {
            const swap = (i: number): boolean => ((swaps >> i) & 1) === 1;
            const a = [...chosen, ...negative.slice(0, linked).map((value, i) => (swap(i) ? positive[i]! : value))];
            const b = [...free.filter((_, i) => !((subset >> i) & 1)), ...positive.slice(0, linked).map((value, i) => (swap(i) ? negative[i]! : value))];
            deltas.push(mean(a) - mean(b));
          }
        }
        const observed = mean(negative) - mean(positive);
        const got = must(runToEnd(permutationTest({ negative, positive, linked }, 100, 1)));
        expect(got).toMatchObject({ exact: true, draws: deltas.length });
        expect(got.raw.oneSided).toBeCloseTo(deltas.filter((delta) => delta >= observed - 1e-9).length / deltas.length, 12);
        expect(got.raw.twoSided).toBeCloseTo(deltas.filter((delta) => Math.abs(delta) >= Math.abs(observed) - 1e-9).length / deltas.length, 12);
      }),
      { seed: 1, numRuns: 150 },
    );
  });
  it("draws where there are too many arrangements, and never gives 0", () => {
    const far = { negative: Array.from({ length: 30 }, (_, i) => 3 + (i % 3)), positive: Array.from({ length: 30 }, (_, i) => (i % 3) - 1) };
    const got = must(runToEnd(permutationTest(far, 500, 1)));
    expect(got).toMatchObject({ exact: false, draws: 500, raw: { oneSided: 1 / 501, twoSided: 1 / 501 } });
    expect(got).toEqual(must(runToEnd(permutationTest(far, 500, 1))));
  });
  it("an unequal variance moves the raw test, not the studentised one", () => {
    const sides = { negative: Array.from({ length: 12 }, (_, i) => (i % 2 ? 4 : -4)), positive: Array.from({ length: 120 }, (_, i) => (i % 5 === 0 ? 1 : 0)) };
    const got = must(runToEnd(permutationTest(sides, 2000, 1)));
    expect(must(got.studentised).twoSided).toBeGreaterThan(0.5);
  });
});

describe("sign flips", () => {
  it("equal brute force", () => {
    fc.assert(
      fc.property(depths, (values) => {
        const sums = Array.from({ length: 2 ** values.length }, (_, flips) => Math.abs(values.reduce((sum, value, i) => sum + ((flips >> i) & 1 ? -value : value), 0)));
        const got = must(runToEnd(signFlipTest(values, 10, 1)));
        expect(got.exact).toBe(true);
        expect(got.p).toBeCloseTo(sums.filter((sum) => sum >= Math.abs(values.reduce((a, b) => a + b, 0)) - 1e-9).length / sums.length, 12);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
  it("drawn ones agree with the normal tail", () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 7) - 2.6);
    const { p } = must(runToEnd(signFlipTest(values, 20_000, 1)));
    const z2 = values.reduce((sum, value) => sum + value, 0) ** 2 / values.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(p - chiSquaredUpper(z2, 1))).toBeLessThan(0.015);
  });
});

describe("bootstrap", () => {
  it("quantile type 7", () => {
    expect([0, 0.1, 0.5, 0.975, 1].map((p) => quantile([1, 2, 3, 4], p))).toEqual([1, 1.3, 2.5, 3.925, 4].map((value) => expect.closeTo(value, 12) as number));
  });
  it("keeps group sizes and draws linked customers together", () => {
    const means = runToEnd(bootstrapMeans({ negative: [[1, 1, 5, 5]], positive: [[-1, -1, 7]], linked: 2 }, 400, 1));
    const difference = perDraw(means, (negative, positive) => negative(0) - positive(0));
    // Linked pairs are all (1, −1) and free units do not vary, so every draw is the same.
    expect([...new Set(difference)]).toEqual([3 - 5 / 3]);
    expect(bcaInterval(difference, 3 - 5 / 3, 0)).toEqual({ ok: false, reason: "zero-variance" });
  });
  it("has the standard error of the mean", () => {
    const values = Array.from({ length: 60 }, (_, i) => (i * 7) % 11);
    const means = runToEnd(bootstrapMeans({ negative: [values], positive: [values] }, 20_000, 3)).negative[0]!;
    const { variance } = summary(values);
    expect(Math.sqrt(summary(means).variance)).toBeCloseTo(Math.sqrt((variance * 59) / 60 / 60), 2);
    expect(must(percentileInterval(means))[0]).toBeLessThan(summary(values).mean);
  });
  it("of conversations with all their items", () => {
    const a = Array.from({ length: 300 }, (_, i) => i % 5);
    const b = a.map((label, i) => (i % 4 === 0 ? (label + 1) % 5 : label));
    const rows = a.map((label, i) => agreementTable([label], [b[i]!], 5).flat());
    const tableOf = (sums: readonly number[]): number[][] => [0, 1, 2, 3, 4].map((row) => sums.slice(5 * row, 5 * row + 5));
    const got = must(runToEnd(clusterBootstraps(rows, (sums) => [kappa(tableOf(sums))], 2000, 1))[0]!);
    const [low, high] = must(kappaInterval(agreementTable(a, b, 5)));
    expect(got.low).toBeCloseTo(low, 1);
    expect(got.high).toBeCloseTo(high, 1);
    expect(runToEnd(clusterBootstraps(rows.slice(0, 1), (sums) => [kappa(tableOf(sums))], 10, 1))).toEqual([{ ok: false, reason: "fewer-than-two-units" }]);
  });
});

describe("marginal homogeneity", () => {
  it("at one probe a conversation is Stuart–Maxwell, and one stage is McNemar without correction", () => {
    const pairs = Array.from({ length: 120 }, (_, i) => [(i * 7) % 4, Math.min(3, (i * 7) % 4 + (i % 3 === 0 ? 1 : 0))] as const);
    const margins = marginsOf(depthProbes(pairs.map(([real, sample], i) => probeOf({ conversation: `c${i}`, outcome: "negative", real, samples: [sample] })), SCHEME, "all"), 5);
    const got = runToEnd(homogeneity(margins, 300, 1));
    // Stuart–Maxwell by its own formula, from the table, over the first three of four used categories.
    const table = [0, 1, 2, 3].map((r) => [0, 1, 2, 3].map((c) => pairs.filter(([real, sample]) => real === r && sample === c).length));
    const margin = (k: number): number => table[k]!.reduce((sum, n) => sum + n, 0) - table.reduce((sum, row) => sum + row[k]!, 0);
    const d = [margin(0), margin(1), margin(2)];
    const s = d.map((_, i) => d.map((__, j) => (i === j ? table[i]!.reduce((x, n) => x + n, 0) + table.reduce((x, row) => x + row[i]!, 0) - 2 * table[i]![i]! : -(table[i]![j]! + table[j]![i]!))));
    expect(must(got.w)).toBeCloseTo(quadratic(s, d), 9);
    const [b, c] = [table[0]!.slice(1).reduce((x, n) => x + n, 0), table.slice(1).reduce((x, row) => x + row[0]!, 0)];
    expect(must(got.labels[0]!.z2)).toBeCloseTo((b - c) ** 2 / (b + c), 12);
  });
  it("explains equal branches, single labels and singular matrices", () => {
    const same = marginsOf(depthProbes([0, 1, 2].map((real, i) => probeOf({ conversation: `c${i}`, outcome: "negative", real, samples: [real] })), SCHEME, "all"), 5);
    const got = runToEnd(homogeneity(same, 50, 1));
    expect(got).toMatchObject({ w: { ok: false, reason: "no-discordant-pairs" }, chiSquaredP: { ok: true, value: 1 }, distances: { ok: true, value: { tvd: 0, jsd: 0, wasserstein: 0 } } });
    expect(got.labels[0]).toMatchObject({ z2: { ok: false, reason: "no-discordant-pairs" }, chiSquaredP: 1, p: 1 });
    const one = marginsOf(depthProbes([probeOf({ conversation: "c", outcome: "negative", real: 0, samples: [2] }), probeOf({ conversation: "d", outcome: "negative", real: 3, samples: [3] })], SCHEME, "all"), 5);
    expect(runToEnd(homogeneity(one, 50, 1)).w).toEqual({ ok: false, reason: "singular" });
    expect(runToEnd(homogeneity([], 50, 1)).w).toEqual({ ok: false, reason: "no-usable-probe" });
  });
});

/** x′A⁻¹x of a 3 × 3 matrix by Cramer's rule. */
function quadratic(a: readonly (readonly number[])[], x: readonly number[]): number {
  const determinant = (m: readonly (readonly number[])[]): number =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) - m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) + m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
  const solved = x.map((_, column) => determinant(a.map((row, i) => row.map((value, j) => (j === column ? x[i]! : value)))) / determinant(a));
  return x.reduce((sum, value, i) => sum + value * solved[i]!, 0);
}

describe("contrast", () => {
  it("has no d where a unit is alone, and no Glass by a constant stratum", () => {
    expect(contrast(summary([1]), summary([0, 1])).cohensD).toEqual({ ok: false, reason: "fewer-than-two-units" });
    expect(contrast(summary([0, 2]), summary([1, 1])).glassByPositiveSd).toEqual({ ok: false, reason: "zero-variance" });
    expect(summary([0.1, 0.1, 0.1]).variance).toBe(0);
  });
});
