import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/datasets/open.ts";
import { datasetAt, readStudy } from "../../../src/datasets/study.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest, line, opened, placed } from "./inMemory.ts";

const chat = (id: string | undefined, more: object = {}): string =>
  JSON.stringify({ ...(id !== undefined && { id }), messages: [{ role: "system", content: "You sell." }, { role: "assistant", content: "Hello" }, { role: "user", content: "Hi" }], ...more });

describe("the shape of a file", () => {
  it.each([
    ["native lines", `${line("a")}\n`, "data.jsonl", "native"],
    ["native lines after a broken one", `{{{\n${line("a")}\n`, "data.jsonl", "native"],
    ["a list of native records", `[\n${line("a")},\n${line("b")}\n]`, "data.json", "native"],
    ["chat messages", `${chat("a")}\n`, "data.jsonl", "openai-messages"],
    ["a list of chats", `[${chat("a")},${chat("b")}]`, "data.json", "openai-messages"],
    ["nothing", "", "data.json", "native"],
    ["broken lines of a .jsonl", "{{{\n", "data.jsonl", "native"],
  ])("is guessed for %s", async (_, content, name, format) => {
    expect((await opened(content, name)).dataset.format).toBe(format);
  });

  it("that is not known is said, with what is there", async () => {
    await expect(opened('{"uid":1,"thread":[]}\n')).rejects.toMatchObject({ id: "shape-unknown", values: { path: "/folder/data.jsonl", fields: "uid, thread" } });
    await expect(opened("# Notes\n\nSome text", "notes.md")).rejects.toMatchObject({ id: "shape-not-json" });
    await expect(opened('{\n "uid": "a",\n "thread": []\n}', "pretty.json")).rejects.toMatchObject({ id: "shape-unknown", values: { fields: "uid, thread" } });
  });

  it("is not looked for where nothing is, or in a folder without a dataset", async () => {
    const files = new MemoryFiles({ "/folder/a.txt": "x" });
    await expect(openDataset({ path: "/none", files, digest })).rejects.toMatchObject({ id: "file-not-found" });
    await expect(openDataset({ path: "/folder", files, digest })).rejects.toMatchObject({ id: "folder-without-dataset" });
  });

  it("leaves no file open, whatever comes of it", async () => {
    for (const content of [line("a"), "", "nonsense", '{"x":1}', "\u0000\u0001"]) {
      const files = new MemoryFiles({ "/folder/data.json": content });
      await openDataset({ path: "/folder/data.json", files, digest }).catch(() => undefined);
      expect(files.openNow).toBe(0);
    }
  });

  it("stops when asked to", async () => {
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(opened(line("a"), "data.jsonl", { signal })).rejects.toThrow("stop");
  });
});

describe("chat messages", () => {
  it("have the assistant as agent, system and tool messages left out, parts joined", async () => {
    const record = {
      id: "x",
      outcome: { value: "negative", label: "lost" },
      metadata: { source: "app" },
      messages: [
        { role: "developer", content: "Be brief." },
        { role: "assistant", content: [{ type: "text", text: "Hello" }, { type: "image_url", image_url: {} }, { type: "text", text: "there" }] },
        { role: "user", content: "Hi" },
        { role: "assistant", content: null, tool_calls: [{ id: "t" }] },
        { role: "tool", content: "42", tool_call_id: "t" },
        { role: "assistant", content: "It is 42" },
        { role: "user", content: "ok" },
      ],
    };
    const { dataset } = await opened(`${JSON.stringify(record)}\n${chat(undefined, { outcome: "positive" })}\n`);
    expect(placed(dataset)).toEqual([]);
    expect(dataset.ledger).toMatchObject({ conversationsKept: 2, messagesRead: 10, systemMessages: 4, outcomes: { positive: 1, negative: 1 } });
    const read = await dataset.read("x");
    expect(read.turns.map(({ role, text }) => `${role}: ${text}`)).toEqual(["agent: Hello\nthere", "user: Hi", "agent: It is 42", "user: ok"]);
    expect(read.meta).toEqual({ source: "app" });
    expect((await dataset.read("line-2")).outcome).toEqual({ value: "positive" });
  });

  it("with faults are problems at their place", async () => {
    const bad = chat("b").replace('"user"', '"customer"');
    const { dataset } = await opened(`${chat("a")}\n${bad}\n${chat("c", { outcome: "maybe" })}\n${chat("d").replace('"Hi"', "7")}`);
    expect(placed(dataset)).toEqual([`2:${bad.indexOf('"customer"') + 1} field-value`, `3:${chat("c", { outcome: "maybe" }).indexOf('"maybe"') + 1} field-value`, `4:${chat("d").indexOf('"Hi"') + 1} field-type`]);
    expect(dataset.entries.map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("the study of a folder", () => {
  const study = (datasets: object[]): string => JSON.stringify({ datasets });

  it("names a dataset, its users and its strata", async () => {
    const files = new MemoryFiles({ "/w/fidelity.json": study([{ path: "data/*.jsonl", name: "Mine", users: "human", strata: { positive: "deal", negative: "none" }, mergeWithinMinutes: 0, outcomeDefinition: "by hand" }]), "/w/data/x.jsonl": line("a") });
    const found = await readStudy("/w", files);
    const dataset = await openDataset({ path: "/w/data/x.jsonl", files, digest, study: found?.study });
    expect(dataset).toMatchObject({ name: "Mine", users: "human", strata: { positive: "deal", negative: "none" } });
    expect(await dataset.identity()).toMatchObject({ outcomeDefinition: "by hand", mergeWithinMinutes: 0 });
  });

  it("is matched by path or pattern, relative to its folder", async () => {
    const files = new MemoryFiles({ "/w/fidelity.json": study([{ path: "a.jsonl" }, { path: "b/**/*.jsonl", name: "b" }, { path: "/else/(where)/x.jsonl", name: "else" }]) });
    const found = (await readStudy("/w", files))!.study!;
    const name = (path: string): string | undefined => datasetAt(found, path, files)?.path;
    expect(["/w/a.jsonl", "/w/axjsonl", "/v/a.jsonl", "/w/b/x.jsonl", "/w/b/c/d/x.jsonl", "/w/b/x.json", "/else/(where)/x.jsonl"].map(name)).toEqual(["a.jsonl", undefined, undefined, "b/**/*.jsonl", "b/**/*.jsonl", undefined, "/else/(where)/x.jsonl"]);
  });

  it("with faults is not used, and says where", async () => {
    const files = new MemoryFiles({ "/w/fidelity.json": '{\n"endpoint": "x"\n}' });
    expect(await readStudy("/w", files)).toEqual({ problems: [expect.objectContaining({ path: "/w/fidelity.json", line: 2, column: 1, id: "study-endpoint" })] });
    expect(await readStudy("/none", files)).toBeUndefined();
  });
});
