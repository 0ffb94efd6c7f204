import { describe, expect, it } from "vitest";
import { meaning, outcomeArrows } from "../../../../src/core/figures/outcomes.ts";
import { overviewOf } from "../../../../src/core/figures/overview.ts";
import { counted, people, realWord, reason, type Wording } from "../../../../src/core/figures/words.ts";
import type { StatReason } from "../../../../src/core/stats/labelledProbe.ts";
import type { Reported } from "../../../../src/core/stats/reportShape.ts";
import { fakeLook, fakeReport, missing, reported } from "../../../webview/fakeReports.ts";

const ENGLISH: Wording = { language: "en", human: true, strata: { positive: "buyer", negative: "non-buyer" } };
const CHINESE: Wording = { ...ENGLISH, language: "zh" };
const RUN = { invented: false, source: "" };
const STAGES = ["resisting", "exploring"];

describe("what a bias means", () => {
  it.each<[Reported, string]>([
    [reported([0.4, 0.3, 0.5]), "over-engaged"],
    [reported([-0.4, -0.5, -0.3]), "under-engaged"],
    [reported([0.1, -0.1, 0.3]), "interval includes 0"],
    [reported([0.1, 0, 0.3]), "interval includes 0"],
    [reported([0.4]), ""],
    [{ ...reported([0.4]), interval: { ok: false, reason: "fewer-than-two-units" } }, "no interval: fewer than two conversations"],
    [missing("negative-stratum-empty"), "no non-buyers yet"],
  ])("%# is said in words, never as positive or negative", (bias, words) => {
    expect(meaning(bias, ENGLISH)).toBe(words);
  });
});

describe("the rows of the arrow picture", () => {
  it("hold the overview's own numbers", () => {
    const overview = overviewOf(fakeReport());
    const { rows } = outcomeArrows(overview, STAGES, ENGLISH, RUN);
    expect(rows.map(({ id, real, simulated, difference }) => [id, real?.value, simulated?.value, difference.value])).toEqual([["negative", 1.42, 1.82, "+0.40"], ["positive", 1.95, 2.04, "+0.09"]]);
    expect(rows[0]).toMatchObject({ real: { low: 1.33, high: 1.51, label: "real 1.42" }, detail: ["181 conversations", "537 probes"], difference: { rest: "[0.30, 0.49] over-engaged" } });
  });

  it("say why a row is empty instead of drawing at 0", () => {
    const overview = overviewOf(fakeLook());
    const empty = { conversations: 0, units: 0, probes: 0, bias: missing("positive-stratum-empty"), real: missing("positive-stratum-empty"), simulated: missing("positive-stratum-empty") };
    const [, row] = outcomeArrows({ ...overview, strata: { ...overview.strata, positive: empty } }, STAGES, ENGLISH, RUN).rows;
    expect(row).toMatchObject({ difference: { value: "", rest: "no buyers yet" }, spoken: "buyers: no buyers yet." });
    expect(row).not.toHaveProperty("real");
  });

  it("name customers where they are the unit, and mark invented data", () => {
    const overview = { ...overviewOf(fakeReport()), unit: "customer" as const };
    const figure = outcomeArrows(overview, STAGES, ENGLISH, { ...RUN, invented: true });
    expect(figure.rows[0]?.detail).toEqual(["181 customers", "181 conversations", "537 probes"]);
    expect(figure.watermark).toBe("invented data");
    expect(outcomeArrows(overview, STAGES, ENGLISH, RUN)).not.toHaveProperty("watermark");
  });

  it("show stages and outcomes whose names deceive as they are", () => {
    const figure = outcomeArrows(overviewOf(fakeReport()), ["a\u202eb", "c\nd"], { ...ENGLISH, strata: { positive: "x\u2028y", negative: "n" } }, RUN);
    expect(JSON.stringify(figure)).not.toMatch(/\u202e|\u2028|\\n/);
  });
});

describe("an overview", () => {
  it("reads the same numbers off a report and off a look at it", () => {
    const [report, look] = [overviewOf(fakeReport()), overviewOf(fakeLook())];
    expect([report.look, look.look]).toEqual([false, true]);
    for (const key of ["unit", "delta", "samples", "stages"] as const) expect(look[key], key).toEqual(report[key]);
    expect(look.positions.map(({ position, strata }) => [position, strata])).toEqual(report.positions.map(({ position, strata }) => [position, strata]));
    expect([look.report, report.report?.what]).toEqual([undefined, "decision-fidelity-statistics"]);
  });
});

describe("words of the dataset", () => {
  it("make a plural of a person and quote what is none", () => {
    const named = (negative: string, language: "en" | "zh" = "en"): string => people("negative", { ...ENGLISH, language, strata: { positive: "p", negative } });
    expect([named("non-buyer"), named("donor"), named("churned"), named("未成交", "zh")]).toEqual(["non-buyers", "donors", "“churned” users", "未成交"]);
  });

  it("count one and many, real and recorded", () => {
    expect([counted(1, "conversation", ENGLISH), counted(1200, "probe", ENGLISH), counted(2, "customer", CHINESE)]).toEqual(["1 conversation", "1,200 probes", "2 位客户"]);
    expect([realWord(ENGLISH), realWord({ ...ENGLISH, human: false })]).toEqual(["real", "recorded"]);
  });

  it("have a reason for every missing number, in the dataset's words and both languages", () => {
    const reasons: readonly StatReason[] = ["no-units", "negative-stratum-empty", "positive-stratum-empty", "fewer-than-two-units", "fewer-than-ten-units", "zero-variance", "no-variation", "real-gap-includes-zero", "no-discordant-pairs", "singular", "no-usable-probe", "no-pairs", "not-enough-labels", "sensitivity-plus-specificity-not-above-1", "empty-judge-class", "not-offered", "not-identified", "run-unfinished", "invented"];
    for (const why of reasons) {
      for (const wording of [ENGLISH, CHINESE]) expect(reason(why, wording), why).not.toMatch(/[{}]|\b(positive|negative)\b/);
      expect(reason(why, CHINESE)).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
