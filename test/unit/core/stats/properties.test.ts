// What must hold of the estimators whatever the data: known simulators, identities, symmetries, and what a new probe may cost.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRuns, type RunComparison } from "../../../../src/core/stats/compareRuns.ts";
import { contrast, equivalence, summary } from "../../../../src/core/stats/contrast.ts";
import { correctedBias, type DrawnTurn } from "../../../../src/core/stats/correctedContrast.ts";
import { exitPoints, exitReport } from "../../../../src/core/stats/exit.ts";
import { homogeneity, marginsOf } from "../../../../src/core/stats/homogeneity.ts";
import type { Estimate, LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { liveReport, statsReport, type ReportOptions, type StatsReport } from "../../../../src/core/stats/report.ts";
import { separation } from "../../../../src/core/stats/separation.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { Tally } from "../../../../src/core/stats/tally.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../../src/core/stats/units.ts";
import { anyProbes, probeOf, SCHEME, STAGES } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 1, bootstrapDraws: 20, permutationDraws: 20, look: false, invented: false };
const report = (probes: readonly LabelledProbe[]): StatsReport => statsReport(probes, SCHEME, OPTIONS);
const compared = (a: readonly LabelledProbe[], b: readonly LabelledProbe[]): RunComparison => compareRuns(a, b, SCHEME, { seed: 1, bootstrapDraws: 20, permutationDraws: 20, margin: 0.15 });
const answering = (probes: readonly LabelledProbe[], label: (probe: LabelledProbe) => LabelledProbe["real"]): readonly LabelledProbe[] => probes.map((probe) => ({ ...probe, samples: [{ kind: "reply", label: label(probe) }] }));
const constant = (depth: number): LabelledProbe["real"] => ({ status: "valid", stage: STAGES[depth]! });
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<readonly T[]> => fc.shuffledSubarray([...items], { minLength: items.length });

/** A value that is there is this one. */
function isAt(estimate: Estimate<number> | undefined, value: number, digits = 12): void {
  if (estimate?.ok) expect(estimate.value).toBeCloseTo(value, digits);
}

describe("known simulators", () => {
  it("the real turn again: 0 everywhere, full agreement, nothing significant", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        const got = report(answering(probes, ({ real }) => real));
        for (const block of [got.headline, ...got.beside]) {
          const { strata, delta, deltaIntervals, cohensD, hedgesG, glass, welch, permutation, thresholds, signCoded, nonResisting, byPosition, positionStandardised, shares, separation: { kept } } = block;
          for (const zero of [delta, strata.negative.bias, strata.positive.bias, strata.unknown.bias, cohensD, hedgesG, glass.byPositiveSd, welch.t, signCoded.delta, nonResisting.delta, positionStandardised, shares.suppression?.delta]) isAt(zero, 0);
          for (const row of [...thresholds, ...byPosition]) for (const zero of [row.delta, row.strata.negative, row.strata.positive]) isAt(zero, 0);
          for (const row of [...shares.stage, ...shares.emotion]) for (const zero of [row.contrast, row.negative.difference, row.positive.difference]) isAt(zero, 0);
          for (const one of [permutation.raw.oneSided, permutation.raw.twoSided, permutation.studentised.twoSided, strata.negative.zeroTest, kept]) isAt(one, 1);
          if (deltaIntervals.percentile.ok) expect(deltaIntervals.percentile.value).toMatchObject({ low: 0, high: 0 });
        }
        for (const row of [...got.byAct, ...got.byDataset]) isAt(row.delta, 0);
        for (const { delta } of got.specifications) isAt(delta, 0);
        for (const of of Object.values(got.confusion)) {
          isAt(of.exactAgreement, 1);
          for (const distance of [of.distances.tvd, of.distances.jsd, of.distances.wasserstein]) isAt(distance.value, 0);
          isAt(of.marginalHomogeneity.p, 1);
          for (const test of of.stageTests) isAt(test.p, 1);
        }
      }),
      { seed: 61, numRuns: 60 },
    );
  });
  it("a constant: Δ is the real gap, whatever the constant, in every unit and at every position", () => {
    fc.assert(
      fc.property(anyProbes, fc.constantFrom<"conversation" | "customer">("conversation", "customer"), (probes, unit) => {
        const deltas = [0, 1, 2, 3, 4].map((depth) => {
          const all = answering(probes, () => constant(depth));
          for (const position of [undefined, 30, 60, 90]) {
            const own = depthProbes(all.filter((probe) => position === undefined || probe.position === position), SCHEME, "all");
            const { negative, positive } = strataOf(unitValues(own, depthMeasure, unit));
            const { real, simulated } = separation(negative, positive);
            const { delta } = contrast(summary(negative.map(({ bias }) => bias)), summary(positive.map(({ bias }) => bias)));
            expect(delta.ok).toBe(real.delta.ok);
            if (real.delta.ok) isAt(delta, real.delta.value);
            isAt(simulated.delta, 0);
          }
          const { negative, positive } = strataOf(unitValues(depthProbes(all, SCHEME, "all"), depthMeasure, unit));
          return contrast(summary(negative.map(({ bias }) => bias)), summary(positive.map(({ bias }) => bias))).delta;
        });
        const [first] = deltas;
        for (const delta of deltas) if (first?.ok) isAt(delta, first.value);
      }),
      { seed: 62, numRuns: 100 },
    );
  });
});

