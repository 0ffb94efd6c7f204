import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import { endedText, failureLines, spentLine } from "../../../src/study/runEnded.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { checked, MODEL_SETUP, never, opened, planned, sayingChat, windowOn } from "./onMemory.ts";

const PRICE = { input: 1, output: 10, currency: "USD" };

describe("what is said when a run ends", () => {
  it("is how far it came and what it spent; one that called nothing has spent nothing", async () => {
    const window = windowOn({ chat: sayingChat() });
    const run = await checked(window, await opened(window), MODEL_SETUP);
    const calls = run.state.spending.sums.simulator.calls + run.state.spending.sums.judge.calls;
    const text = await endedText(run, undefined, () => Promise.resolve(PRICE), "en");
    expect(text).toContain("finished, 18 of 18 probes, 0 failed");
    expect(text).toContain(`${calls} calls, ${calls * 12} tokens, 0.00`);
    expect(text).toMatch(/USD\.$/u);
    expect(await endedText(run, undefined, undefined, "zh")).toContain("18");
    expect(await spentLine(run, undefined, "en")).toContain("cost unknown");
    const control = windowOn();
    const free = await checked(control, await opened(control), DEFAULT_SETUP);
    expect(await spentLine(free, undefined, "en")).toBeUndefined();
    expect(await endedText(free, undefined, undefined, "en")).not.toContain("Spent");
  });

  it("of a run that paused by itself is why, and the failures by kind, the most frequent first", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    chat.before = ({ schema }, count) => {
      if (schema) return undefined;
      if (count > 6) return new Failure("endpoint-quota-exhausted", { endpoint: "local", status: 429, code: "-" });
      return count % 3 === 0 ? new Failure("endpoint-timeout", { endpoint: "local", seconds: 120, attempts: 5 }) : new Failure("endpoint-cut", { endpoint: "local", attempts: 5 });
    };
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "endpoint-quota-exhausted" });
    const [first, second, ...more] = failureLines(run.state, "en");
    expect(first).toMatch(/^4 × local closed the connection/u);
    expect(second).toMatch(/^2 × local did not finish/u);
    expect(more).toEqual([]);
    const text = await endedText(run, undefined, undefined, "en");
    expect(text).toMatch(/paused after 6 of 18 probes/u);
    expect(text.indexOf("quota")).toBeGreaterThan(0);
    expect(text.indexOf("quota")).toBeLessThan(text.indexOf("4 × "));
  });
});
