import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { nodeFiles } from "../../../../src/node/files.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import type { Mapping } from "../../../../src/protocol/mapping.ts";
import { digest, opened, placed } from "../inMemory.ts";

const MAPPING: Mapping = {
  id: "meta.uid",
  customer: "person.id",
  turns: "thread",
  role: { field: "who", agent: ["rep"], user: ["cust"], system: ["bot"] },
  text: "body",
  time: { field: "ts", format: "epoch-seconds" },
  profile: { age: "person.years", town: "person.town" },
  outcome: { field: "paid", positive: ["yes", 1], negative: ["no"], at: { field: "paid_at", format: "epoch-seconds" } },
  exclude: [{ field: "internal", equals: true }, { turn: "type", in: ["broadcast", "recalled"] }],
};

const said = (who: string, body: string, ts?: string, type = "chat") => ({ who, body, type, ...(ts !== undefined && { ts }) });
const record = (uid: unknown, more: object = {}): string =>
  JSON.stringify({ meta: { uid }, thread: [said("bot", "Welcome", "1000"), said("rep", "Hello", "1001"), said("cust", "Hi", "1002.5")], person: { id: 17, years: 38, town: "Penang", note: null }, paid: "no", internal: false, ...more });

async function mapped(content: string, mapping: Mapping = MAPPING, name = "odd.jsonl") {
  return (await opened(content, name, { study: { folder: "/folder", file: { datasets: [{ path: name, mapping }] } } })).dataset;
}

describe("a mapping", () => {
  it("finds id, turns, roles, texts, times, profile and outcome", async () => {
    const dataset = await mapped(record("0042"));
    expect(placed(dataset)).toEqual([]);
    const read = await dataset.read("0042");
    expect(read).toMatchObject({ id: "0042", customer: "17", outcome: { value: "negative" }, profile: { age: "38", town: "Penang" } });
    expect(read.turns.map(({ role, text, at }) => [role, text, at])).toEqual([["agent", "Hello", "1970-01-01T00:16:41.000Z"], ["user", "Hi", "1970-01-01T00:16:42.500Z"]]);
    expect(dataset.ledger).toMatchObject({ messagesRead: 3, systemMessages: 1 });
    expect((await dataset.identity()).outcomeDefinition).toBe("paid: positive when yes, 1; negative when no");
  });

  it("compares values as trimmed text and calls what it does not list unknown", async () => {
    const outcomes = [" yes ", 1, "1", "no", "maybe", null, true, "01"];
    const dataset = await mapped(outcomes.map((paid, number) => record(number, { paid })).join("\n"));
    expect(dataset.entries.map(({ outcome }) => outcome)).toEqual(["positive", "positive", "positive", "negative", "unknown", "unknown", "unknown", "unknown"]);
  });

  it("truncates at the outcome's time", async () => {
    const dataset = await mapped(record("a", { paid: "yes", paid_at: 1001.5, thread: [said("cust", "ok", "1000"), said("rep", "Hello", "1001"), said("cust", "paid", "1002")] }));
    expect((await dataset.read("a")).turns.map(({ text }) => text)).toEqual(["ok", "Hello"]);
    expect(dataset.ledger).toMatchObject({ messagesCut: 1, conversationsTruncated: 1 });
  });

  it("leaves excluded conversations out and drops excluded turns", async () => {
    const dataset = await mapped([record("a", { internal: true }), record("b", { thread: [said("rep", "Hello"), { who: "nobody", type: "recalled" }, said("cust", "Hi")] })].join("\n"));
    expect(placed(dataset)).toEqual([]);
    expect(dataset.ledger).toMatchObject({ leftOut: { excluded: 1 }, systemMessages: 0, messagesRead: 3, messagesExcluded: 1 });
    expect((await dataset.read("b")).turns.map(({ messages }) => messages.map(({ fileIndex }) => fileIndex))).toEqual([[0], [2]]);
  });

  it("puts turns in the order of their numbers, and keeps their places in the file", async () => {
    const numbered = (who: string, body: string, number: unknown) => ({ ...said(who, body), nr: number });
    const mapping: Mapping = { ...MAPPING, order: "nr" };
    const dataset = await mapped([
      record("a", { thread: [numbered("cust", "third", "10"), numbered("rep", "first", 2), numbered("cust", "second", "9"), numbered("rep", "fourth", 10)] }),
      record("b", { thread: [numbered("rep", "Hello", 1), numbered("cust", "Hi", "soon")] }),
      record("c", { thread: [numbered("rep", "Hello", 1), said("cust", "Hi")] }),
    ].join("\n"), mapping);
    expect((await dataset.read("a")).turns.map(({ text }) => text)).toEqual(["first", "second\nthird", "fourth"]);
    expect(dataset.problems.map(({ line, id, values }) => [line, id, values.field])).toEqual([[2, "field-type", "thread[1].nr"], [3, "field-missing", "thread[1].nr"]]);
    const rows = "call;nr;who;body\nx;3;cust;No\nx;1;rep;Hello\nx;2;cust;Hi\n";
    const table = await mapped(rows, { id: "call", turns: "rows", order: "nr", role: { field: "who", agent: ["rep"], user: ["cust"] }, text: "body" }, "calls.csv");
    expect((await table.read("x")).turns.map(({ text }) => text)).toEqual(["Hello", "Hi\nNo"]);
  });

  it("looks a speaker up in the record", async () => {
    const sides = [{ role: "buyer" }, { role: "seller" }];
    const mapping: Mapping = { id: "id", turns: "events", text: "data", role: { field: "agent", lookup: "sides.{value}.role", agent: ["seller"], user: ["buyer"] } };
    const swapped = (id: string, sides: object[]) => ({ id, sides, events: [{ agent: 0, data: "zero" }, { agent: 1, data: "one" }] });
    const dataset = await mapped(JSON.stringify([swapped("a", sides), swapped("b", [...sides].reverse())], undefined, 2), mapping, "odd.json");
    expect((await dataset.read("a")).turns.map(({ role }) => role)).toEqual(["user", "agent"]);
    expect((await dataset.read("b")).turns.map(({ role }) => role)).toEqual(["agent", "user"]);
  });

  it("finds a field whose name has dots", async () => {
    const dataset = await mapped('{"meta.uid":"dotted","turns.all":[{"role":"agent","text":"a"},{"role":"user","text":"b"}]}', { id: "meta.uid", turns: "turns.all", role: "role", text: "text" });
    expect(dataset.entries.map(({ id }) => id)).toEqual(["dotted"]);
  });

  it.each([
    ["no id", record(undefined), '{"thread"', "field-missing", "meta.uid"],
    ["an id that is a list", record([1]), "[1]", "field-missing", "meta.uid"],
    ["turns that are no list", record("a", { thread: "none" }), '"none"', "field-type", "thread"],
    ["a turn without its speaker", record("a", { thread: [{ body: "x" }] }), '{"body"', "field-missing", "thread[0].who"],
    ["a speaker nobody named", record("a", { thread: [said("rep", "x"), said("boss", "y")] }), '"boss"', "field-value", "thread[1].who"],
    ["a text that is none", record("a", { thread: [{ who: "rep", body: 7 }] }), "7}", "field-type", "thread[0].body"],
    ["a time that is none", record("a", { thread: [said("rep", "x", "noon")] }), '"noon"', "field-time", "thread[0].ts"],
  ])("with %s is a problem at its place", async (_, text, mark, id, field) => {
    const dataset = await mapped(`${record("good")}\n${text}`);
    const column = mark === '{"thread"' ? text.indexOf('{"meta":') + 9 : text.indexOf(mark) + 1;
    expect(placed(dataset)).toEqual([`2:${column} ${id}`]);
    expect(dataset.problems[0]?.values.field).toBe(field);
    expect(dataset.ledger.leftOut).toEqual({ "wrong-shape": 1 });
  });

  it("points at the mapped place when a conversation is refused", async () => {
    const alone = record("b", { thread: [said("rep", "x")] });
    const dataset = await mapped(`${record("a")}\n${record("a")}\n${alone}`);
    expect(placed(dataset)).toEqual([`2:${record("a").indexOf('"a"') + 1} duplicate-id`, `3:${alone.indexOf("[{")+ 1} no-user-turns`]);
  });
});

