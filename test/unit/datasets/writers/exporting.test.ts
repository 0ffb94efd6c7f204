import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../../src/core/messages/failure.ts";
import { ACTS, type ConversationRecord, type Message } from "../../../../src/core/transcript/conversation.ts";
import type { Dataset } from "../../../../src/datasets/dataset.ts";
import { csvRows, CSV_HEADER } from "../../../../src/datasets/writers/csvWriter.ts";
import { exporting, selectedEntries, type ExportOptions } from "../../../../src/datasets/writers/exporting.ts";
import { nativeLine } from "../../../../src/datasets/writers/nativeWriter.ts";
import { openaiLine } from "../../../../src/datasets/writers/openaiWriter.ts";
import { opened } from "../inMemory.ts";

const turn = (role: string, text: string, more: object = {}) => ({ role, text, ...more });
const native = (id: string, more: object = {}): string => JSON.stringify({ id, turns: [turn("agent", `Hello ${id}`), turn("user", "Yes?")], ...more });

async function written(dataset: Dataset, options: Partial<ExportOptions> = {}) {
  const job = exporting(dataset, { format: "native", selection: { kind: "all" }, redact: false, ...options });
  let text = "";
  for await (const piece of job.pieces) text += piece;
  return { text, total: job.total, report: job.report() };
}

async function recordsOf(dataset: Dataset): Promise<readonly ConversationRecord[]> {
  const records: ConversationRecord[] = [];
  for await (const record of dataset.records()) records.push(record);
  return records;
}

/** What stays of a text in a text file: UTF-8, and no NUL, which makes it a binary one. */
const asUtf8 = (text: string): string => text.toWellFormed().replaceAll("\0", "␀");
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }).map(asUtf8), fc.constantFrom("=1+1", "'=1", "''+x", "-5", "@a", "\tx", "\r\n", "＝x", ' "q" ', "a,b", "\n", " ", "'", "'plain", ""));
const some = text.filter((each) => each !== "");
const key = fc.string({ minLength: 1, maxLength: 6 }).map(asUtf8).filter((name) => name !== "__proto__" && name !== "rows");
const kept = fc.dictionary(fc.oneof(key, fc.constantFrom("text", "turn", "role", "label")), fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value).toWellFormed()) as unknown), { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const time = fc.date({ min: new Date("2000-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map((date) => date.toISOString());
const label = fc.record({ by: some, act: fc.constantFrom(...ACTS), stage: some, note: some }, { requiredKeys: ["by"], noNullPrototype: true });
const message = (role: "agent" | "user") => fc.record({ role: fc.constant(role), text, at: time, labels: fc.array(label, { maxLength: 2 }), kind: fc.constant("message" as const), extra: kept }, { requiredKeys: ["role", "text", "labels"], noNullPrototype: true });
const record = (id: number): fc.Arbitrary<ConversationRecord> =>
  fc
    .record(
      {
        // Ids are compared as trimmed text.
        id: fc.oneof(key.map((name) => name.trim()), fc.constantFrom("=1", "-2", "@x", "'a", "+8613812345678")).map((name) => `${name}${id}`),
        customer: some, agent: some,
        outcome: fc.record({ value: fc.constantFrom("positive" as const, "negative" as const, "unknown" as const), label: some, endedBy: some, end: some }, { requiredKeys: ["value"], noNullPrototype: true }),
        profile: fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true }),
        messages: fc.tuple(message("agent"), message("user"), fc.array(fc.oneof(message("agent"), message("user")), { maxLength: 3 })).map(([agent, user, more]) => [agent, user, ...more]),
        meta: fc.oneof(fc.constant({}), kept),
      },
      { requiredKeys: ["id", "outcome", "profile", "messages", "meta"], noNullPrototype: true },
    )
    .map((made) => ({ ...made, messages: made.messages.map((each, fileIndex): Message => ({ ...each, fileIndex })) }));
const records = fc.tuple(record(1), record(2), record(3));

describe("CSV with one row a turn", () => {
  it("opens again as the same conversations, whatever they say", async () => {
    await fc.assert(fc.asyncProperty(records, async (made) => {
      const { dataset } = await opened(CSV_HEADER + made.map(csvRows).join(""), "data.csv");
      expect(dataset.format).toBe("turn-rows");
      expect(await recordsOf(dataset)).toEqual(made);
    }), { seed: 4, numRuns: 300 });
  });

  it("holds no cell that a spreadsheet runs, and says where it put an apostrophe", () => {
    fc.assert(fc.property(records, (made) => {
      const rows = parse<Record<string, string>>(CSV_HEADER + made.map(csvRows).join(""), { columns: true });
      expect(rows).toHaveLength(made.reduce((sum, { messages }) => sum + messages.length, 0));
      expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r\n]/u.test(cell))).toEqual([]);
      const texts = rows.map((row) => (row.escaped?.split(" ").includes("text") ? row.text?.slice(1) : row.text));
      expect(texts).toEqual(made.flatMap(({ messages }) => messages.map((each) => each.text)));
    }), { seed: 4, numRuns: 300 });
  });

  it("is read in the order of its turns after a spreadsheet sorted it, and a broken cell is a problem at its place", async () => {
    const { dataset } = await opened([native("a", { profile: { age: 41 }, outcome: { value: "positive", label: "=buyer" } }), native("b")].join("\n"));
    const [head = "", ...rows] = (await written(dataset, { format: "csv" })).text.trimEnd().split("\n");
    const again = await opened([head, ...rows.reverse()].join("\n"), "sorted.csv");
    expect((await recordsOf(again.dataset)).map(({ id, profile, messages }) => [id, profile, messages.map((each) => each.text)])).toEqual([["b", {}, ["Hello b", "Yes?"]], ["a", { age: "41" }, ["Hello a", "Yes?"]]]);
    expect(again.dataset.strata.positive).toBe("=buyer");
    const broken = await opened(`${head}\n${rows.join("\n").replaceAll("positive", "perhaps")}\n`, "broken.csv");
    expect(broken.dataset.problems.map(({ line, id, values }) => [line, id, values.field])).toEqual([[4, "field-value", "outcome.value"]]);
  });
});

