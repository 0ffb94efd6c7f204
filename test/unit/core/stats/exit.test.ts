// Exits: who is eligible, what constants score, hazards, reliability, late converters.
import { describe, expect, it } from "vitest";
import { unknownBounds, withoutLateConverters } from "../../../../src/core/stats/bounds.ts";
import { auc, brier, constantBrier, logLoss, reliability, skill } from "../../../../src/core/stats/discrimination.ts";
import { endProbeRefusal, exitPoints, exitReport, type ConversationEnd, type ExitReport } from "../../../../src/core/stats/exit.ts";
import { realHazard, simulatedHazard } from "../../../../src/core/stats/hazard.ts";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { depthProbes } from "../../../../src/core/stats/units.ts";
import { probeOf, sampleOf, SCHEME, type SampleShort } from "./probes.ts";

const end: ConversationEnd = { conversation: "a", outcome: "negative", userTurns: 4, end: "user-silent", lastTurnBy: "agent", truncated: false };

/** A conversation with continuing probes at user turns 2 and 3 and, where `atEnd` is given, an end probe at 4. */
function conversation(id: string, outcome: "negative" | "positive", atTwo: SampleShort, atThree: SampleShort, atEnd?: SampleShort): readonly LabelledProbe[] {
  const at = (ordinal: number, sample: SampleShort): LabelledProbe => probeOf({ conversation: id, outcome, real: 1, samples: [sample], position: ordinal, ordinal });
  return [at(2, atTwo), at(3, atThree), ...(atEnd === undefined ? [] : [{ ...at(4, atEnd), realKind: "ended" as const, real: { status: "invalid" as const, cause: "ended" } }])];
}

const report = (probes: readonly LabelledProbe[], offersExit = true): ExitReport => runToEnd(exitReport(exitPoints(probes), { seed: 1, bootstrapDraws: 100, unit: "conversation", offersExit }));

describe("end probes", () => {
  it("need an end by the user after an agent turn, nothing cut", () => {
    expect(endProbeRefusal(end)).toBeUndefined();
    expect(endProbeRefusal({ ...end, end: "agent" })).toBe("end-kind");
    expect(endProbeRefusal({ ...end, truncated: true })).toBe("truncated");
    expect(endProbeRefusal({ ...end, lastTurnBy: "user" })).toBe("user-spoke-last");
    expect(endProbeRefusal({ ...end, userTurns: 0 })).toBe("no-user-turn");
    expect(endProbeRefusal({ ...end, end: "unknown" })).toBe("end-kind");
    expect(endProbeRefusal({ ...end, end: "unknown" }, true)).toBeUndefined();
  });
});

describe("rates", () => {
  const probes = [...conversation("a", "negative", 1, "leave", "silence"), ...conversation("b", "negative", 2, 2, 3), ...conversation("c", "positive", 1, 1), ...conversation("d", "positive", "silence", "silence", "leave")];
  it("average over units, ends and continuing turns apart", () => {
    const { all, negative, paired } = report(probes);
    expect(all.endRate).toMatchObject({ ok: true, value: 2 / 3, n: { units: 3 } });
    expect(all.endRateLeave).toMatchObject({ value: 1 / 3 });
    expect(all.endRateSilence).toMatchObject({ value: 1 / 3 });
    expect(all.prematureRate).toMatchObject({ ok: true, value: 1.5 / 4, n: { units: 4 } });
    expect(all.balanced.ok && all.balanced.value).toBeCloseTo((2 / 3 + 1 - 0.375) / 2, 12);
    expect(negative.prematureRate).toMatchObject({ value: 0.25 });
    expect(paired.prematureRate).toMatchObject({ value: 0.5, n: { units: 3 } });
    expect(all.balanced.interval).toMatchObject({ ok: true, value: { method: "bootstrap-percentile", draws: 100 } });
  });
  it("are not offered where the condition has no exit, and have reasons without probes", () => {
    expect(report(probes, false).all.endRate).toMatchObject({ ok: false, reason: "not-offered" });
    expect(report(conversation("a", "negative", 1, 1)).all.endRate).toMatchObject({ ok: false, reason: "no-units" });
    expect(report([]).all.balanced).toMatchObject({ ok: false, reason: "no-units" });
  });
  it("ignore the greeting and unknown outcomes, and invalid replies, but not the real label", () => {
    expect(exitPoints([probeOf({ conversation: "a", outcome: "negative", real: "invalid", samples: ["leave", "invalid"], ordinal: 2 })])).toMatchObject([{ leave: 1, ended: false }]);
    expect(exitPoints([probeOf({ conversation: "a", outcome: "negative", real: 1, samples: ["leave"], ordinal: 1 })])).toEqual([]);
    expect(exitPoints([probeOf({ conversation: "a", outcome: "negative", real: 1, samples: ["invalid"], ordinal: 2 })])).toEqual([]);
  });
  it("take a stated probability of leaving for the discrimination", () => {
    const stated = conversation("a", "negative", 1, 1, 1).map((probe, i) => ({ ...probe, samples: [{ ...sampleOf(1), leaveProbability: i === 2 ? 0.9 : 0.2 }] }));
    expect(report(stated).discrimination).toMatchObject({ points: 3, events: 1, auc: { ok: true, value: 1 } });
  });
});

