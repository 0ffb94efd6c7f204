// The lab on labelled pairs with known answers: what each condition does to the average and to the contrast.
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import type { LabelledProbe, OutcomeValue, SampleValue } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport } from "../../../../src/core/stats/report.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { lab, type Lab, type LabRun } from "../../../../src/study/lab/lab.ts";
import { labTables } from "../../../../src/study/lab/labTables.ts";
import { schemeOf } from "../../../../src/study/reportOf.ts";
import { QUICK_DRAWS } from "../onMemory.ts";

const STAGES = CODEBOOK_V1.en.stages.map(({ name }) => name);
const SCHEME = schemeOf(CODEBOOK_V1.en);
const EACH = 48;

/** Real depths with a gap of about two steps; `simulated` says what the condition makes of one. */
function probes(simulated: (real: number, outcome: OutcomeValue, i: number) => number | "silence"): readonly LabelledProbe[] {
  return Array.from({ length: 2 * EACH }, (_, i): LabelledProbe => {
    const outcome = i % 2 === 0 ? "negative" : "positive";
    const real = outcome === "negative" ? [0, 0, 1, 2][(i >> 1) % 4]! : [2, 3, 3, 4][(i >> 1) % 4]!;
    const made = simulated(real, outcome, i);
    const sample: SampleValue = made === "silence" ? { kind: "silence" } : { kind: "reply", label: { status: "valid", stage: STAGES[Math.max(0, Math.min(4, made))]! } };
    return { conversation: `c${i}`, outcome, position: 30, ordinal: 2, realKind: "reply", real: { status: "valid", stage: STAGES[real]! }, samples: [sample] };
  });
}

const run = (name: string, own: readonly LabelledProbe[]): LabRun => ({
  name,
  condition: name,
  probes: own,
  scheme: SCHEME,
  origin: { run: name, margin: 0.15, datasetHash: "d", offersExit: true },
  report: statsReport(own, SCHEME, { seed: 1, look: false, invented: false, ...QUICK_DRAWS }),
});

/** Too engaged for all and most for those who said no; then one step colder for everybody; then right; then colder where it was right. */
const eager = run("eager", probes((real, outcome, i) => (outcome === "negative" ? real + 2 : real + (i % 4 === 1 ? 1 : 0))));
const wavers = (i: number): number => (i % 32 < 2 ? 1 : i % 32 === 16 || i % 32 === 17 ? -1 : 0);
const colder = run("colder", probes((real, outcome, i) => (outcome === "negative" ? real + 1 : real - (i % 4 === 1 ? 0 : 1)) + wavers(i)));
const right = run("right", probes((real) => real));
const silent = run("silent", probes((real) => (real === 0 ? "silence" : real)));

const made = (...runs: readonly [LabRun, ...LabRun[]]): Lab => runToEnd(lab(runs, { seed: 1, ...QUICK_DRAWS }));
const value = (reported: { readonly ok: boolean; readonly value?: number }): number => (reported.ok ? reported.value! : Number.NaN);

describe("the mitigation lab", () => {
  it("shows the trap: an average repaired for everybody alike leaves the contrast", () => {
    const { rows, differences, testable } = made(eager, colder);
    expect(testable).toBe(true);
    const [before, after] = rows as [Lab["rows"][0], Lab["rows"][0]];
    expect(Math.abs(value(after.marginal))).toBeLessThan(Math.abs(value(before.marginal)));
    expect(value(after.delta)).toBeCloseTo(value(before.delta), 9);
    expect(differences[0]).toMatchObject({ name: "colder", probes: 96, reading: "average-only" });
    expect(value(differences[0]!.marginal)).toBeCloseTo(-1, 9);
    expect(value(differences[0]!.delta)).toBeCloseTo(0, 9);
    expect(value(differences[0]!.separation)).toBeCloseTo(0, 9);
  });

  it("tells it from a condition that repairs both, and from none", () => {
    const { differences, rows } = made(eager, right, eager);
    expect(differences.map(({ reading }) => reading)).toEqual(["both", "open"]);
    expect(value(rows[1]!.delta)).toBe(0);
    expect(value(rows[1]!.kept)).toBe(1);
    expect(value(differences[0]!.separation)).toBeGreaterThan(0);
    expect(made(right, eager).differences[0]!.reading).toBe("neither");
  });

  it("counts silence as resistance, and gives differences the sign of the run against the first", () => {
    const { rows, differences } = made(eager, silent);
    expect(value(rows[0]!.resistance!.negative.simulated)).toBe(0);
    expect(value(rows[1]!.resistance!.negative.simulated)).toBe(0.5);
    expect(value(differences[0]!.resistance.negative)).toBe(0.5);
    const { interval } = differences[0]!.marginal as { readonly interval?: { readonly ok: true; readonly value: { readonly low: number; readonly high: number } } };
    expect(interval!.value.low).toBeLessThanOrEqual(value(differences[0]!.marginal));
    expect(interval!.value.high).toBeGreaterThanOrEqual(value(differences[0]!.marginal));
  });

  it("says so where the real turns cannot test the contrast, and refuses what must not be compared", () => {
    const level = (name: string) => run(name, probes((real) => real).map((probe) => ({ ...probe, real: { status: "valid" as const, stage: "engaging" } })));
    expect(made(level("a"), level("b")).testable).toBe(false);
    expect(() => made(eager, { ...right, origin: { ...right.origin, provenance: "invented" } })).toThrow(expect.objectContaining({ id: "compare-invented" }) as Error);
    expect(() => made(eager, { ...right, origin: { ...right.origin, datasetHash: "other" } })).toThrow(expect.objectContaining({ id: "compare-datasets" }) as Error);
  });

  it("is words in both languages, and plain data", () => {
    const all = made(eager, colder, right, silent);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    for (const language of ["en", "zh"] as const) expect(labTables(all, { language, strata: { positive: "buyer", negative: "non-buyer" }, human: true }).join("\n")).not.toMatch(/\{|undefined|NaN/);
  });
});
