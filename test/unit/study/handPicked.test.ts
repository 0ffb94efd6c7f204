import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import { probeKey } from "../../../src/core/probe/probe.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import type { OpenDataset } from "../../../src/study/study.ts";
import { MemoryDisk } from "../../fakes/memoryJournalStore.ts";
import { foundOut } from "../cli/journals.ts";
import { checked, entriesOf, MODEL_SETUP, never, opened, sayingChat, windowOn, type SayingChat, type Window } from "./onMemory.ts";

async function probeByHand(window: Window, open: OpenDataset, id: string, turn: number, setup: Setup = MODEL_SETUP, sample?: number): Promise<void> {
  await window.study.probeTurn(open, await open.dataset.read(id), turn, setup, sample, never);
}

function logs(disk: MemoryDisk): readonly string[] {
  return [...disk.files.keys()].filter((name) => name.includes("hand-picked-")).sort();
}

/** The samples at a turn, by number: kind and number of failures. */
function samplesAt(window: Window, open: OpenDataset, id: string, turn: number): readonly (readonly unknown[])[] {
  const states = [...window.study.handPicked(open).states.values()];
  return states.flatMap((state) => [...(state.probes.get(probeKey({ conversation: id, turn }))?.samples.values() ?? [])].map(({ sample, continuation, verdict, failures }) => [sample, continuation?.continuation, verdict?.verdict.status, failures.length]));
}

/** Calls that asked for a continuation, and for a label. */
function asked(chat: SayingChat): readonly [number, number] {
  const labels = chat.asked.filter(({ schema }) => schema).length;
  return [chat.asked.length - labels, labels];
}

describe("hand-picked probes", () => {
  it("go to a log of the window's own, in no run, and count up their samples", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    await probeByHand(window, open, "c-1", 3);
    await probeByHand(window, open, "c-1", 3);
    await probeByHand(window, open, "c-2", 1);
    expect(logs(window.disk)).toHaveLength(1);
    expect(window.study.runs).toEqual([]);
    expect(samplesAt(window, open, "c-1", 3)).toEqual([[0, "reply", "valid", 0], [1, "reply", "valid", 0]]);
    expect(samplesAt(window, open, "c-2", 1)).toEqual([[0, "reply", "valid", 0]]);
    expect(window.study.turnViews(open, "c-1").get(3)?.continuations.map(({ planned: byPlan, sample }) => [byPlan, sample])).toEqual([[false, 0], [false, 1]]);
  });

  it("are seen by the next window, which writes a log that can be read alone", async () => {
    const disk = new MemoryDisk();
    const first = windowOn({ disk, chat: sayingChat() });
    await probeByHand(first, await opened(first), "c-1", 3);
    const second = windowOn({ disk, chat: sayingChat() });
    const open = await opened(second);
    expect(samplesAt(second, open, "c-1", 3)).toHaveLength(1);
    await probeByHand(second, open, "c-1", 3);
    expect(samplesAt(second, open, "c-1", 3).map(([sample]) => sample)).toEqual([0, 1]);
    expect(logs(disk)).toHaveLength(2);
    for (const name of logs(disk)) expect(entriesOf(disk, name)[0]).toMatchObject({ kind: "run-started", manifest: { planned: false } });
  });

  it("that failed are tried again under their number, label or continuation", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    chat.before = ({ schema }) => (schema ? undefined : new Failure("endpoint-cut", { endpoint: "local", attempts: 5 }));
    await probeByHand(window, open, "c-1", 3);
    expect(samplesAt(window, open, "c-1", 3)).toEqual([[0, undefined, undefined, 1]]);
    chat.before = ({ schema }) => (schema ? new Failure("endpoint-cut", { endpoint: "local", attempts: 5 }) : undefined);
    await probeByHand(window, open, "c-1", 3);
    expect(samplesAt(window, open, "c-1", 3)).toEqual([[0, "reply", undefined, 2]]);
    chat.before = undefined;
    const [written] = asked(chat);
    await probeByHand(window, open, "c-1", 3);
    expect(samplesAt(window, open, "c-1", 3)).toEqual([[0, "reply", "valid", 0]]);
    expect(asked(chat)[0]).toBe(written);
  });

  it("cannot be made where no agent turn comes before", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    await expect(probeByHand(window, open, "c-1", 2)).rejects.toMatchObject({ id: "turn-not-probed" });
    expect(logs(window.disk)).toEqual([]);
  });
});