describe("hazards", () => {
  it("count those offered a turn; other ends are censored", () => {
    const rows = realHazard([end, { ...end, conversation: "b", userTurns: 2 }, { ...end, conversation: "c", userTurns: 4, end: "agent" }]);
    expect(rows.map(({ turn, atRisk, ended }) => [turn, atRisk, ended])).toEqual([[2, 3, 0], [3, 3, 1], [4, 2, 0], [5, 1, 1]]);
    expect(rows.every(({ few }) => few)).toBe(true);
  });
  it("of the simulator are mean end shares by user turn", () => {
    const points = exitPoints([...conversation("a", "negative", 1, "leave"), ...conversation("b", "positive", 1, 1)]);
    expect(simulatedHazard(points)).toEqual([{ turn: 2, probes: 2, hazard: 0 }, { turn: 3, probes: 2, hazard: 0.5 }]);
  });
});

describe("discrimination", () => {
  const points = [{ score: 0.1, event: false }, { score: 0.1, event: true }, { score: 0.8, event: true }, { score: 0.3, event: false }];
  it("AUC counts ties one half and weights as repeats", () => {
    expect(auc(points)).toEqual({ ok: true, value: { value: (0.5 + 0 + 1 + 1) / 4, pairs: 4 } });
    const repeated = [...points, points[2]!];
    const weighted = points.map((point, i) => ({ ...point, weight: i === 2 ? 2 : 1 }));
    expect(auc(weighted)).toEqual(auc(repeated));
    expect(auc(points.filter(({ event }) => event))).toEqual({ ok: false, reason: "no-pairs" });
  });
  it("Brier, log loss, skill, reliability", () => {
    expect(brier(points)).toMatchObject({ value: expect.closeTo((0.01 + 0.81 + 0.04 + 0.09) / 4, 12) as number });
    expect(constantBrier(points)).toMatchObject({ value: 0.25 });
    expect(skill(brier(points), constantBrier(points))).toMatchObject({ value: expect.closeTo(1 - 0.2375 / 0.25, 12) as number });
    expect(skill(brier(points), { ok: true, value: 0 })).toEqual({ ok: false, reason: "zero-variance" });
    expect(logLoss([{ score: 0, event: true }])).toMatchObject({ value: expect.closeTo(-Math.log(1e-6), 9) as number });
    expect(reliability(points)).toMatchObject([{ low: 0.1, weight: 2, eventShare: 0.5 }, { low: 0.3, weight: 1 }, { low: 0.8, eventShare: 1 }]);
    expect(reliability([{ score: 1, event: true }])).toMatchObject([{ high: 1 }]);
  });
});

describe("unknown outcomes and late converters (E31)", () => {
  it("bounds and the thinned contrast", () => {
    const probes = [
      ...[0, 1].map((i) => probeOf({ conversation: `n${i}`, outcome: "negative", real: 0, samples: [1] })),
      ...[0, 1].map((i) => probeOf({ conversation: `p${i}`, outcome: "positive", real: 1, samples: [1] })),
      ...[0, 1].map((i) => probeOf({ conversation: `u${i}`, outcome: "unknown", real: 0, samples: [3] })),
    ];
    expect(unknownBounds(depthProbes(probes, SCHEME, "all"), "conversation")).toEqual({ allNegative: { ok: true, value: 2 }, allPositive: { ok: true, value: -0.5 } });
    expect(withoutLateConverters(0.3, 0.25)).toMatchObject({ value: expect.closeTo(0.4, 12) as number });
    expect(withoutLateConverters(0.3, 1)).toEqual({ ok: false, reason: "not-identified" });
  });
});
