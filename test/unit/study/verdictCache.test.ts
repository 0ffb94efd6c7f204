import { describe, expect, it } from "vitest";
import type { Judge, JudgeItem } from "../../../src/core/instrument/judge.ts";
import type { Verdict } from "../../../src/core/journal/entry.ts";
import type { Log } from "../../../src/core/ports.ts";
import { judgeLabeller, recordedLabeller } from "../../../src/study/labeller.ts";
import { VerdictCache } from "../../../src/study/verdictCache.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { MemoryDisk, MemoryJournalStore } from "../../fakes/memoryJournalStore.ts";
import { never } from "./onMemory.ts";

const NAME = "cache/verdicts-m-12345678.jsonl";
const valid: Verdict = { status: "valid", state: { stage: "engaging", emotion: "neutral", blocker: "none", committedBefore: false } };
const invalid: Verdict = { status: "invalid", cause: "not-json", raw: "hm" };

function noted(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const note = (line: string): void => void lines.push(line);
  return { lines, info: note, warn: note, error: note };
}

describe("the cache of verdicts", () => {
  it("gives back what was put in, also to the next window, valid or not", async () => {
    const disk = new MemoryDisk();
    const first = await VerdictCache.open(new MemoryJournalStore(disk), NAME, noted());
    await first.put("a", valid);
    await first.put("b", invalid);
    await first.put("a", invalid);
    await first.close();
    const second = await VerdictCache.open(new MemoryJournalStore(disk), NAME, noted());
    expect([second.get("a"), second.get("b"), second.get("c")]).toEqual([valid, invalid, undefined]);
    expect(disk.files.get(NAME)!.trim().split("\n")).toHaveLength(2);
  });

  it("of another writer is read, and what is new stays in memory", async () => {
    const disk = new MemoryDisk();
    const writer = await VerdictCache.open(new MemoryJournalStore(disk), NAME, noted());
    await writer.put("a", valid);
    const log = noted();
    const reader = await VerdictCache.open(new MemoryJournalStore(disk), NAME, log);
    await reader.put("b", valid);
    expect([reader.get("a"), reader.get("b")]).toEqual([valid, valid]);
    expect(disk.files.get(NAME)).not.toContain('"b"');
    expect(log.lines).toHaveLength(1);
    await reader.close();
    await writer.put("c", valid);
    expect(disk.files.get(NAME)).toContain('"c"');
  });

  it("with lines that cannot be read uses the others, says how many, and keeps them", async () => {
    const disk = new MemoryDisk();
    const broken = `{"v":1,"key":"a","verdict":{"status":"valid"}}\nrubbish\n${JSON.stringify({ v: 1, key: "b", verdict: valid })}\n{"v":1,"ke`;
    disk.files.set(NAME, broken);
    const log = noted();
    const cache = await VerdictCache.open(new MemoryJournalStore(disk), NAME, log);
    expect([cache.get("a"), cache.get("b")]).toEqual([undefined, valid]);
    expect(log.lines).toEqual([`${NAME}: 3 lines could not be read and are ignored`]);
    await cache.put("c", valid);
    expect(disk.files.get(NAME)!.startsWith(broken)).toBe(true);
    expect((await VerdictCache.open(new MemoryJournalStore(new MemoryDisk()), NAME, log)).get("b")).toBeUndefined();
  });
});

/** A judge that counts its calls and answers when told to. */
function slowJudge(): Judge & { readonly asked: readonly JudgeItem[]; answer: () => void } {
  const asked: JudgeItem[] = [];
  let answer = (): void => undefined;
  const told = new Promise<void>((resolve) => (answer = resolve));
  return {
    asked,
    answer: () => answer(),
    identity: { kind: "model", endpoint: "e", origin: "o", model: "m" },
    instrument: { name: "i", version: "1", hash: "h", window: "causal" },
    hashOf: ({ prefix, turn }) => JSON.stringify([prefix, turn]),
    async judge(item) {
      asked.push(item);
      await told;
      return { verdict: valid, judgeHash: JSON.stringify([item.prefix, item.turn]), reported: { model: "served" } };
    },
  };
}

