// Simulators with known answers: the constant one scores the real gap, dealing anew about as much, and both are what doing it would give.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport, type ReportOptions, type StatsReport } from "../../../../src/core/stats/report.ts";
import { anyProbes, probeOf, sampleOf, SCHEME } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 3, bootstrapDraws: 200, permutationDraws: 40, look: false, invented: false };
const report = (probes: readonly LabelledProbe[], options: Partial<ReportOptions> = {}): StatsReport => statsReport(probes, SCHEME, { ...OPTIONS, ...options });

/** Two probes in each of 40 conversations; the simulator says what the person said. */
const faithful = Array.from({ length: 40 }, (_, c) => {
  const outcome = c % 2 === 0 ? ("negative" as const) : ("positive" as const);
  return [30, 60].map((position, p) => {
    const real = (outcome === "positive" ? 2 : 0) + ((c + p) % 3 === 0 ? 1 : 0);
    return probeOf({ conversation: `c${c}`, outcome, real, samples: [real], position });
  });
}).flat();

describe("known answers", () => {
  it("the constant simulator's Δ is the one that always saying the same gives", () => {
    fc.assert(
      fc.property(anyProbes, fc.integer({ min: 0, max: 4 }), (probes, depth) => {
        const constant = probes.map((probe) => ({ ...probe, samples: probe.samples.map(() => sampleOf(depth)) }));
        const { knownAnswers, headline } = report(constant);
        if (headline.delta.ok) expect(knownAnswers.constantDelta.ok && knownAnswers.constantDelta.value).toBeCloseTo(headline.delta.value, 10);
        // Nothing changes when what is always the same is dealt anew.
        const { shuffledDelta, agreement } = knownAnswers;
        expect(shuffledDelta.ok).toBe(headline.delta.ok);
        if (shuffledDelta.ok && headline.delta.ok) expect(shuffledDelta.value).toBeCloseTo(headline.delta.value, 10);
        const said = report(constant).confusion.all.exactAgreement;
        if (said.ok) expect(agreement.shuffled.ok && agreement.shuffled.value).toBeCloseTo(said.value, 10);
      }),
      { seed: 11, numRuns: 25 },
    );
  });

  it("a faithful simulator dealt anew loses the separation it had, and agrees by chance only", () => {
    const { headline, knownAnswers } = report(faithful);
    const { shuffledDelta, constantDelta, agreement } = knownAnswers;
    expect(headline.delta).toMatchObject({ ok: true, value: 0 });
    expect(constantDelta).toMatchObject({ ok: true, value: 1.975, n: { negative: 20, positive: 20 } });
    expect(shuffledDelta.ok && shuffledDelta.value).toBeCloseTo(1.975, 1);
    const { interval } = shuffledDelta;
    expect(interval).toMatchObject({ ok: true, value: { method: "shuffle", draws: 200 } });
    if (interval?.ok && shuffledDelta.ok) {
      expect(interval.value.low).toBeLessThan(shuffledDelta.value);
      expect(interval.value.high).toBeGreaterThan(shuffledDelta.value);
      expect(interval.value.low).toBeGreaterThan(1);
    }
    expect(agreement.constant).toMatchObject({ ok: true, value: 27 / 80 });
    expect(agreement.shuffled.ok && agreement.shuffled.value).toBeLessThan(0.5);
    expect(agreement.oracle).toMatchObject({ ok: false, reason: "judged-once" });
  });

  it("repeats with its seed, draws nothing in a look, and has reasons without an outcome", () => {
    expect(report(faithful).knownAnswers).toEqual(report(faithful).knownAnswers);
    expect(report(faithful, { seed: 4 }).knownAnswers.shuffledDelta.interval).not.toEqual(report(faithful).knownAnswers.shuffledDelta.interval);
    expect(report(faithful, { look: true }).knownAnswers.shuffledDelta).not.toHaveProperty("interval");
    expect(report(faithful.filter(({ outcome }) => outcome === "negative")).knownAnswers.shuffledDelta).toMatchObject({ ok: false, reason: "positive-stratum-empty" });
    expect(report([]).knownAnswers.agreement.constant).toMatchObject({ ok: false, reason: "no-usable-probe" });
  });

  it("counts customers, not conversations, where customers repeat", () => {
    const probes = [
      ...["a", "b"].map((conversation) => probeOf({ conversation, outcome: "negative", customer: "u", real: 0, samples: [4] })),
      probeOf({ conversation: "c", outcome: "negative", customer: "v", real: 1, samples: [1] }),
      probeOf({ conversation: "d", outcome: "positive", customer: "w", real: 4, samples: [0] }),
    ];
    const { knownAnswers, headline } = report(probes);
    expect(headline.unit).toBe("customer");
    // All continuations have mean depth 9/4 in both strata: what is left is minus the real contrast, customers weighing alike.
    expect(knownAnswers.shuffledDelta).toMatchObject({ ok: true, value: 4 - 0.5 });
  });
});

describe("late converters (E31)", () => {
  it("Δ/(1 − q) with its interval, and the reason where there is no Δ", () => {
    const { headline, unknownBounds } = report(faithful.map((probe) => ({ ...probe, samples: [sampleOf(2)] })));
    const { delta } = headline;
    expect(unknownBounds.lateConverters.map(({ share }) => share)).toEqual([0.05, 0.1, 0.2]);
    for (const { share, delta: without } of unknownBounds.lateConverters) {
      expect(without.ok && delta.ok && without.value * (1 - share) - delta.value).toBeCloseTo(0, 12);
      expect(without.interval?.ok && delta.interval?.ok && without.interval.value.high * (1 - share) - delta.interval.value.high).toBeCloseTo(0, 12);
    }
    expect(report([]).unknownBounds.lateConverters[0]).toMatchObject({ share: 0.05, delta: { ok: false, reason: "no-units" } });
  });
});
