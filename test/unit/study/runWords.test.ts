import { describe, expect, it } from "vitest";
import { conversationBias, listedRun } from "../../../src/study/conversationBias.ts";
import { apartFrom } from "../../../src/study/runsApart.ts";
import { deltaText, leftText, progressText, runLine } from "../../../src/study/runWords.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { memoryStudy } from "../../fakes/memoryStudy.ts";

const signal = new AbortController().signal;

async function finishedRun() {
  const { study, open } = memoryStudy();
  const outcomes = ["positive", "negative"] as const;
  const dataset = await open("d", [1, 2, 3, 4].map((number) => conversationWith(`c-${number}`, 6, outcomes[number % 2])));
  const { run, plan } = await study.plan(dataset, DEFAULT_SETUP, { rule: { kind: "fractions", fractions: [0.3, 0.6] }, seed: 1 }, signal);
  expect(study.runs).toEqual([]);
  await study.carryOut(dataset, DEFAULT_SETUP, run, plan, signal);
  return { study, dataset, run };
}

describe("a run in one line", () => {
  it("has Δ, state and progress", async () => {
    const { run } = await finishedRun();
    expect(runLine(run, { value: 0.294, look: false }, "en")).toBe("Δ +0.29 · finished · 8/8 probes");
    expect(runLine(run, undefined, "zh")).toBe("已完成 · 8/8 个探测");
    expect(progressText(run, "en")).toBe("8/8 probes");
  });

  it("is told from runs of its title by what differs, as when it was repeated or enlarged", async () => {
    const { study, dataset, run } = await finishedRun();
    expect(apartFrom(run, study.runs, "en")).toEqual([]);
    const rule = { kind: "fractions", fractions: [0.3, 0.6] } as const;
    for (const [options, setup] of [[{ rule, seed: 2 }, DEFAULT_SETUP], [{ rule, seed: 1, limit: 3 }, { ...DEFAULT_SETUP, samples: 2 }]] as const) {
      const more = await study.plan(dataset, setup, options, signal);
      await study.carryOut(dataset, setup, more.run, more.plan, signal);
    }
    expect(new Set(study.runs.map((each) => apartFrom(each, study.runs, "en").join(" · ")))).toEqual(new Set(["all conversations · samples 1 · seed 1", "all conversations · samples 1 · seed 2", "3 conversations · samples 2 · seed 1"]));
    expect(apartFrom(run, study.runs, "zh")).toEqual(["全部对话", "样本 1", "种子 1"]);
  });

  it("marks a look", () => {
    expect(deltaText({ value: -0.004, look: true }, "en")).toBe("Δ 0.00 (a look)");
  });

  it("says time left in the unit that fits, never less than there is", () => {
    expect([400, 59_000, 61_000, 3_500_000, 3_660_000].map((milliseconds) => leftText(milliseconds, "en"))).toEqual(["1 s left", "59 s left", "2 min left", "59 min left", "1 h 1 min left"]);
  });
});

describe("the bias of a conversation", () => {
  it("is the mean of the differences its turns show", async () => {
    const { study, dataset, run } = await finishedRun();
    expect(listedRun(study, dataset)).toBe(run);
    for (const { id } of dataset.dataset.entries) {
      const differences = [...study.turnViews(dataset, id).values()].flatMap(({ continuations }) => continuations.map(({ difference }) => difference!));
      const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      expect(conversationBias(run, id)?.bias).toBeCloseTo(mean, 12);
      expect(conversationBias(run, id)?.probes).toBe(2);
    }
    expect(conversationBias(run, "nobody")).toBeUndefined();
  });
});