describe("a planned run that chooses a hand-picked probe", () => {
  /** A window with one probe of the plan picked by hand, and how many calls the plan costs without it. */
  async function withOnePicked(setup: Setup): Promise<{ window: Window; open: OpenDataset; chat: SayingChat; id: string; turn: number; whole: readonly string[]; cost: readonly [number, number] }> {
    const other = windowOn({ chat: sayingChat() });
    const plain = sayingChat();
    const alone = windowOn({ disk: other.disk, chat: plain });
    const run = await checked(alone, await opened(alone));
    const direct = await checked(alone, await opened(alone), MODEL_SETUP);
    const { probe } = [...run.state.probes.values()][4]!;
    const whole = foundOut(entriesOf(alone.disk, direct.name));

    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    await probeByHand(window, open, probe.conversation, probe.turn, setup);
    return { window, open, chat, id: probe.conversation, turn: probe.turn, whole, cost: asked(plain) };
  }

  it("takes over its continuation and labels and pays for neither again", async () => {
    const { window, open, chat, id, turn, whole, cost } = await withOnePicked(MODEL_SETUP);
    const run = await checked(window, open, MODEL_SETUP);
    expect(asked(chat)).toEqual(cost);
    expect(foundOut(entriesOf(window.disk, run.name))).toEqual(whole);
    const { continuation } = run.state.probes.get(probeKey({ conversation: id, turn }))!.samples.get(0)!;
    expect(continuation).toMatchObject({ reused: true, reported: { model: "m-served" }, promptHash: expect.any(String) as string });
    expect([...run.state.probes.values()].filter(({ samples }) => samples.get(0)?.continuation?.reused)).toHaveLength(1);
  });

  it("takes over the continuation and asks its own judge", async () => {
    const { window, open, chat, cost } = await withOnePicked({ ...MODEL_SETUP, judge: { kind: "lexicon" } });
    await checked(window, open, MODEL_SETUP);
    expect(asked(chat)).toEqual(cost);
  });

  it("pays its own where simulator settings or condition differ", async () => {
    for (const setup of [{ ...MODEL_SETUP, temperature: 0 }, { ...MODEL_SETUP, condition: "may-disengage" }]) {
      const { window, open, chat, cost } = await withOnePicked(setup);
      const run = await checked(window, open, MODEL_SETUP);
      expect(asked(chat)[0]).toBe(cost[0] + 1);
      expect([...run.state.probes.values()].filter(({ samples }) => samples.get(0)?.continuation?.reused)).toEqual([]);
    }
  });

  it("pays nothing again when it broke off between the continuation and its label", async () => {
    const { window, open, whole } = await withOnePicked(MODEL_SETUP);
    const run = await checked(window, open, MODEL_SETUP);
    const lines = window.disk.files.get(run.name)!.split("\n");
    const cut = lines.slice(0, lines.findIndex((line) => line.includes('"reused":true')) + 1);
    window.disk.files.set(run.name, cut.join("\n"));
    const [continuations, labels] = [...['"kind":"continuation"', '"branch":"simulated"']].map((part) => cut.filter((line) => line.includes(part)).length);

    const chat = sayingChat();
    const later = windowOn({ disk: window.disk, chat });
    await checked(later, await opened(later), MODEL_SETUP);
    expect(foundOut(entriesOf(window.disk, run.name))).toEqual(whole);
    // Real turns are in the cache; of the labels left, one is the hand-picked probe's.
    expect(asked(chat)).toEqual([18 - continuations!, 18 - labels! - 1]);
  });

  it("has statistics of its plan alone", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const run = await checked(window, open);
    const rows = run.state.labelledProbes(false);
    await probeByHand(window, open, "c-1", 3, DEFAULT_SETUP);
    await probeByHand(window, open, "c-1", 3, DEFAULT_SETUP);
    expect(run.state.labelledProbes(false)).toEqual(rows);
  });
});
