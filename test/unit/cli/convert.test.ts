import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine, containing, repository } from "./commandLine.ts";

const turn = (role: string, text: string) => ({ role, text });
const record = (id: string, value: string, more: object = {}) =>
  JSON.stringify({ id, outcome: { value, label: value === "positive" ? "joiner" : "refuser" }, turns: [turn("agent", "Hello, is this Jo?"), turn("user", "=Yes, 13812345678"), turn("agent", "Join?"), turn("user", "No.")], ...more });
const data = [record("a", "positive", { profile: { name: "Jo Bloggs", age: 41 } }), record("b", "negative", { customer: "13812345678" }), record("c", "negative")].join("\n");

interface Document {
  readonly format: string;
  readonly conversations: number;
  readonly redaction?: { readonly redacted: number; readonly counts: Readonly<Record<string, number>>; readonly each: readonly { readonly conversation: string; readonly examples: readonly { readonly placeholder: string; readonly place: string }[] }[] };
}

describe("convert", () => {
  const cli = commandLine();

  it("writes CSV that converts back to the same native lines", async () => {
    const folder = await cli.folder();
    const sample = path.join(repository, "media/sample/conversations.jsonl");
    for (const [from, to] of [[sample, "direct.jsonl"], [sample, "rows.csv"], ["rows.csv", "again.jsonl"]] as const) {
      const { code, stderr } = await cli.run(folder, ["convert", from, "-o", to]);
      expect(code, stderr).toBe(0);
    }
    expect(await readFile(path.join(folder, "again.jsonl"), "utf8")).toBe(await readFile(path.join(folder, "direct.jsonl"), "utf8"));
  });

  it("writes OpenAI messages that open again with the same outcomes, and says what they leave out", async () => {
    const folder = await cli.folder();
    const { code, stderr, stdout } = await cli.run(folder, ["convert", path.join(repository, "media/sample/conversations.jsonl"), "-o", "chat.jsonl", "--format", "openai-messages", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: containing("turns after the outcome were left out") });
    expect(JSON.parse(stdout)).toMatchObject({ format: "openai-messages", conversations: 40 });
    const again = await cli.run(folder, ["validate", "chat.jsonl"]);
    expect(again).toMatchObject({ code: 0, stderr: containing("40 of 40 conversations, 20 buyer, 20 non-buyer") });
  });

  it("writes a selection by ids, or by an outcome under either of its names", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), data);
    const idsOf = async (...words: string[]): Promise<readonly string[]> => {
      const { code, stderr } = await cli.run(folder, ["convert", "data.jsonl", "-o", "out.jsonl", ...words]);
      expect(code, stderr).toBe(0);
      return (await readFile(path.join(folder, "out.jsonl"), "utf8")).trim().split("\n").map((line) => (JSON.parse(line) as { id: string }).id);
    };
    expect(await idsOf("--ids", "c, a")).toEqual(["a", "c"]);
    expect(await idsOf("--outcome", "negative")).toEqual(["b", "c"]);
    expect(await idsOf("--outcome", "joiner")).toEqual(["a"]);
  });

  it("redacts, with a report of counts and places, and no text, on stderr and in the document", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), data);
    const { code, stdout, stderr } = await cli.run(folder, ["convert", "data.jsonl", "-o", "out.csv", "--redact", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: containing("Redacted in 3 of 3 conversations: telephones 4, names 2.") });
    expect(stderr).toContain("not anonymisation");
    const { redaction } = JSON.parse(stdout) as Document;
    expect(redaction).toMatchObject({ redacted: 3, counts: { phone: 4, name: 2 } });
    expect(redaction?.each[0]).toEqual({ conversation: "a", counts: { name: 2, phone: 1 }, examples: [{ placeholder: "[name 1]", place: "profile.name" }, { placeholder: "[name 1]", place: "turn 1" }, { placeholder: "[phone 1]", place: "turn 2" }] });
    const file = await readFile(path.join(folder, "out.csv"), "utf8");
    expect(file + stdout + stderr).not.toMatch(/138|Bloggs/u);
    expect(file).toContain(`"'=Yes, [phone 1]"`);
    expect((await cli.run(folder, ["convert", "data.jsonl", "-o", "out.csv", "--redact", "--language", "zh"])).stderr).toContain("3 段对话中有 3 段被隐去信息：电话 4，姓名 2");
  });

  it.each([
    ["an unknown format", ["--format", "xml"], 2, "native, openai-messages, csv"],
    ["an outcome the dataset has no name for", ["--outcome", "buyer"], 2, "positive (joiner), negative (refuser) or unknown"],
    ["two selections", ["--ids", "a", "--outcome", "joiner"], 2, "one of them"],
    ["an id that is not there", ["--ids", "a,z"], 1, "Conversation z is not in data.jsonl"],
    ["an empty selection", ["--outcome", "unknown"], 1, "nothing to export"],
  ])("refuses %s and writes nothing", async (_what, words, code, message) => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), data);
    expect(await cli.run(folder, ["convert", "data.jsonl", "-o", "out.jsonl", ...words])).toMatchObject({ code, stdout: "", stderr: containing(message) });
    await expect(readFile(path.join(folder, "out.jsonl"))).rejects.toThrow("ENOENT");
  });
});