describe("identities", () => {
  it("W at one probe a conversation is Stuart–Maxwell, for any table", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 60 }), (pairs) => {
        const probes = pairs.map(([real, simulated], i) => probeOf({ conversation: `c${i}`, outcome: "negative", real, samples: [simulated] }));
        const { w, df } = runToEnd(homogeneity(marginsOf(depthProbes(probes, SCHEME, "all"), 5), 0, 1));
        const expected = stuartMaxwell(pairs);
        if (w.ok) {
          expect(df).toBe(expected.df);
          expect(w.value).toBeCloseTo(expected.statistic, 6);
        } else expect(["singular", "no-discordant-pairs", "no-variation"]).toContain(w.reason);
      }),
      { seed: 63, numRuns: 300 },
    );
  });
  it("a draw stratified by the judge's stage makes λ irrelevant to the corrected Δ (E35)", () => {
    const person = fc.record({ outcome: fc.constantFrom("negative" as const, "positive" as const), real: fc.integer({ min: 0, max: 2 }), simulated: fc.integer({ min: 0, max: 2 }), offReal: fc.integer({ min: -1, max: 1 }), offSimulated: fc.integer({ min: -1, max: 1 }) });
    fc.assert(
      fc.property(fc.array(person, { minLength: 12, maxLength: 40 }), fc.double({ min: 0.3, max: 1, noNaN: true }), (people, share) => {
        const turns = stratifiedDraw(people.flatMap(({ outcome, ...depths }, i) => (["real", "simulated"] as const).map((branch) => ({ conversation: `c${i}`, outcome, position: 30, branch, judge: depths[branch], truth: depths[branch] + (branch === "real" ? depths.offReal : depths.offSimulated) }))), share);
        const got = correctedBias(turns);
        if (!got.ok || !got.value.headline.contrast.delta.ok) return;
        for (const each of [got.value.tuned, got.value.humanOnly]) isAt(each.contrast.delta, got.value.headline.contrast.delta.value, 10);
      }),
      { seed: 64, numRuns: 150 },
    );
  });
  it("drawing every label gives the people's Δ, whatever the judge says", () => {
    const turns = Array.from({ length: 24 }, (_, i): DrawnTurn => ({ conversation: `c${i >> 1}`, outcome: i % 8 < 4 ? "negative" : "positive", position: 30, branch: i % 2 ? "simulated" : "real", judge: (i * 7) % 5, human: (i * 3) % 4, inclusion: 1 }));
    const got = correctedBias(turns);
    const byPeople = correctedBias(turns.map((turn) => ({ ...turn, judge: turn.human! })));
    if (!got.ok || !byPeople.ok || !byPeople.value.judgeOnly.delta.ok) throw new Error("no value");
    for (const each of [got.value.headline, got.value.tuned, got.value.humanOnly]) isAt(each.contrast.delta, byPeople.value.judgeOnly.delta.value);
    expect(got.value.judgeOnly.delta).not.toEqual(byPeople.value.judgeOnly.delta);
  });
});

