import { describe, expect, it } from "vitest";
import type { Estimate } from "../../../src/study/paid/estimate.ts";
import { NOTHING_SPENT } from "../../../src/core/journal/spent.ts";
import { estimateLines, spentText } from "../../../src/study/paid/words.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { checked, MODEL_SETUP, never, nativeText, opened, planned, sayingChat, windowOn, type Window } from "./onMemory.ts";

async function estimated(window: Window, setup: Setup, text?: string) {
  const open = await opened(window, text);
  const job = { open, setup, ...(await planned(window, open, setup)) };
  const [estimate] = await window.study.estimates([job], never);
  return { ...job, estimate: estimate! };
}

describe("an estimate", () => {
  it("is exact in calls where nothing goes wrong, sends nothing, and knows no time or price before", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const { estimate, run } = await estimated(window, { ...MODEL_SETUP, samples: 2 });
    expect(chat.asked).toHaveLength(0);
    expect(window.disk.files.get(run.name)).toBeUndefined();
    expect(window.disk.locks.size).toBe(0);
    expect(estimate).toMatchObject({ probes: 18, known: 0, calls: { simulator: 36, judge: 54 }, unpriced: ["m"] });
    expect(estimate.milliseconds).toBeUndefined();
    expect(estimate.money).toBeUndefined();
    expect(estimate.trial).toBe(16);
    await checked(window, await opened(window), { ...MODEL_SETUP, samples: 2 });
    const spent = chat.asked.length;
    expect(spent).toBeGreaterThan(36 + 18);
    expect(spent).toBeLessThanOrEqual(36 + 54);
  });

  it("counts what is labelled already as free, and knows lengths and times from before", async () => {
    const window = windowOn({ chat: sayingChat(), prices: () => Promise.resolve({ input: 1, output: 10, currency: "USD" }) });
    await checked(window, await opened(window), MODEL_SETUP);
    const { estimate } = await estimated(window, { ...MODEL_SETUP, condition: "may-disengage" });
    expect(estimate).toMatchObject({ probes: 18, known: 18, calls: { simulator: 18, judge: 18 }, trial: 16, completionTokens: 104, unpriced: [] });
    expect(estimate.milliseconds).toBe(Math.round((52 * 5) / 16));
    expect(estimate.money?.amount).toBeCloseTo((estimate.promptTokens + 1_040) / 1e6, 8);
  });

  it("of a run in the middle is of what is left; of one that is done, of nothing", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const { open, setup, run, plan } = await estimated(window, MODEL_SETUP);
    chat.before = (_request, count) => {
      if (count === 30) run.pause();
      return undefined;
    };
    await window.study.carryOut(open, setup, run, plan, never);
    const before = chat.asked.length;
    const [{ calls, known }] = (await window.study.estimates([{ open, setup, run, plan }], never)) as [Estimate];
    await window.study.carryOut(open, setup, run, plan, never);
    expect(chat.asked.length - before).toBeLessThanOrEqual(calls.simulator + calls.judge + known);
    expect(await window.study.estimates([{ open, setup, run, plan }], never)).toMatchObject([{ probes: 0, calls: { simulator: 0, judge: 0 }, trial: 0 }]);
  });

  it("of a large plan is scaled up from some of it, and of the control asks about every turn once at most", async () => {
    const window = windowOn({ chat: sayingChat() });
    const { estimate } = await estimated(window, MODEL_SETUP, nativeText(120));
    expect(estimate).toMatchObject({ probes: 360, calls: { simulator: 360, judge: 720 } });
    const control = await estimated(windowOn({ chat: sayingChat() }), { ...DEFAULT_SETUP, judge: MODEL_SETUP.judge });
    expect(control.estimate.calls.simulator).toBe(0);
    expect(control.estimate.calls.judge).toBeLessThanOrEqual(30);
    expect(control.estimate.calls.judge).toBeGreaterThan(18);
  });

  it("counts the judge's anchor turns once for runs that are tried together, and not at all where nothing is tried", async () => {
    const window = windowOn({ chat: sayingChat() });
    const { promptTokens, ...first } = await estimated(window, MODEL_SETUP).then(({ estimate, ...job }) => ({ ...job, promptTokens: estimate.promptTokens }));
    const other = { ...MODEL_SETUP, condition: "may-disengage" };
    const second = { open: first.open, setup: other, ...(await planned(window, first.open, other)) };
    expect((await window.study.estimates([first, second], never)).map(({ trial }) => trial)).toEqual([16, 0]);
    const [untried] = await window.study.estimates([first], never, false);
    expect(untried?.trial).toBe(0);
    expect(promptTokens - (untried?.promptTokens ?? 0)).toBeGreaterThan(16 * 500);
  });

  it("is said in sentences, in which what is unknown is unknown", () => {
    const estimate = { probes: 1_000, calls: { simulator: 1_000, judge: 1_500 }, trial: 16, known: 500, promptTokens: 1_200_000, completionTokens: 90_000, unpriced: ["m"] };
    expect(estimateLines(estimate, "en")).toEqual(["1,000 probes, about 2,500 calls: 1,000 to simulate, 1,500 to label.", "Before that, 16 calls try the judge on anchor turns.", "500 real turns are labelled already and cost nothing.", "About 1,200,000 tokens sent and 90,000 received.", "Time: unknown before these models have answered.", "Cost: unknown, m has no price here."]);
    expect(estimateLines({ ...estimate, trial: 0, known: 0, milliseconds: 600_000, money: { amount: 1.5, currency: "CNY" } }, "zh").slice(2)).toEqual(["时间：约 10 分钟。", "费用：约 1.50 CNY。"]);
    const spent = { simulator: { ...NOTHING_SPENT, calls: 1_200, promptTokens: 9_000, completionTokens: 1_000 }, judge: NOTHING_SPENT };
    expect(spentText(spent, { amount: 0.4, currency: "USD" }, "en")).toBe("1,200 calls, 10,000 tokens, 0.40 USD");
    expect(spentText({ ...spent, judge: { ...NOTHING_SPENT, calls: 1, unreported: 1 } }, undefined, "en")).toBe("1,201 calls, at least 10,000 tokens, cost unknown");
    expect(spentText({ simulator: NOTHING_SPENT, judge: NOTHING_SPENT }, undefined, "en")).toBeUndefined();
  });
});
