// The running sums equal a replay bit for bit, and the batch statistics to rounding.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summary } from "../../../../src/core/stats/contrast.ts";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { Tally, type Column } from "../../../../src/core/stats/tally.ts";
import { depthMeasure, depthProbes, unitValues } from "../../../../src/core/stats/units.ts";
import { anyProbes, probeOf, SCHEME } from "./probes.ts";

const COLUMNS: readonly Column[] = ["bias", "real", "simulated", "at 30", "at 60", "at 90", "real is 0", "simulated is 4"];

function everything(tally: Tally): unknown {
  const sums = (["conversation", "customer"] as const).flatMap((unit) =>
    (["negative", "positive", "unknown"] as const).flatMap((outcome) => [tally.used(outcome), ...COLUMNS.map((column) => tally.summary(unit, outcome, column))]),
  );
  return { sums, samples: tally.samples, unit: tally.unit, positions: tally.positions() };
}

function filled(probes: readonly LabelledProbe[]): Tally {
  const tally = new Tally(SCHEME);
  for (const probe of probes) tally.put(probe);
  for (const probe of probes) tally.finish(probe.conversation);
  return tally;
}

describe("tally", () => {
  it("gives the same sums in any order of arrival, bit for bit", () => {
    const shuffledProbes = anyProbes.chain((probes) => fc.tuple(fc.constant(probes), fc.shuffledSubarray([...probes], { minLength: probes.length })));
    fc.assert(
      fc.property(shuffledProbes, ([probes, shuffled]) => {
        expect(everything(filled(shuffled))).toEqual(everything(filled(probes)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("a changed label equals having known it from the start, also after a conversation was reopened", () => {
    fc.assert(
      fc.property(anyProbes, anyProbes, (first, later) => {
        const at = (probe: LabelledProbe): string => `${probe.conversation}#${probe.ordinal}`;
        const changed = new Map(later.map((probe) => [at(probe), probe]));
        const final = first.map((probe) => {
          const other = changed.get(at(probe));
          return other ? { ...probe, real: other.real, samples: other.samples } : probe;
        });
        const tally = filled(first);
        for (const probe of first.slice(0, 2)) tally.finish(probe.conversation, false);
        for (const probe of final) tally.put(probe);
        for (const probe of first.slice(0, 2)) tally.finish(probe.conversation);
        expect(everything(tally)).toEqual(everything(filled(final)));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("agrees with the unit values of the batch statistics", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        const tally = filled(probes);
        for (const unit of ["conversation", "customer"] as const) {
          const units = unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, unit);
          for (const outcome of ["negative", "positive", "unknown"] as const) {
            const batch = summary(units.filter((each) => each.outcome === outcome).map((each) => each.bias));
            const running = tally.summary(unit, outcome, "bias");
            expect(running.n).toBe(batch.n);
            expect(running.mean).toBeCloseTo(batch.mean, 12);
            expect(running.variance).toBeCloseTo(batch.variance, 12);
          }
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("counts finished conversations only", () => {
    const tally = new Tally(SCHEME);
    tally.put(probeOf({ conversation: "a", outcome: "negative", real: 0, samples: [2] }));
    expect(tally.summary("conversation", "negative", "bias").n).toBe(0);
    tally.finish("a");
    expect(tally.summary("conversation", "negative", "bias")).toEqual({ n: 1, mean: 2, variance: 0 });
    tally.finish("a", false);
    expect(tally.summary("conversation", "negative", "bias").n).toBe(0);
    tally.finish("never seen");
    expect(tally.samples.reply).toBe(1);
  });
});