describe("symmetries", () => {
  it("exchanging the strata turns d, t and every threshold round and keeps what is kept, both tails and the equivalence", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 8 }), fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 8 }), (a, b) => {
        const [there, back] = [contrast(summary(a), summary(b)), contrast(summary(b), summary(a))];
        for (const key of ["delta", "cohensD", "hedgesG"] as const) if (there[key].ok) isAt(back[key], -there[key].value);
        if (there.welch.ok && back.welch.ok) {
          expect(back.welch.value.t).toBeCloseTo(-there.welch.value.t, 12);
          expect(back.welch.value.twoSided).toBeCloseTo(there.welch.value.twoSided, 12);
          expect(back.welch.value.oneSided).toBeCloseTo(1 - there.welch.value.oneSided, 12);
        }
        const [p, q] = [equivalence(summary(a), summary(b), 0.15), equivalence(summary(b), summary(a), 0.15)];
        if (p.ok && q.ok) expect(q.value.p).toBeCloseTo(p.value.p, 12);
        const units = (values: readonly number[]) => values.map((real, i) => ({ real, simulated: real * 0.5 + (i % 3), bias: 0 }));
        const [kept, turned] = [separation(units(a), units(b)).kept, separation(units(b), units(a)).kept];
        expect(turned.ok).toBe(kept.ok);
        if (kept.ok && turned.ok) {
          expect(turned.value.value).toBeCloseTo(kept.value.value, 10);
          kept.value.interval.forEach((end, i) => expect(turned.value.interval[i]! / end).toBeCloseTo(1, 6));
        }
      }),
      { seed: 65, numRuns: 200 },
    );
  });
  it("A against B is B against A turned round, and a run does not differ from itself", () => {
    fc.assert(
      fc.property(anyProbes, fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 42, maxLength: 42 }), (a, depths) => {
        const b = a.map((probe, i) => ({ ...probe, samples: [{ kind: "reply" as const, label: constant(depths[i] ?? 0) }] }));
        const [there, back, itself] = [compared(a, b), compared(b, a), compared(a, a)];
        if (there.contrast.difference.ok) isAt(back.contrast.difference, -there.contrast.difference.value);
        if (there.marginal.difference.ok) isAt(back.marginal.difference, -there.marginal.difference.value);
        if (there.contrast.equivalence.p.ok) isAt(back.contrast.equivalence.p, there.contrast.equivalence.p.value);
        expect([back.units.lostA, back.units.lostB]).toEqual([there.units.lostB, there.units.lostA]);
        for (const zero of [itself.contrast.difference, itself.marginal.difference, itself.negative, itself.positive]) isAt(zero, 0);
        for (const one of [itself.contrast.raw.twoSided, itself.marginal.p]) isAt(one, 1);
        // Δ of the runs differ by the difference's contrast where both used the same probes of the same units.
        const { probes, units } = there;
        const [first, second] = [report(a).headline, report(b).headline];
        if (probes.onlyA + probes.onlyB + units.lostA + units.lostB === 0 && first.delta.ok && second.delta.ok && first.unit === there.unit) isAt(there.contrast.difference, first.delta.value - second.delta.value, 10);
      }),
      { seed: 66, numRuns: 60 },
    );
  });
  it("the order of probes and turns is irrelevant to comparisons, exits and corrections", () => {
    fc.assert(
      fc.property(anyProbes.chain((probes) => fc.tuple(fc.constant(probes), shuffled(probes))), ([probes, other]) => {
        expect(compared(other, probes)).toEqual(compared(probes, other));
        const exits = (of: readonly LabelledProbe[]) => runToEnd(exitReport(exitPoints(of), { seed: 1, bootstrapDraws: 10, unit: "conversation", offersExit: true })).all;
        const [there, back] = [exits(probes), exits(other)];
        for (const key of ["endRate", "prematureRate", "balanced"] as const) {
          expect(back[key].ok).toBe(there[key].ok);
          if (there[key].ok) isAt(back[key], there[key].value);
        }
      }),
      { seed: 67, numRuns: 60 },
    );
  });
});

