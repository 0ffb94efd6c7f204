// The control's jackknife: Welch's standard error without donors, wider where donors are shared; the pick rate.
import { describe, expect, it } from "vitest";
import { contrast, summary } from "../../../../src/core/stats/contrast.ts";
import { controlJackknife, isControl, type ControlResult } from "../../../../src/core/stats/controlLadder.ts";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport } from "../../../../src/core/stats/report.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../../src/core/stats/units.ts";
import { probeOf, SCHEME, STAGES } from "./probes.ts";

const people = Array.from({ length: 24 }, (_, i) => ({ id: `c${String(i).padStart(2, "0")}`, outcome: i % 3 === 0 ? ("positive" as const) : ("negative" as const), real: (i * 7) % 5 }));

/** Each person's probe answered by the turns of the persons numbered `donorsOf`. */
function control(donorsOf: (i: number) => readonly number[]): readonly LabelledProbe[] {
  return people.map(({ id, outcome, real }, i) => ({
    ...probeOf({ conversation: id, outcome, real, samples: [] }),
    samples: donorsOf(i).map((donor) => ({ kind: "reply", donor: people[donor]!.id, label: { status: "valid", stage: STAGES[people[donor]!.real]! } })),
  }));
}

const jackknifed = (probes: readonly LabelledProbe[], unit: "conversation" | "customer" = "conversation"): ControlResult => runToEnd(controlJackknife(depthProbes(probes, SCHEME, "all"), unit));

function welchSe(probes: readonly LabelledProbe[]): number {
  const { negative, positive } = strataOf(unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, "conversation"));
  const { welch } = contrast(summary(negative.map((each) => each.bias)), summary(positive.map((each) => each.bias)));
  return welch.ok ? welch.value.se : NaN;
}

describe("control", () => {
  it("has Welch's standard error where nobody is a donor", () => {
    const probes = people.map(({ id, outcome, real }, i) => probeOf({ conversation: id, outcome, real, samples: [(i * 3) % 5] }));
    expect(isControl(probes)).toBe(false);
    const { delta } = jackknifed(probes);
    expect(delta).toMatchObject({ ok: true, value: { se: expect.closeTo(welchSe(probes), 12) as number } });
  });

  it("equals deleting each conversation by hand, in both roles", () => {
    const probes = control((i) => [(i + 1) % 24, (i + 5) % 24, (i + 11) % 24]);
    const deltaOf = (rest: readonly LabelledProbe[]): number => {
      const { negative, positive } = strataOf(unitValues(depthProbes(rest, SCHEME, "all"), depthMeasure, "conversation"));
      return summary(negative.map((each) => each.bias)).mean - summary(positive.map((each) => each.bias)).mean;
    };
    const deltas = people.map(({ id, outcome }) => ({
      outcome,
      delta: deltaOf(probes.filter((probe) => probe.conversation !== id).map((probe) => ({ ...probe, samples: probe.samples.filter(({ donor }) => donor !== id) }))),
    }));
    let variance = 0;
    for (const side of ["negative", "positive"]) {
      const own = deltas.filter(({ outcome }) => outcome === side).map(({ delta }) => delta);
      variance += (own.length - 1) * summary(own).variance * ((own.length - 1) / own.length);
    }
    const got = jackknifed(probes);
    expect(got.delta).toMatchObject({ ok: true, value: { value: expect.closeTo(deltaOf(probes), 12) as number, se: expect.closeTo(Math.sqrt(variance), 10) as number } });
  });

  it("is wider than the bootstrap thinks where one donor serves everybody", () => {
    const probes = control((i) => (i === 0 ? [2, 3] : [0, (i % 5) + 1]));
    const { delta } = jackknifed(probes);
    expect(delta.ok && delta.value.se).toBeGreaterThan(0);
    const alone = control((i) => (i === 0 ? [1] : [0]));
    // Everybody but the donor drops out when the only donor goes: the strata are then unusable and that deletion is left out.
    expect(jackknifed(alone).delta.ok).toBe(true);
  });

  it("tells how often donors share the outcome, beside chance", () => {
    const same = control((i) => people.flatMap((each, j) => (j !== i && each.outcome === people[i]!.outcome ? [j] : [])).slice(0, 4));
    expect(jackknifed(same).sameOutcome).toMatchObject({ ok: true, value: { rate: 1, picks: 96 } });
    const any = jackknifed(control((i) => people.map((_, j) => j).filter((j) => j !== i))).sameOutcome;
    expect(any).toMatchObject({ ok: true });
    if (any.ok) expect(any.value.rate).toBeCloseTo(any.value.chance, 12);
  });

  it("puts its intervals in place of the headline's", () => {
    const report = statsReport(control((i) => [(i + 1) % 24, (i + 5) % 24]), SCHEME, { seed: 1, bootstrapDraws: 100, permutationDraws: 100, look: false, invented: false });
    expect(report.headline.delta).toEqual(report.control!.delta);
    expect(report.headline.delta).toMatchObject({ interval: { ok: true, value: { method: "jackknife" } } });
    expect(report.headline.strata.negative.bias.interval).toMatchObject({ value: { method: "jackknife" } });
  });

  it("deletes a customer's conversations together where customers are the unit", () => {
    const probes = control((i) => [(i + 1) % 24, (i + 7) % 24]).map((probe, i) => ({ ...probe, customer: `u${i % 8}` }));
    const [byCustomer, byConversation] = [jackknifed(probes, "customer").delta, jackknifed(probes).delta];
    expect(byCustomer.ok && byConversation.ok).toBe(true);
    if (byCustomer.ok && byConversation.ok) expect(byCustomer.value.se).not.toBeCloseTo(byConversation.value.se, 6);
  });
});
