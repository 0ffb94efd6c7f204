import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import { inParallel } from "../../../src/study/inParallel.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { MemoryDisk } from "../../fakes/memoryJournalStore.ts";
import { foundOut } from "../cli/journals.ts";
import { checked, entriesOf, HOME, MODEL_SETUP, nativeText, never, opened, planned, sayingChat, windowOn } from "./onMemory.ts";

const SEED = 20_261_121;

describe("a planned run", () => {
  it("writes an entry before it counts", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    let seen = 0;
    run.onDidChange(({ entry }) => {
      if (!entry) return;
      seen++;
      expect(window.disk.files.get(run.name)).toContain(entry.id);
    });
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(seen).toBe(entriesOf(window.disk, run.name).length);
    expect(run.status).toBe("finished");
    expect(run.progress).toMatchObject({ done: 18, total: 18, failed: 0 });
  });

  it.each<[string, Setup]>([
    ["the control", DEFAULT_SETUP],
    ["the control and a model as judge", { ...DEFAULT_SETUP, judge: MODEL_SETUP.judge }],
    ["models on both sides, two samples", { ...MODEL_SETUP, samples: 2 }],
  ])("of %s, broken off anywhere, goes on to the same end", async (_what, setup) => {
    const whole = windowOn({ chat: sayingChat() });
    const run = await checked(whole, await opened(whole), setup);
    const text = whole.disk.files.get(run.name)!;
    const wanted = foundOut(entriesOf(whole.disk, run.name));
    const rows = run.state.labelledProbes(false);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: text.indexOf("\n") + 1, max: text.length }), async (cut) => {
        const disk = new MemoryDisk();
        disk.files.set(run.name, text.slice(0, cut));
        const later = windowOn({ disk, chat: sayingChat() });
        const again = await checked(later, await opened(later), setup);
        expect(again.name).toBe(run.name);
        expect(again.status).toBe("finished");
        expect(foundOut(entriesOf(disk, run.name))).toEqual(wanted);
        expect(again.state.labelledProbes(false)).toEqual(rows);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it("that is finished is found again by its plan, and going on with it writes nothing and asks nothing", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    const run = await checked(window, open, MODEL_SETUP);
    const text = window.disk.files.get(run.name);
    const asked = chat.asked.length;
    expect(await checked(window, open, MODEL_SETUP)).toBe(run);
    expect(window.disk.files.get(run.name)).toBe(text);
    expect(chat.asked).toHaveLength(asked);
    expect(window.disk.locks.size).toBe(0);
    expect((await planned(window, open, MODEL_SETUP, { rule: { kind: "every" }, seed: 1 })).run).not.toBe(run);
  });

  it("cancelled in the middle keeps what is finished, is paused, and goes on", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    const stop = new AbortController();
    chat.before = (_request, count) => {
      if (count === 20) stop.abort(new Error("enough"));
      return undefined;
    };
    await window.study.carryOut(open, MODEL_SETUP, run, plan, stop.signal);
    expect(run.status).toBe("paused");
    expect(entriesOf(window.disk, run.name).at(-1)).toMatchObject({ kind: "run-ended", reason: "paused" });
    expect(run.state.counts()).toMatchObject({ failed: 0 });
    const before = chat.asked.length;
    await checked(window, open, MODEL_SETUP);
    expect(run.status).toBe("finished");
    expect(chat.asked.length).toBeGreaterThan(before);
  });

  it("of a window that goes away does not look paused by a person", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    chat.before = (_request, count) => {
      if (count === 10) run.release();
      return undefined;
    };
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(run.status).toBe("paused");
    expect(entriesOf(window.disk, run.name).filter(({ kind }) => kind === "run-ended")).toEqual([]);
  });

  it("that another window finished meanwhile is not paid again", async () => {
    const disk = new MemoryDisk();
    const chat = sayingChat();
    const first = windowOn({ disk, chat });
    const open = await opened(first);
    const stop = new AbortController();
    const { run, plan } = await planned(first, open, MODEL_SETUP);
    run.onDidChange(({ entry }) => entry?.kind === "verdict" && stop.abort(new Error("enough")));
    await first.study.carryOut(open, MODEL_SETUP, run, plan, stop.signal);
    const second = windowOn({ disk, chat: sayingChat() });
    await checked(second, await opened(second), MODEL_SETUP);

    const asked = chat.asked.length;
    const text = disk.files.get(run.name);
    await first.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(chat.asked).toHaveLength(asked);
    expect(disk.files.get(run.name)).toBe(text);
    expect(run.status).toBe("finished");
  });

  it("that another window is writing is refused by name", async () => {
    const disk = new MemoryDisk();
    const first = windowOn({ disk });
    const open = await opened(first);
    const { run, plan } = await planned(first, open);
    disk.locks.set(run.name, { owner: {}, live: true });
    await expect(first.study.carryOut(open, DEFAULT_SETUP, run, plan, never)).rejects.toMatchObject({ id: "journal-locked" });
  });

  it("whose journal was taken over stops at once and writes nothing more", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    let text: string | undefined;
    run.onDidChange(({ entry }) => {
      if (entry?.kind !== "verdict" || text !== undefined) return;
      window.disk.locks.set(run.name, { owner: {}, live: true });
      text = window.disk.files.get(run.name);
    });
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "journal-lost" });
    expect(window.disk.files.get(run.name)).toBe(text);
    expect(run.status).toBe("paused");
  });

  it("whose endpoint refuses the key stops without a failed probe; a refused text is a failed probe", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    chat.before = () => new Failure("endpoint-key-refused", { endpoint: "local", status: 401 });
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "endpoint-key-refused" });
    expect(run.state.counts()).toMatchObject({ probes: 0, failed: 0 });

    chat.before = (_request, count) => (count % 7 === 0 ? new Failure("endpoint-key-refused", { endpoint: "local", status: 403 }) : undefined);
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(run.state.counts().failed).toBeGreaterThan(0);
    chat.before = undefined;
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(run.state.counts()).toMatchObject({ failed: 0, finishedProbes: 18 });
  });

  it.each<["simulator" | "judge"]>([["simulator"], ["judge"]])("whose %s's server fails eight probes in a row pauses and says so; one that answers now and then goes on", async (role) => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, nativeText(40));
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    const cut = new Failure("endpoint-cut", { endpoint: "local", attempts: 5 });
    chat.before = ({ schema }) => (Boolean(schema) === (role === "judge") ? cut : undefined);
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "endpoint-failing-on", values: { endpoint: "local", probes: 8, cause: "endpoint-cut" } });
    expect(run.status).toBe("paused");
    expect(run.because).toMatchObject({ id: "endpoint-failing-on" });
    // Those that were in flight with the eighth fail as well.
    expect(run.progress.failed).toBeLessThanOrEqual(8 + 16);
    expect(run.progress.total).toBe(120);
    chat.before = ({ schema }, count) => (Boolean(schema) === (role === "judge") && count % 3 === 0 ? cut : undefined);
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(run.status).toBe("finished");
  });

  it("keeps to its journal: another plan under its name is refused", async () => {
    const window = windowOn();
    const open = await opened(window);
    await window.study.carryOut(open, DEFAULT_SETUP, ...(await named(window, open, 1)), never);
    await expect(named(window, open, 2)).rejects.toMatchObject({ id: "plan-differs" });
    const [again] = await named(window, open, 1);
    expect(again.status).toBe("finished");
  });

  async function named(window: ReturnType<typeof windowOn>, open: Awaited<ReturnType<typeof opened>>, seed: number) {
    const { run, plan } = await window.study.plan(open, DEFAULT_SETUP, { rule: { kind: "every" }, seed }, never, "runs/mine.jsonl", HOME);
    return [run, plan] as const;
  }
});

describe("work in parallel", () => {
  it("takes items in order, never more at once than the width, and stops at the first error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 20 }), fc.option(fc.nat(19)), async (width, count, bad) => {
        const begun: number[] = [];
        let now = 0;
        let most = 0;
        const work = async (item: number): Promise<void> => {
          begun.push(item);
          most = Math.max(most, ++now);
          await Promise.resolve();
          now--;
          if (item === bad) throw new Error(`item ${item}`);
        };
        const all = inParallel(Array.from({ length: count }, (_, item) => item), width, work);
        if (bad !== null && bad < count) await expect(all).rejects.toThrow(`item ${bad}`);
        else await all;
        expect(begun).toEqual(begun.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(width);
        expect(begun.length).toBeLessThanOrEqual(bad !== null && bad < count ? bad + 2 * width : count);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
