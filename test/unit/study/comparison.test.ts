// Which runs may be compared, what a comparison says of them, and that several are adjusted together.
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { holm } from "../../../src/core/stats/multiplicity.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { comparisons, type Comparable, type ComparisonOptions, type Comparisons } from "../../../src/study/comparison.ts";
import { probeOf, SCHEME, type SampleShort } from "../core/stats/probes.ts";

const STORED = { datasetHash: "h1", datasetName: "Data", judge: "j1", instrument: "i1", margin: 0.15 } as const;

/** 40 conversations with two probes; the simulator says `said` in negative and positive ones. */
function run(name: string, said: (c: number, negative: boolean) => SampleShort, origin: Comparable["origin"] = STORED, probes: (all: readonly LabelledProbe[]) => readonly LabelledProbe[] = (all) => all): Comparable {
  const all = Array.from({ length: 40 }, (_, c) => [30, 60].map((position) => probeOf({ conversation: `c${c}`, outcome: c % 2 === 0 ? "negative" : "positive", real: c % 3, samples: [said(c, c % 2 === 0)], position }))).flat();
  return { name, probes: probes(all), scheme: SCHEME, origin };
}

const compared = (runs: readonly [Comparable, ...Comparable[]], options: Partial<ComparisonOptions> = {}): Comparisons => runToEnd(comparisons(runs, { seed: 5, bootstrapDraws: 100, permutationDraws: 200, ...options }));
const value = (reported: Reported): number => (reported.ok ? reported.value : Number.NaN);
const same = run("same", (c) => (c + 1) % 4);
const engaged = run("engaged", (c, negative) => (negative ? 4 - (c % 2) : (c + 1) % 4));

describe("a comparison", () => {
  it("is first minus other, with both on the common probes, and counts what each has alone", () => {
    const short = run("short", (c) => (c + 1) % 4, STORED, (all) => all.filter(({ conversation, position }) => conversation !== "c0" && !(conversation === "c1" && position === 60)));
    const { headline, notes } = compared([engaged, short]).comparisons[0]!;
    expect(headline.probes).toEqual({ both: 77, onlyA: 3, onlyB: 0 });
    expect(headline.units).toEqual({ negative: 19, positive: 20, lostA: 1, lostB: 0 });
    expect(value(headline.runs.a.delta) - value(headline.runs.b.delta)).toBeCloseTo(value(headline.contrast.difference), 12);
    expect(value(headline.runs.a.strata.negative) - value(headline.runs.b.strata.negative)).toBeCloseTo(value(headline.negative), 12);
    expect(value(headline.negative)).toBeGreaterThan(1);
    expect(value(headline.positive)).toBe(0);
    expect(notes).toEqual([]);
  });

  it("of a run with itself is nothing, and equivalent within any margin", () => {
    const { headline } = compared([same, { ...same, name: "again" }]).comparisons[0]!;
    expect([headline.negative, headline.positive, headline.marginal.difference, headline.contrast.difference].map(value)).toEqual([0, 0, 0, 0]);
    expect(headline.marginal.p).toMatchObject({ ok: true, value: 1 });
  });

  it("turned round changes signs only", () => {
    const [one, other] = [compared([engaged, same]), compared([same, engaged])].map(({ comparisons: [first] }) => first!.headline);
    expect(value(one!.contrast.difference)).toBeCloseTo(-value(other!.contrast.difference), 12);
    expect(value(one!.contrast.welchP)).toBeCloseTo(value(other!.contrast.welchP), 12);
    expect(value(one!.contrast.equivalence.p)).toBeCloseTo(value(other!.contrast.equivalence.p), 12);
  });

  it("has the replies-only line beside it where somebody leaves, and customers first where they repeat", () => {
    const leaving = run("leaving", (c) => (c % 5 === 0 ? "leave" : 1));
    expect(compared([same, leaving]).comparisons[0]!.beside.map(({ unit, kind }) => [unit, kind])).toEqual([["conversation", "replies"]]);
    const repeated = (one: Comparable): Comparable => ({ ...one, probes: one.probes.map((probe) => ({ ...probe, customer: `u${Number(probe.conversation.slice(1)) % 30}` })) });
    const { headline, beside } = compared([repeated(same), repeated(leaving)]).comparisons[0]!;
    expect(headline).toMatchObject({ unit: "customer", kind: "all" });
    expect(beside.map(({ unit, kind }) => [unit, kind])).toEqual([["customer", "replies"], ["conversation", "all"], ["conversation", "replies"]]);
  });

  it("of several is each against the first, p adjusted together", () => {
    const middling = run("middling", (c, negative) => (negative && c % 4 === 0 ? 4 : (c + 1) % 4));
    const { comparisons: pairs } = compared([same, engaged, middling, { ...same, name: "again" }]);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([["same", "engaged"], ["same", "middling"], ["same", "again"]]);
    expect(pairs.map(({ holm: { marginal } }) => marginal)).toEqual(holm(pairs.map(({ headline }) => value(headline.marginal.p))));
    expect(pairs.map(({ holm: { size } }) => size)).toEqual([3, 3, 3]);
    for (const { headline, holm: adjusted } of pairs) expect(adjusted.marginal).toBeGreaterThanOrEqual(value(headline.marginal.p));
  });
});

