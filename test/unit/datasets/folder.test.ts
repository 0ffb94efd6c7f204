import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import type { OpenOptions } from "../../../src/datasets/openOptions.ts";
import { factsOf, hintsOf, understanding } from "../../../src/datasets/understanding.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest, line } from "./inMemory.ts";

function open(files: MemoryFiles, more: Partial<OpenOptions> = {}): Promise<Dataset> {
  return openDataset({ path: "/data", files, digest, ...more });
}

async function ids(dataset: Dataset): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { id } of dataset.all()) found.push(id);
  return found;
}

describe("a folder", () => {
  const files = (): MemoryFiles =>
    new MemoryFiles({
      "/data/part-10.jsonl": `${line("c", { outcome: { value: "positive", label: "buyer" } })}\n${line("a")}\n`,
      "/data/part-2.jsonl": `${line("a")}\nnonsense\n${line("b")}\n`,
      "/data/deep/er/one.json": `{\n "id": "d", "turns": [{"role": "agent", "text": "Hello"},\n {"role": "user", "text": "Hi"}]\n}`,
      "/data/notes.txt": "Notes",
      "/data/README.md": "# Read me",
      "/data/.git/x.jsonl": line("hidden"),
    });

  it("of files of one format is one dataset, in the order of their names as people count", async () => {
    const dataset = await open(files());
    expect(dataset.entries.map(({ id, path }) => [id, path])).toEqual([
      ["d", "/data/deep/er/one.json"],
      ["a", "/data/part-2.jsonl"],
      ["b", "/data/part-2.jsonl"],
      ["c", "/data/part-10.jsonl"],
      ["a (part-10.jsonl)", "/data/part-10.jsonl"],
    ]);
    expect(await ids(dataset)).toEqual(dataset.entries.map(({ id }) => id));
    expect(dataset).toMatchObject({ name: "data", format: "native", ledger: { conversationsRead: 6, conversationsKept: 5, leftOut: { "bad-json": 1 }, outcomes: { positive: 1, negative: 0, unknown: 4 } } });
    expect(dataset.problems.map(({ path, line: at, id }) => `${path}:${at} ${id}`)).toEqual(["/data/notes.txt:1 file-passed-over", "/data/part-10.jsonl:2 id-in-several-files", "/data/part-2.jsonl:2 bad-json"]);
  });

  it("gives back the conversation of a renamed id, and has one identity", async () => {
    const held = files();
    const dataset = await open(held);
    expect((await dataset.read("a (part-10.jsonl)")).id).toBe("a (part-10.jsonl)");
    await expect(dataset.read("e")).rejects.toMatchObject({ id: "conversation-not-found" });
    const { hash } = await dataset.identity();
    expect((await (await open(held)).identity()).hash).toBe(hash);
    held.write("/data/part-2.jsonl", line("a"));
    await expect(dataset.read("b")).rejects.toMatchObject({ id: "dataset-changed" });
    expect((await (await open(held)).identity()).hash).not.toBe(hash);
    expect(held.openNow).toBe(0);
  });

  it("notices a file that is new, and only one that may hold conversations", async () => {
    const held = files();
    const dataset = await open(held);
    held.write("/data/more.md", "# More");
    held.write("/data/.cache/y.jsonl", line("y"));
    expect(await dataset.standing()).toEqual({ kind: "same", path: "/data" });
    held.write("/data/deep/part-3.jsonl", line("z"));
    expect(await dataset.standing()).toEqual({ kind: "added", path: "/data/deep/part-3.jsonl" });
    expect(await (await open(held)).standing()).toEqual({ kind: "same", path: "/data" });
    held.write("/data/part-2.jsonl", line("a"));
    expect(await dataset.standing()).toEqual({ kind: "replaced", path: "/data/part-2.jsonl" });
  });

  describe("of several formats", () => {
    const chats = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, at) => ({ id: `chat-${at}`, messages: [{ role: "user", content: "Hi" }, { role: "assistant", content: "Hello" }] })));
    const mixed = (count: number): MemoryFiles => {
      const held = files();
      held.write("/data/chat.json", chats(count));
      return held;
    };
    const meaning = (format: "native" | "openai-messages") => ({ study: { folder: "/", file: { datasets: [{ path: "data", format }] } } });

    it("is the one that nearly all of it has, and says which files are left", async () => {
      const dataset = await open(mixed(2));
      expect(dataset).toMatchObject({ format: "native", ledger: { conversationsKept: 5 }, hints: ["hint-other-shapes"], shapes: [{ format: "native", conversations: 5 }, { format: "openai-messages", files: ["chat.json"], conversations: 2 }] });
      expect(dataset.problems.filter(({ id }) => id === "file-other-shape")).toEqual([{ path: "/data/chat.json", line: 1, column: 1, severity: "warning", id: "file-other-shape", values: { shape: "openai-messages", conversations: 2, main: "native" } }]);
    });

    it("is not opened where none is the main one, and says which there are", async () => {
      await expect(open(mixed(3))).rejects.toMatchObject({ id: "folder-several-shapes", values: { shapes: "native (deep/er/one.json + 2), openai-messages (chat.json)" }, shapes: [{ format: "native" }, { format: "openai-messages" }] });
    });

    it("is the one the study means", async () => {
      expect(await open(mixed(3), meaning("native"))).toMatchObject({ format: "native", ledger: { conversationsKept: 5 } });
      const chat = await open(mixed(3), meaning("openai-messages"));
      expect(chat).toMatchObject({ format: "openai-messages", ledger: { conversationsKept: 3 } });
      expect(chat.problems.filter(({ id }) => id === "file-other-shape").map(({ path }) => path)).toEqual(["/data/deep/er/one.json", "/data/part-2.jsonl", "/data/part-10.jsonl"]);
    });
  });

  it("is read through the study's word for it", async () => {
    const held = new MemoryFiles({ "/data/a.jsonl": '{"uid":"x","thread":[{"by":"rep","say":"Hello"},{"by":"cust","say":"Hi"}]}' });
    const mapping = { id: "uid", turns: "thread", role: { field: "by", agent: ["rep"], user: ["cust"] }, text: "say" };
    const dataset = await open(held, { study: { folder: "/", file: { datasets: [{ path: "data", name: "Calls", mapping, users: "human" }] } } });
    expect(dataset).toMatchObject({ name: "Calls", format: "mapped", users: "human" });
    expect(dataset.entries.map(({ id }) => id)).toEqual(["x"]);
  });

  it("reports progress over all of its files", async () => {
    const seen: (readonly [number, number])[] = [];
    await open(files(), { onProgress: (done, total) => seen.push([done, total]) });
    expect(new Set(seen.map(([, total]) => total)).size).toBe(1);
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
    expect(seen.every(([done], at) => done >= (seen[at - 1]?.[0] ?? 0))).toBe(true);
  });

  it("stops when it is cancelled", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(open(files(), { signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("what was understood", () => {
  it("is one line with the data's own words", async () => {
    const held = new MemoryFiles({
      "/data/a.jsonl": ["yes", "no", "?"].map((paid, at) => JSON.stringify({ uid: at, paid, thread: [{ by: "rep", say: "Hello" }, { by: "cust", say: "Hi" }] })).join("\n") + '\n{"uid":9,"thread":[{"by":"rep","say":"Hello"}]}\nnonsense',
    });
    const mapping = { id: "uid", turns: "thread", role: { field: "by", agent: ["rep"], user: ["cust"] }, text: "say", outcome: { field: "paid", positive: ["yes"], negative: ["no"] } };
    const dataset = await open(held, { study: { folder: "/", file: { datasets: [{ path: "data", mapping, strata: { positive: "buyer", negative: "non-buyer" } }] } } });
    expect(understanding(dataset)).toEqual({ read: 5, kept: 3, outcomes: { positive: 1, negative: 1, unknown: 1 }, leftOut: [{ reason: "no-user-turns", count: 1 }, { reason: "bad-json", count: 1 }], meaning: { user: "cust", agent: "rep", outcome: "paid" } });
    expect(factsOf(dataset)).toBe("3 conversations, user = cust, agent = rep, outcome = paid (buyer 1, non-buyer 1, unknown 1), 2 left out: no user turns (1), not JSON (1)");
    expect(factsOf(dataset, "zh")).toBe("3 个对话，用户 = cust，客服 = rep，结果 = paid（buyer 1、non-buyer 1、未知 1），2 个未纳入：没有用户话轮 (1)、不是 JSON (1)");
    expect(hintsOf(dataset)).toEqual([]);
  });

  it("of one native conversation says no more than there is", async () => {
    expect(factsOf(await open(new MemoryFiles({ "/data/a.jsonl": line("a") })))).toBe("1 conversation, outcomes: unknown 1");
  });
});
