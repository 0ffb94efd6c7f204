// Two judges over the same turns: which check it is, what they share, and where the second moves the labels.
import { describe, expect, it } from "vitest";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { judgesCompared, type JudgesCompared } from "../../../../src/study/labels/judges.ts";
import type { Run } from "../../../../src/study/run.ts";
import { checked, MODEL_SETUP, nativeText, opened, sayingChat, windowOn } from "../onMemory.ts";

const MODEL = { kind: "model", endpoint: "local", model: "m" } as const;

function compared(first: Run, second: Run): JudgesCompared {
  return runToEnd(judgesCompared(first, second, { seed: 1, draws: 20 }));
}

describe("two judges over the same turns", () => {
  it("are told apart as another judge, a full window and a repetition", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, nativeText(8));
    const first = await checked(window, open, MODEL_SETUP);
    const repeat = compared(first, first);
    expect(repeat).toMatchObject({ check: "repeat", alone: 0, turns: 48 });
    expect(repeat.groups.find(({ branch, outcome }) => branch === "real" && outcome === "all")?.fields.stage?.raw).toMatchObject({ ok: true, value: 1 });
    expect(repeat.shifts.map(({ shift }) => shift)).toEqual([0, 0, 0, 0]);

    const full = compared(first, await checked(window, open, { ...MODEL_SETUP, judge: { ...MODEL, window: "full" } }));
    expect(full).toMatchObject({ check: "window", turns: 48, runs: [{ window: "causal" }, { window: "full" }] });

    const swap = compared(first, await checked(window, open, { ...MODEL_SETUP, judge: { kind: "lexicon" } }));
    expect(swap).toMatchObject({ check: "swap", turns: 48, runs: [{ judge: expect.stringContaining("m") as string }, { judge: "lexicon 1" }] });
    // What the second moves in each branch and stratum is what it moves in the means of bias.
    for (const outcome of ["negative", "positive"] as const) {
      const [real = 0, simulated = 0] = (["real", "simulated"] as const).map((branch) => swap.shifts.find((each) => each.branch === branch && each.outcome === outcome)?.shift);
      const [before, after] = swap.runs.map(({ bias: { means } }) => means[outcome]);
      if (!before?.ok || !after?.ok) throw new Error("no bias");
      expect(after.value - before.value).toBeCloseTo(simulated - real, 9);
    }
  });

  it("with nothing in common are refused", async () => {
    const window = windowOn({ chat: sayingChat() });
    const [one, other] = [await opened(window, nativeText(2)), await opened(windowOn({ chat: sayingChat() }), nativeText(2).replaceAll('"c-', '"d-'))];
    const first = await checked(window, one, MODEL_SETUP);
    const second = await checked(windowOn({ chat: sayingChat() }), other, MODEL_SETUP);
    expect(() => compared(first, second)).toThrow(expect.objectContaining({ id: "judges-nothing-shared" }) as Error);
  });
});