describe("the cost of one probe", () => {
  it("does not grow with the run: what came before is not looked at again, neither by the sums nor by the look", () => {
    let looks = 0;
    const watched = (probe: LabelledProbe): LabelledProbe =>
      new Proxy(probe, {
        get: (target, key, receiver) => {
          looks++;
          return Reflect.get(target, key, receiver) as unknown;
        },
      });
    const tally = new Tally(SCHEME);
    const put = (i: number): void => {
      tally.put(watched(probeOf({ conversation: `c${i}`, customer: `u${i % 1000}`, outcome: i % 2 ? "negative" : "positive", real: i % 5, samples: [(i * 3) % 5] })));
      tally.finish(`c${i}`);
    };
    const costs = [0, 1500].map((from) => {
      for (let i = from; i < from + 1000; i++) put(i);
      looks = 0;
      put(from + 1000);
      liveReport(tally, SCHEME);
      return looks;
    });
    expect(costs[1]).toBe(costs[0]);
    expect(costs[0]).toBeLessThan(30);
  });
});

/** χ² of A. Stuart (1955) and A. Maxwell (1970) from the square table, over all but the last label that occurs. */
function stuartMaxwell(pairs: readonly (readonly [number, number])[]): { readonly statistic: number; readonly df: number } {
  const used = [0, 1, 2, 3, 4].filter((label) => pairs.some((pair) => pair.includes(label))).slice(0, -1);
  const count = (test: (real: number, simulated: number) => boolean): number => pairs.filter(([real, simulated]) => test(real, simulated)).length;
  const d = used.map((k) => count((real) => real === k) - count((_, simulated) => simulated === k));
  const s = used.map((i) => used.map((j) => (i === j ? count((real, simulated) => (real === i) !== (simulated === i)) : -count((real, simulated) => (real === i && simulated === j) || (real === j && simulated === i)))));
  return { statistic: d.reduce((sum, value, i) => sum + value * solved(s, d)[i]!, 0), df: used.length };
}

/** A⁻¹x by Gauss's elimination with pivots. */
function solved(a: readonly (readonly number[])[], x: readonly number[]): readonly number[] {
  const rows = a.map((row, i) => [...row, x[i]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows.slice(c).reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? c + i : best), c);
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < rows.length; r++) {
      if (r === c || rows[c]![c] === 0) continue;
      const factor = rows[r]![c]! / rows[c]![c]!;
      for (let k = c; k <= rows.length; k++) rows[r]![k]! -= factor * rows[c]![k]!;
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** Of each branch × outcome × judged stage the first share of turns is drawn, two at least, with its exact inclusion probability. */
function stratifiedDraw(turns: readonly (Omit<DrawnTurn, "human" | "inclusion"> & { readonly truth: number })[], share: number): readonly DrawnTurn[] {
  const cells = new Map<string, (typeof turns)[number][]>();
  for (const turn of turns) {
    const key = `${turn.branch} ${turn.outcome} ${turn.judge}`;
    cells.set(key, [...(cells.get(key) ?? []), turn]);
  }
  return [...cells].flatMap(([cell, own]) => {
    const drawn = Math.min(own.length, Math.max(2, Math.round(share * own.length)));
    return own.map(({ truth, ...turn }, i) => ({ ...turn, cell, human: i < drawn ? truth : undefined, inclusion: drawn / own.length }));
  });
}
