import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import type { Setup } from "../../../src/study/setup.ts";
import type { Job } from "../../../src/study/carrying.ts";
import { entriesOf, MODEL_SETUP, never, opened, planned, sayingChat, windowOn, type SayingChat, type Window } from "./onMemory.ts";

async function jobsOf(window: Window, setups: readonly Setup[], more: Partial<Job> = {}): Promise<readonly Job[]> {
  const open = await opened(window);
  const jobs: Job[] = [];
  for (const setup of setups) jobs.push({ open, setup, ...(await planned(window, open, setup)), ...more });
  return jobs;
}

const conditions = (["persona", "may-disengage"] as const).map((condition): Setup => ({ ...MODEL_SETUP, condition }));

/** Calls to label, as the schema shows. */
const judged = (chat: SayingChat): number => chat.asked.filter(({ schema }) => schema).length;

describe("several runs in one go", () => {
  it("write a journal each, pay real turns once, and have the same conversations wherever they are broken off", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const jobs = await jobsOf(window, conditions);
    const stop = new AbortController();
    chat.before = (_request, count) => {
      if (count === 40) stop.abort(new Error("enough"));
      return undefined;
    };
    await window.study.carryOutTogether(jobs, stop.signal);
    const [a, b] = jobs.map(({ run }) => new Set([...run.state.probes.values()].map(({ probe }) => probe.conversation)));
    expect(Math.abs(a!.size - b!.size)).toBeLessThanOrEqual(3);
    expect(jobs.map(({ run }) => run.status)).toEqual(["paused", "paused"]);

    await window.study.carryOutTogether(jobs, never);
    expect(jobs.map(({ run }) => [run.status, run.progress.done])).toEqual([["finished", 18], ["finished", 18]]);
    const verdicts = jobs.flatMap(({ run }) => entriesOf(window.disk, run.name)).filter((entry) => entry.kind === "verdict");
    const paid = verdicts.filter(({ cached }) => !cached);
    expect(paid.filter(({ target }) => target.branch === "real").length).toBe(18);
    expect(judged(chat)).toBeLessThanOrEqual(paid.length + 32);
  });

  it("leave one another going when one is refused, and say so at the end", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const jobs = await jobsOf(window, conditions);
    window.disk.locks.set(jobs[0]!.run.name, { owner: {}, live: true });
    await expect(window.study.carryOutTogether(jobs, never)).rejects.toMatchObject({ id: "journal-locked" });
    expect(jobs[1]!.run.status).toBe("finished");
    expect(window.disk.locks.size).toBe(1);
  });

  it("share a budget, stop before it is passed, say why in the journal, and go on with a larger one", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const jobs = await jobsOf(window, conditions);
    await expect(window.study.carryOutTogether(jobs, never, { budget: { calls: 25 } })).rejects.toMatchObject({ id: "budget-calls-reached" });
    expect(chat.asked).toHaveLength(25);
    expect(jobs.map(({ run }) => [run.status, run.state.counts().failed])).toEqual([["paused", 0], ["paused", 0]]);
    expect(jobs.map(({ run }) => run.because?.id)).toContain("budget-calls-reached");
    await expect(window.study.carryOutTogether(jobs, never, { budget: { calls: 25 } })).rejects.toMatchObject({ values: { spent: 25, budget: 25 } });
    expect(chat.asked).toHaveLength(25);
    await window.study.carryOutTogether(jobs, never, { budget: { calls: 1_000 } });
    expect(jobs.map(({ run }) => run.status)).toEqual(["finished", "finished"]);
    expect(jobs.map(({ run }) => run.because)).toEqual([undefined, undefined]);
    const spent = jobs.map(({ run }) => run.state.spending.sums);
    expect(spent.reduce((sum, { simulator, judge }) => sum + simulator.calls + judge.calls, 0)).toBe(chat.asked.length);
  });

  it("each hold their own budget, in tokens the server reported", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const [job] = await jobsOf(window, conditions.slice(0, 1), { budget: { tokens: 6_800 } });
    await expect(window.study.carryOutTogether([job!], never)).rejects.toMatchObject({ id: "budget-tokens-reached" });
    const { simulator, judge } = job!.run.state.spending.sums;
    expect(simulator.promptTokens + simulator.completionTokens + judge.promptTokens + judge.completionTokens).toBeLessThanOrEqual(6_800);
    expect(chat.asked.length).toBeGreaterThan(3);
  });

  it("pause without a failed probe when the quota is used up in the middle, and say so", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const [job] = await jobsOf(window, conditions.slice(0, 1));
    chat.before = (_request, count) => (count > 20 ? new Failure("endpoint-quota-exhausted", { endpoint: "local" }) : undefined);
    await expect(window.study.carryOutTogether([job!], never)).rejects.toMatchObject({ id: "endpoint-quota-exhausted" });
    expect(job!.run).toMatchObject({ status: "paused", because: { id: "endpoint-quota-exhausted", values: { endpoint: "local" } } });
    expect(job!.run.state.counts().failed).toBe(0);
  });

  it("paused one by one: the other goes on", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const jobs = await jobsOf(window, conditions);
    chat.before = (_request, count) => {
      if (count === 10) jobs[0]!.run.pause();
      return undefined;
    };
    await window.study.carryOutTogether(jobs, never);
    expect(jobs.map(({ run }) => run.status)).toEqual(["paused", "finished"]);
    expect(jobs[0]!.run.because).toBeUndefined();
  });
});