describe("labels by a judge", () => {
  it("of one real turn asked for at the same time share one call; later ones come from the cache", async () => {
    const cache = await VerdictCache.open(new MemoryJournalStore(), NAME, noted());
    const judge = slowJudge();
    const labeller = judgeLabeller(judge, cache);
    const conversation = conversationWith("c", 4);
    const both = Promise.all([labeller.real(conversation, 3, never), labeller.real(conversation, 3, never)]);
    judge.answer();
    expect((await both).map(({ cached, reported }) => [cached, reported?.model])).toEqual([[false, "served"], [false, "served"]]);
    expect(judge.asked).toHaveLength(1);
    expect(await labeller.real(conversation, 3, never)).toMatchObject({ cached: true, verdict: valid });
    expect(await judgeLabeller(slowJudge(), cache).real(conversation, 3, never)).toMatchObject({ cached: true });
    await labeller.real(conversation, 5, never);
    expect(judge.asked).toHaveLength(2);
  });

  it("of a simulated turn are asked for each time, with the prefix and the text alone", async () => {
    const judge = slowJudge();
    judge.answer();
    const conversation = conversationWith("c", 4);
    const probe = { conversation: "c", turn: 3, ordinal: 2, position: 30 };
    const labeller = judgeLabeller(judge, undefined);
    await labeller.simulated(conversation, probe, 0, "Hm.", never);
    await labeller.simulated(conversation, probe, 1, "Hm.", never);
    expect(judge.asked).toHaveLength(2);
    expect(judge.asked[0]).toEqual({ prefix: conversation.turns.slice(0, 3).map(({ role, text }) => ({ role, text })), turn: "Hm.", language: "en" });
  });
});

describe("labels of a recording", () => {
  const state = { stage: "engaging", emotion: "neutral", blocker: "none" };
  const labeller = recordedLabeller((_conversation, turn, sample) => (turn === 3 && sample === 1 ? { real: state, simulated: { ...state, stage: "deciding" } } : undefined), 2);
  const conversation = conversationWith("c", 4);

  it("of a real turn may stand beside any of its samples", async () => {
    expect((await labeller.real(conversation, 3, never)).verdict).toEqual({ status: "valid", state });
  });

  it("that are missing are invalid, never guessed", async () => {
    const probe = { conversation: "c", turn: 3, ordinal: 2, position: 30 };
    expect((await labeller.simulated(conversation, probe, 1, "", never)).verdict).toMatchObject({ status: "valid", state: { stage: "deciding" } });
    expect((await labeller.simulated(conversation, probe, 0, "", never)).verdict).toEqual({ status: "invalid", cause: "not-recorded" });
    expect((await labeller.real(conversation, 5, never)).verdict).toEqual({ status: "invalid", cause: "not-recorded" });
  });
});

describe("runs side by side", () => {
  const conversation = conversationWith("c", 4);

  it("share one cache, and one call for a real turn that both ask for; one of them paid it", async () => {
    const disk = new MemoryDisk();
    const store = new MemoryJournalStore(disk);
    const [a, b] = [await VerdictCache.open(store, NAME, noted()), await VerdictCache.open(store, NAME, noted())];
    const judge = slowJudge();
    const both = Promise.all([judgeLabeller(judge, a).real(conversation, 3, never), judgeLabeller(judge, b).real(conversation, 3, never)]);
    judge.answer();
    expect((await both).map(({ cached, reported }) => [cached, reported?.model])).toEqual([[false, "served"], [true, undefined]]);
    expect(judge.asked).toHaveLength(1);
    await a.close();
    await b.put("later", valid);
    expect(disk.files.get(NAME)).toContain("later");
    expect(disk.locks.size).toBe(1);
    await b.close();
    expect(disk.locks.size).toBe(0);
  });

  it("do not lose a label when the one that asked for it gives up, nor wait when they give up themselves", async () => {
    const cache = await VerdictCache.open(new MemoryJournalStore(), NAME, noted());
    const stop = new AbortController();
    const gaveUp = cache.once("k", () => new Promise<{ verdict: Verdict }>((_, reject) => stop.signal.addEventListener("abort", () => reject(stop.signal.reason as Error))), stop.signal);
    const mine = cache.once("k", () => Promise.resolve({ verdict: valid }), never);
    const other = new AbortController();
    const waiting = cache.once("k", () => Promise.resolve({ verdict: valid }), other.signal);
    other.abort(new Error("paused"));
    await expect(waiting).rejects.toThrow("paused");
    stop.abort(new Error("enough"));
    await expect(gaveUp).rejects.toThrow("enough");
    expect((await mine).verdict).toEqual(valid);
  });
});