describe("the margin", () => {
  it("is the strictest stored one, the default where one is not stored, or the one given, which is then said", () => {
    const stored = (margin: number): Comparable["origin"] => ({ ...STORED, margin });
    expect(compared([run("a", () => 1, stored(0.3)), run("b", () => 1, stored(0.1))]).margin).toEqual({ value: 0.1, from: "stored" });
    expect(compared([run("a", () => 1, stored(0.3)), run("b", () => 1, {})]).margin).toEqual({ value: 0.15, from: "default" });
    const given = compared([same, engaged], { margin: 0.5 });
    expect(given.margin).toEqual({ value: 0.5, from: "given" });
    expect(given.comparisons[0]).toMatchObject({ notes: ["margin-not-stored"], headline: { contrast: { equivalence: { margin: 0.5 } } } });
  });
});

describe("what is said", () => {
  it("other judge, other instrument, other real labels, the control, a file that names no dataset", () => {
    const relabelled = run("b", (c) => (c + 1) % 4, { ...STORED, judge: "j2", instrument: "i2", control: true }, (all) => all.map((probe) => ({ ...probe, real: { status: "valid" as const, stage: "engaging" } })));
    expect(compared([same, relabelled]).comparisons[0]!.notes).toEqual(["other-judge", "other-instrument", "other-real-labels", "control"]);
    expect(compared([same, run("b", () => 1, {})]).comparisons[0]!.notes).toContain("dataset-unknown");
  });
});

describe("what is refused", () => {
  it.each<[string, Comparable, object]>([
    ["an invented run", run("b", () => 1, { ...STORED, provenance: "invented" }), { id: "compare-invented", values: { name: "b" } }],
    ["an unfinished run", run("b", () => 1, { ...STORED, unfinished: true }), { id: "compare-unfinished", values: { name: "b" } }],
    ["another dataset", run("b", () => 1, { ...STORED, datasetHash: "h2", datasetName: "Other" }), { id: "compare-datasets", values: { a: "same", aDataset: "Data h1", b: "b", bDataset: "Other h2" } }],
    ["other stages", { ...run("b", () => 1), scheme: { ...SCHEME, stages: SCHEME.stages.slice(1) } }, { id: "compare-stages" }],
    ["a conversation with two outcomes", run("b", () => 1, STORED, (all) => all.map((probe) => ({ ...probe, outcome: probe.conversation === "c3" ? "negative" : probe.outcome }))), { id: "compare-outcomes", values: { conversation: "c3" } }],
    ["no probe in common", run("b", () => 1, STORED, (all) => all.map((probe) => ({ ...probe, position: probe.position + 1 }))), { id: "compare-no-probe", values: { a: "same", b: "b" } }],
  ])("%s", (_what, other, failure) => {
    let thrown: unknown;
    try {
      compared([same, other]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject(failure);
  });
});