describe("OpenAI messages", () => {
  it("have role and content, and open again with ids, outcomes and profile", async () => {
    const source = native("a", { customer: "u", outcome: { value: "positive", label: "buyer" }, profile: { age: 41 }, meta: { x: 1 }, turns: [turn("system", "Be kind."), turn("agent", "Hi", { at: "2025-03-01T10:20:00+08:00", labels: [{ by: "s", act: "ask" }] }), turn("user", "Yes?"), turn("agent", "", { kind: "action", action: { type: "offer" } })] });
    const { dataset } = await opened(source);
    const { text: line } = await written(dataset, { format: "openai-messages" });
    expect(JSON.parse(line)).toEqual({
      id: "a", customer: "u", outcome: { value: "positive", label: "buyer" }, profile: { age: "41" }, metadata: { x: 1 },
      messages: [{ role: "system", content: "Be kind." }, { role: "assistant", content: "Hi" }, { role: "user", content: "Yes?" }],
    });
    const again = await opened(line);
    expect(again.dataset).toMatchObject({ format: "openai-messages", problems: [], ledger: { outcomes: { positive: 1 }, systemMessages: 1 } });
  });

  it("leave out what came after the outcome, since nothing could tell it from the rest, and count it", async () => {
    const at = (minute: number) => `2025-03-01T10:${minute}:00+08:00`;
    const { dataset } = await opened(native("a", { outcome: { value: "positive", at: at(30) }, turns: [turn("agent", "Hi", { at: at(10) }), turn("user", "Yes", { at: at(20) }), turn("user", "Paid!", { at: at(40) })] }));
    const { text: line, report } = await written(dataset, { format: "openai-messages" });
    expect(line).not.toMatch(/Paid|10:30/u);
    expect(report).toEqual({ format: "openai-messages", conversations: 1, cut: 1 });
  });

  it("give calls of tools back to those who made them", () => {
    const messages = [{ role: "assistant", content: null, tool_calls: [{ id: "t" }] }, { role: "tool", content: "42", tool_call_id: "t" }];
    const read: readonly Message[] = [
      { fileIndex: 0, role: "system", text: "", labels: [], extra: { tool_calls: [{ id: "t" }] } },
      { fileIndex: 1, role: "system", text: "42", labels: [], extra: { tool_call_id: "t" } },
    ];
    expect((JSON.parse(openaiLine({ id: "a", outcome: { value: "unknown" }, profile: {}, messages: read, meta: {} }, new Set())) as { messages: unknown }).messages).toEqual(messages);
  });
});

describe("a selection", () => {
  const lines = [native("a", { outcome: { value: "positive" } }), native("b", { outcome: { value: "negative" } }), native("c", { outcome: { value: "negative" } })];

  it("is all, one outcome, or the ids named, in the order of the file", async () => {
    const { dataset } = await opened(lines.join("\n"));
    const ids = (selection: ExportOptions["selection"]) => selectedEntries(dataset, selection).map(({ id }) => id);
    expect(ids({ kind: "all" })).toEqual(["a", "b", "c"]);
    expect(ids({ kind: "outcome", outcome: "negative" })).toEqual(["b", "c"]);
    expect(ids({ kind: "ids", ids: ["c", "a", "c"] })).toEqual(["a", "c"]);
    const wanted = (await recordsOf(dataset)).filter(({ id }) => id !== "b").map((each) => `${nativeLine(each)}\n`);
    expect((await written(dataset, { selection: { kind: "ids", ids: ["c", "a"] } })).text).toBe(wanted.join(""));
  });

  it("of an id that is not there, or of nothing, is a failure", async () => {
    const { dataset } = await opened(lines.join("\n"));
    const failed = (selection: ExportOptions["selection"]): string | undefined => {
      try {
        exporting(dataset, { format: "csv", selection, redact: false });
        return undefined;
      } catch (error) {
        return isFailure(error) ? error.id : "unexpected";
      }
    };
    expect(failed({ kind: "ids", ids: ["a", "z"] })).toBe("conversation-not-found");
    expect(failed({ kind: "outcome", outcome: "unknown" })).toBe("export-nothing");
    expect(failed({ kind: "ids", ids: [] })).toBe("export-nothing");
  });

  it("is redacted on the way, with a report that holds no text", async () => {
    const { dataset } = await opened([native("a", { profile: { name: "Jo Bloggs" }, turns: [turn("agent", "Hi Jo"), turn("user", "13812345678")] }), native("b")].join("\n"));
    for (const format of ["native", "openai-messages", "csv"] as const) {
      const { text: file, report } = await written(dataset, { format, redact: true });
      expect(file).not.toMatch(/138|Bloggs|Hi Jo/u);
      expect(report.redaction).toMatchObject({ conversations: 2, redacted: 1, counts: { name: 2, phone: 1 } });
      expect(JSON.stringify(report)).not.toMatch(/138|Bloggs/u);
    }
  });

  it("stops when it is cancelled", async () => {
    const { dataset } = await opened(lines.join("\n"));
    const stop = new AbortController();
    stop.abort(new Error("stop"));
    const job = exporting(dataset, { format: "native", selection: { kind: "all" }, redact: false }, undefined, stop.signal);
    await expect((async () => { for await (const piece of job.pieces) expect(piece).toBe("nothing"); })()).rejects.toThrow("stop");
  });
});
