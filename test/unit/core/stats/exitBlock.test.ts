// The report's part about ending: what it says with and without end probes, with and without an exit, under which rule.
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport, type ExitBlock, type ReportOptions } from "../../../../src/core/stats/report.ts";
import { probeOf, SCHEME, type SampleShort } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 3, bootstrapDraws: 200, permutationDraws: 40, look: false, invented: false, rule: "every" };
const exitOf = (probes: readonly LabelledProbe[], options: Partial<ReportOptions> = {}): ExitBlock => statsReport(probes, SCHEME, { ...OPTIONS, ...options }).exit;

function turn(conversation: string, ordinal: number, sample: SampleShort, ended = false): LabelledProbe {
  const outcome = Number(conversation.slice(1)) % 2 === 0 ? ("negative" as const) : ("positive" as const);
  const probe = probeOf({ conversation, outcome, real: 1, samples: [sample], position: ordinal, ordinal });
  return ended ? { ...probe, realKind: "ended", real: { status: "invalid", cause: "ended" } } : probe;
}

/** 24 conversations of two user turns after the greeting; every third ends at its fourth turn. The simulator leaves where it says. */
const leaving = (sample: (conversation: number, ended: boolean) => SampleShort): readonly LabelledProbe[] =>
  Array.from({ length: 24 }, (_, c) => [turn(`c${c}`, 2, sample(c, false)), turn(`c${c}`, 3, sample(c, false)), ...(c % 3 === 0 ? [turn(`c${c}`, 4, sample(c, true), true)] : [])]).flat();

describe("a run without end probes", () => {
  const probes = leaving((c) => (c === 1 ? "leave" : 1)).filter(({ realKind }) => realKind === "reply");
  it("says how often the simulator leaves too early, and why there is no more", () => {
    const exit = exitOf(probes);
    expect(exit.moments).toEqual({ continuing: 48, ended: 0 });
    expect(exit.rates.all.prematureRate).toMatchObject({ ok: true, value: 1 / 24, interval: { ok: true } });
    expect(exit.rates.all.endRate).toMatchObject({ ok: false, reason: "no-units" });
    expect(exit.discrimination).toMatchObject({ auc: { ok: false, reason: "no-pairs" }, skill: { ok: false, reason: "no-pairs" }, reliability: [] });
  });
  it("is not offered where the condition has no exit, never 0 %", () => {
    const exit = exitOf(probes, { offersExit: false });
    for (const rate of Object.values(exit.rates.all)) expect(rate).toMatchObject({ ok: false, reason: "not-offered" });
    expect(exit.discrimination.brier).toMatchObject({ ok: false, reason: "not-offered" });
    expect(exit.hazard.ok && exit.hazard.value[0]).toMatchObject({ real: { ok: true, value: 0 }, simulated: { ok: false, reason: "not-offered" } });
  });
});

describe("a run with end probes", () => {
  it("of somebody who leaves exactly at the ends", () => {
    const exit = exitOf(leaving((_, ended) => (ended ? "leave" : 2)));
    expect(exit.moments).toEqual({ continuing: 48, ended: 8 });
    expect(exit.rates.all).toMatchObject({ endRate: { value: 1 }, prematureRate: { value: 0 }, balanced: { value: 1 } });
    expect(exit.discrimination).toMatchObject({ stated: 0, auc: { ok: true, value: 1, interval: { ok: true, value: { low: 1, high: 1, draws: 200 } } }, brier: { value: 0 }, skill: { value: 1 } });
    expect(exit.discrimination.reliability).toEqual([
      { low: 0, high: 0.1, moments: 48, meanScore: 0, endedShare: 0 },
      { low: 0.9, high: 1, moments: 8, meanScore: 1, endedShare: 1 },
    ]);
  });
  it("of somebody who never leaves is worth no more than a coin, and counting turns does better", () => {
    const { discrimination, rates } = exitOf(leaving(() => 2));
    expect(rates.all.balanced).toMatchObject({ ok: true, value: 0.5 });
    expect(discrimination).toMatchObject({ auc: { ok: true, value: 0.5 }, turnCount: { auc: { ok: true, value: 1, interval: { ok: true, value: { low: 1, high: 1, draws: 200 } } } } });
    expect(discrimination.skill.ok && discrimination.skill.value).toBeLessThan(0);
    expect(discrimination.constantBrier.ok && discrimination.constantBrier.value).toBeCloseTo((8 / 56) * (48 / 56), 12);
  });
  it("has intervals about both areas, that of counting turns by pairs inside folds", () => {
    const going = Array.from({ length: 8 }, (_, i) => turn(`c${3 * i + 1}`, 4, 2));
    const { discrimination } = exitOf([...leaving((c, ended) => (c % 5 === 0 || ended ? "leave" : 2)), ...going]);
    for (const area of [discrimination.auc, discrimination.turnCount.auc]) {
      const within = area.ok && area.interval?.ok && area.interval.value;
      expect(within && within.low < within.high && within.low <= area.value && area.value <= within.high, JSON.stringify(area)).toBe(true);
    }
  });
  it("has a hazard by turn under the rule of every turn only", () => {
    const probes = leaving((c, ended) => (ended && c < 12 ? "silence" : 2));
    const { hazard } = exitOf(probes);
    expect(hazard.ok && hazard.value.map(({ turn: at, moments, ended, few }) => [at, moments, ended, few])).toEqual([[2, 24, 0, false], [3, 24, 0, false], [4, 8, 8, true]]);
    expect(hazard.ok && hazard.value[2]).toMatchObject({ real: { value: 1, interval: { ok: true } }, simulated: { value: 0.5 } });
    expect(exitOf(probes, { rule: "landmark" }).hazard).toEqual({ ok: false, reason: "not-every-turn" });
    expect(statsReport(probes, SCHEME, { seed: 1, bootstrapDraws: 40, permutationDraws: 40, look: false, invented: false }).exit.hazard.ok).toBe(false);
  });
  it("draws nothing in a look, and leaves unknown outcomes out", () => {
    expect(exitOf(leaving((_, ended) => (ended ? "leave" : 2)), { look: true }).discrimination.auc).not.toHaveProperty("interval");
    expect(exitOf(leaving(() => 1).map((probe) => ({ ...probe, outcome: "unknown" }))).moments).toEqual({ continuing: 0, ended: 0 });
  });
});
