// Which probes count, and what a unit's value is (E2–E4).
import { describe, expect, it } from "vitest";
import { countsOf, invalidShare } from "../../../../src/core/stats/counts.ts";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { spreadRatio, spreadRows } from "../../../../src/core/stats/spread.ts";
import { customersRepeat, depthMeasure, depthProbes, strataOf, unitValues } from "../../../../src/core/stats/units.ts";
import { probeOf, SCHEME } from "./probes.ts";

const valuesOf = (probes: readonly LabelledProbe[], kind: "all" | "replies", unit: "conversation" | "customer" = "conversation"): Readonly<Record<string, number>> =>
  Object.fromEntries(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, unit).map((each) => [each.id, each.bias]));

describe("probes that count", () => {
  it("leave and silence are depth 0 under all, and nothing under replies", () => {
    const probes = [probeOf({ conversation: "a", outcome: "negative", real: 2, samples: [4, "leave"] }), probeOf({ conversation: "b", outcome: "negative", real: 2, samples: ["silence"] })];
    expect(valuesOf(probes, "all")).toEqual({ a: 0, b: -2 });
    expect(valuesOf(probes, "replies")).toEqual({ a: 2 });
  });
  it("invalid samples are left out of the mean, invalid real labels take the probe out", () => {
    const probes = [probeOf({ conversation: "a", outcome: "negative", real: 1, samples: [3, "invalid"] }), probeOf({ conversation: "b", outcome: "negative", real: "invalid", samples: [3] }), probeOf({ conversation: "c", outcome: "negative", real: 1, samples: ["invalid"] })];
    expect(valuesOf(probes, "all")).toEqual({ a: 2 });
    const counts = countsOf(probes, depthProbes(probes, SCHEME, "all"), SCHEME);
    expect(counts).toMatchObject({ usableProbes: 1, invalidCauses: { "no-json": 3 }, byStratum: { negative: { probes: 3, reply: 2, invalid: 2, invalidReal: 1 } } });
    expect(invalidShare(counts)).toBeCloseTo(3 / 7, 12);
  });
  it("a stage the codebook does not know is invalid", () => {
    const odd: LabelledProbe = { ...probeOf({ conversation: "a", outcome: "negative", real: 1, samples: [1] }), real: { status: "valid", stage: "bored" } };
    expect(depthProbes([odd], SCHEME, "all")).toEqual([]);
    expect(countsOf([odd], [], SCHEME).invalidCauses).toEqual({ "unknown-stage": 1 });
  });
  it("end and silence probes have no real label and enter no bias", () => {
    const ended: LabelledProbe = { ...probeOf({ conversation: "a", outcome: "negative", real: "invalid", samples: [3] }), realKind: "ended" };
    expect(depthProbes([ended], SCHEME, "all")).toEqual([]);
    expect(countsOf([ended], [], SCHEME)).toMatchObject({ endedProbes: 1, invalidCauses: {} });
  });
});

describe("units", () => {
  const probes = [
    probeOf({ conversation: "a", customer: "u", outcome: "negative", real: 0, samples: [1], position: 30 }),
    probeOf({ conversation: "a", customer: "u", outcome: "negative", real: 0, samples: [3], position: 60 }),
    probeOf({ conversation: "b", customer: "u", outcome: "negative", real: 0, samples: [4] }),
    probeOf({ conversation: "c", customer: "u", outcome: "positive", real: 2, samples: [2] }),
    probeOf({ conversation: "d", outcome: "positive", real: 1, samples: [2] }),
    probeOf({ conversation: "e", customer: "v", outcome: "unknown", real: 1, samples: [4] }),
  ];
  it("each probe weighs 1 in its conversation, each conversation 1 in its customer and outcome", () => {
    expect(valuesOf(probes, "all")).toEqual({ a: 2, b: 4, c: 0, d: 1, e: 3 });
    const units = unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, "customer");
    expect(units.map(({ id, outcome, bias, conversations, probes: n }) => [id, outcome, bias, conversations, n])).toEqual([["d", "positive", 1, 1, 1], ["u", "negative", 3, 2, 3], ["u", "positive", 0, 1, 1], ["v", "unknown", 3, 1, 1]]);
  });
  it("customers of both outcomes come first in both strata; unknown outcomes stay apart", () => {
    const strata = strataOf(unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, "customer"));
    expect(strata.linked).toBe(1);
    expect([strata.negative[0]!.id, strata.positive[0]!.id]).toEqual(["u", "u"]);
    expect(strata.unknown.map(({ id }) => id)).toEqual(["v"]);
  });
  it("repeats are conversations of one customer, not probes of one conversation", () => {
    expect(customersRepeat(probes)).toBe(true);
    expect(customersRepeat(probes.slice(0, 2))).toBe(false);
    expect(customersRepeat([probes[4]!, probes[4]!])).toBe(false);
  });
});

describe("spread ratio (E12)", () => {
  const ratio = (samples: readonly number[]): number | string => {
    const rows = spreadRows(depthProbes(samples.map((sample, i) => probeOf({ conversation: `c${i}`, outcome: "negative", real: i % 5, samples: [sample] })), SCHEME, "all"));
    const sum = (at: number): number => rows.negative.reduce((total, row) => total + row[at]!, 0);
    const got = spreadRatio(rows.positions.length, sum, () => 0);
    return got.ok ? got.value : got.reason;
  };
  it("is 1 for the same spread, 0 for a simulator with one answer, the ratio of standard deviations between", () => {
    expect(ratio([0, 1, 2, 3, 4])).toBe(1);
    expect(ratio([2, 2, 2, 2, 2])).toBe(0);
    expect(ratio([1, 1.5, 2, 2.5, 3].map(Math.floor))).toBeCloseTo(Math.sqrt(2.8 / 10), 12);
    expect(ratio([1])).toBe("fewer-than-two-units");
  });
});
