import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkStudyFile, type StudyFile } from "../../../src/protocol/studyFile.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { studyRuns } from "../../../src/study/studyRuns.ts";

const datasets = [{ name: "calls", path: "data/calls.jsonl" }, { path: "chats.jsonl" }];

function runs(file: StudyFile) {
  const checked = checkStudyFile(JSON.stringify(file));
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings));
  return studyRuns({ folder: "/study", file: checked.study }, { join: (...parts) => path.posix.join(...parts) });
}

describe("the runs of a study file", () => {
  it("have dataset, setup, options and budget; one without a condition stands for each of the study's", () => {
    const asked = runs({
      datasets,
      rule: { kind: "every" },
      conditions: ["persona", "own.fidelity-prompt"],
      runs: [
        { dataset: "calls", simulator: "lab/small", judge: "lab", judgeModel: "org/large", instrument: "mine.json", samples: 2, seed: 7, limit: 10, budget: 500, name: "first" },
        { dataset: "chats.jsonl", simulator: "control:C2", budget: { money: 2.5 } },
        { dataset: "calls", simulator: "made.jsonl" },
      ],
    });
    expect(asked).toEqual([
      ...["persona", "/study/own.fidelity-prompt"].map((condition) => ({
        name: "first",
        dataset: "/study/data/calls.jsonl",
        setup: { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "lab", model: "small" }, judge: { kind: "model", endpoint: "lab", model: "org/large", instrument: "/study/mine.json" }, condition, samples: 2 },
        options: { rule: { kind: "every" }, seed: 7, limit: 10 },
        budget: { calls: 500 },
      })),
      { dataset: "/study/chats.jsonl", setup: { ...DEFAULT_SETUP, simulator: { kind: "control", rung: "C2" } }, options: { rule: { kind: "every" }, seed: 1 }, budget: { money: 2.5 } },
      { dataset: "/study/data/calls.jsonl", setup: { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: "/study/made.jsonl" }, judge: { kind: "recorded" } }, options: { rule: { kind: "every" }, seed: 1 } },
    ]);
    expect(runs({ datasets })).toEqual([]);
  });

  it.each([
    [{ simulator: "control" }, "study-run-dataset"],
    [{ simulator: "control", dataset: "nobody" }, "study-run-dataset"],
    [{ simulator: "lab", dataset: "calls" }, "study-run-simulator"],
    [{ simulator: "control:C9", dataset: "calls" }, "study-run-simulator"],
    [{ simulator: "control", judge: "lab", dataset: "calls" }, "study-run-judge"],
  ])("%j are refused with what is missing", (run, id) => {
    expect(() => runs({ datasets, runs: [{ dataset: "calls", simulator: "control" }, run] })).toThrow(expect.objectContaining({ id, values: expect.objectContaining({ number: 2 }) as object }));
  });
});