const CRAIGSLIST = path.resolve(import.meta.dirname, "../../../../../shared/data/craigslistbargain");
const craigslist: Mapping = {
  id: "uuid",
  turns: "events",
  role: { field: "agent", lookup: "scenario.kbs.{value}.personal.Role", agent: ["seller"], user: ["buyer"] },
  text: "data",
  time: { field: "time", format: "epoch-seconds" },
  outcome: { field: "outcome.reward", positive: [1], negative: [0] },
  exclude: [{ turn: "action", in: ["offer", "accept", "reject", "quit"] }],
};

describe.skipIf(!existsSync(CRAIGSLIST))("CraigslistBargain through a mapping", () => {
  it.each([
    ["dev.json", 643, 32, 10, 461],
    ["test.json", 656, 40, 10, 471],
  ])("%s is accounted for", async (name, read, noUser, noAgent, deals) => {
    const dataset = await openDataset({ path: path.join(CRAIGSLIST, name), files: nodeFiles, digest, study: { folder: CRAIGSLIST, file: { datasets: [{ path: "*.json", mapping: craigslist }] } } });
    const { ledger } = dataset;
    expect(ledger).toMatchObject({ conversationsRead: read, leftOut: { "no-user-turns": noUser, "no-agent-turn": noAgent } });
    expect(ledger.conversationsKept).toBe(read - noUser - noAgent);
    expect(ledger.outcomes.positive + ledger.outcomes.negative).toBe(ledger.conversationsKept);
    expect(ledger.outcomes.positive).toBeLessThanOrEqual(deals);
    let turns = 0;
    for await (const conversation of dataset.all()) turns += conversation.turns.length;
    expect(turns).toBe(ledger.messagesRead - ledger.messagesMerged - ledger.messagesCut - ledger.systemMessages - (ledger.messagesExcluded ?? 0));
  });
});
