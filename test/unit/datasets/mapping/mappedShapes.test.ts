// What a mapping can say beyond one list of turns with a role field each.
import { describe, expect, it } from "vitest";
import type { ConversationRecord } from "../../../../src/core/transcript/conversation.ts";
import { mappedFormat } from "../../../../src/datasets/mapping/mapped.ts";
import type { Mapping } from "../../../../src/protocol/mapping.ts";

const BASE: Mapping = { id: "id", turns: "turns", role: "role", text: "text" };
const TURNS = [
  { role: "agent", text: "Hello", tone: "warm", votes: "a|b", acts: "greet" },
  { role: "user", text: "Hi", tone: "", votes: "b||c" },
];

function reading(mapping: Mapping, value: object) {
  return mappedFormat(mapping, { file: "calls", folder: "may" }).read(value, 7);
}

function record(more: Partial<Mapping>, value: object = {}): ConversationRecord {
  const read = reading({ ...BASE, ...more }, { id: "c", turns: TURNS, ...value });
  if (!("record" in read)) throw new Error(JSON.stringify(read));
  return read.record;
}

function fault(more: Partial<Mapping>, value: object = {}) {
  const read = reading({ ...BASE, ...more }, { id: "c", turns: TURNS, ...value });
  return "leftOut" in read ? [read.leftOut, ...read.findings.map(({ id, at }) => [id, at])] : undefined;
}

describe("the id", () => {
  it("may be made of fields, of the file's name, its folder and the line", () => {
    expect(record({ id: { template: "{folder}/{file}/{id}-{meta.part}-{line}" } }, { meta: { part: 2 } }).id).toBe("may/calls/c-2-7");
  });

  it("needs every field it is made of", () => {
    expect(fault({ id: { template: "{file}-{uid}" } })).toEqual(["wrong-shape", ["field-missing", ["uid"]]]);
    expect(fault({ id: { template: "{uid}" } }, { uid: " " })).toEqual(["wrong-shape", ["field-empty", ["uid"]]]);
  });
});

describe("turns", () => {
  it("may stand in lists beside each other", () => {
    const mapping: Partial<Mapping> = { turns: { parallel: { who: "sides", said: "talk.text" } }, role: { field: "who", agent: [0], user: [1] }, text: "said" };
    const read = record(mapping, { sides: [0, 1, 0], talk: { text: ["Hello", "Hi", "Well?"], lang: "en" } });
    expect(read.messages.map(({ role, text }) => [role, text])).toEqual([["agent", "Hello"], ["user", "Hi"], ["agent", "Well?"]]);
    expect(Object.keys(read.meta)).toEqual(["id", "turns"]);
    expect(fault(mapping, { sides: [0, 1], talk: { text: ["Hello"] } })).toEqual(["wrong-shape", ["lists-unequal", ["talk", "text"]]]);
    expect(fault(mapping, { sides: [0, 1], talk: { text: "Hello" } })).toEqual(["wrong-shape", ["field-type", ["talk", "text"]]]);
  });

  it("may be lines of one text", () => {
    const mapping: Partial<Mapping> = { turns: { text: "log", speakers: ["A", "B"] }, role: { field: "speaker", agent: ["A"], user: ["B"] }, text: "text" };
    const read = record(mapping, { log: "noise\n\tA: Hello\r\n  C: still A\n B:Hi: there\n\nA:" });
    expect(read.messages.map(({ role, text }) => [role, text])).toEqual([["agent", "Hello\n  C: still A"], ["user", "Hi: there"], ["agent", ""]]);
    expect(fault(mapping, { log: 5 })).toEqual(["wrong-shape", ["field-type", ["log"]]]);
  });

  it("may come from sides that take turns", () => {
    const turns = [{ text: "1" }, { text: "2" }, { text: "3" }];
    expect(record({ role: { first: "user" } }, { turns }).messages.map(({ role }) => role)).toEqual(["user", "agent", "user"]);
  });

  it("may name their side by how it begins", () => {
    const role = { field: "role", match: "start", agent: ["rep"], user: ["cust"] } as const;
    const mapping: Partial<Mapping> = { role: { ...role, agent: [...role.agent], user: [...role.user] } };
    expect(record(mapping, { turns: [{ role: "rep 1", text: "x" }, { role: "customer", text: "y" }] }).messages.map(({ role: side }) => side)).toEqual(["agent", "user"]);
    expect(fault(mapping, { turns: [{ role: "a rep", text: "x" }] })).toEqual(["wrong-shape", ["field-value", ["turns", 0, "role"]]]);
  });

  it("that are decisions are kept with their side and never shown", () => {
    const turns = [...TURNS, { role: "user", text: { price: 5 }, type: "offer", to: { deep: [1] } }, { role: "agent", type: "accept" }];
    const read = record({ actions: { field: "type", except: ["say"], target: "to" } }, { turns });
    expect(read.messages.slice(2)).toEqual([
      { fileIndex: 2, role: "system", text: "", labels: [], kind: "action", extra: { action: { type: "offer", by: "user", target: { deep: [1] } } } },
      { fileIndex: 3, role: "system", text: "", labels: [], kind: "action", extra: { action: { type: "accept", by: "agent" } } },
    ]);
    const named = record({ actions: { field: "text", in: [""], type: "type" } }, { turns: [...TURNS, { role: "user", text: "", type: "quit" }, { role: "user", text: "" }] });
    expect(named.messages.slice(2).map(({ extra }) => extra?.action)).toEqual([{ type: "quit", by: "user" }, { type: "unknown", by: "user" }]);
  });

  it("of a second stretch are a copy only where the mapping says so", () => {
    const value = { turns: [...TURNS, ...TURNS], stretches: [2, 2] };
    expect(record({ stretches: "first" }, value).messages.map(({ role }) => role)).toEqual(["agent", "user", "system", "system"]);
    expect(record({}, value).messages.map(({ role }) => role)).toEqual(["agent", "user", "agent", "user"]);
  });
});

describe("labels", () => {
  it("are fields of the turn, empty ones not there", () => {
    expect(record({ labels: [{ by: "ann", fields: { tone: "tone", none: "nothing" } }] }).messages.map(({ labels }) => labels)).toEqual([[{ by: "ann", tone: "warm" }], []]);
  });

  it("of another scheme's acts do not pass for ours", () => {
    const named = record({ labels: [{ by: "ann", fields: { act: "acts" } }] }).messages[0]?.labels;
    expect(named).toEqual([{ by: "ann", dialogueAct: "greet" }]);
    expect(record({ labels: [{ by: "ann", fields: { act: "acts" } }] }, { turns: [{ role: "agent", text: "x", acts: "pitch" }] }).messages[0]?.labels).toEqual([{ by: "ann", act: "pitch" }]);
  });

  it("of several people are one each", () => {
    expect(record({ labels: [{ by: "v", fields: { vote: "votes" }, votes: "|" }] }).messages.map(({ labels }) => labels)).toEqual([
      [{ by: "v-1", vote: "a" }, { by: "v-2", vote: "b" }],
      [{ by: "v-1", vote: "b" }, { by: "v-3", vote: "c" }],
    ]);
  });

  it("beside the turns belong to the next turn with their text", () => {
    const notes = [["Hello", "x"], ["never said", "y"], ["Hi", "z"]];
    const mapping: Partial<Mapping> = { labels: [{ by: "n", fields: { note: "1" }, beside: { list: "notes", item: "0" } }] };
    expect(record(mapping, { notes }).messages.map(({ labels }) => labels)).toEqual([[{ by: "n", note: "x" }], [{ by: "n", note: "z" }]]);
    expect(record(mapping, { notes: "none" }).messages.every(({ labels }) => labels.length === 0)).toBe(true);
  });
});

describe("the outcome", () => {
  const outcomes = (outcome: Mapping["outcome"], values: readonly unknown[]) => values.map((paid) => record({ outcome }, { paid }).outcome.value);

  it("is positive when one value of a list is", () => {
    expect(outcomes({ field: "paid", positive: ["yes"], negative: ["no"] }, [["no", "yes"], ["no"], [], ["maybe"]])).toEqual(["positive", "negative", "unknown", "unknown"]);
  });

  it("is negative otherwise, where anything stands", () => {
    expect(outcomes({ field: "paid", positive: ["yes"], negative: "otherwise" }, ["yes", "no", "", null])).toEqual(["positive", "negative", "unknown", "unknown"]);
  });

  it("may be a number, or the mean of votes", () => {
    expect(outcomes({ field: "paid", positive: { above: 0 }, negative: "otherwise" }, [0.5, "0", -1, "much", ""])).toEqual(["positive", "negative", "negative", "unknown", "unknown"]);
    expect(outcomes({ field: "paid", votes: "-", positive: { above: 3 }, negative: "otherwise" }, ["5-4-1", "3-3", "5-"])).toEqual(["positive", "negative", "unknown"]);
  });

  it("may be that of the last user turn, with the word for how it ended", () => {
    const turns = [{ role: "user", text: "a", ok: "5" }, { role: "agent", text: "b" }, { role: "user", text: "c", ok: "1" }, { role: "agent", text: "d", ok: "5" }];
    const outcome = { field: "ok", of: "last-user-turn", positive: { above: 3 }, negative: "otherwise", end: "turns.-1.text" } as const;
    expect(record({ outcome }, { turns }).outcome).toEqual({ value: "negative", end: "d" });
    expect(record({ outcome }, { turns: [turns[1]] }).outcome.value).toBe("unknown");
  });

  it("is defined in words", () => {
    const definition = (outcome: Mapping["outcome"]) => mappedFormat({ ...BASE, outcome }).outcomeDefinition;
    expect(definition({ field: "ok", of: "last-user-turn", votes: "-", positive: { above: 3 }, negative: "otherwise" })).toBe("mean of ok of the last user turn: positive when above 3; negative when any other value");
  });
});

describe("a profile", () => {
  it("joins a list of texts by line breaks", () => {
    expect(record({ profile: { about: "lines", none: "empty" } }, { lines: ["a", { b: 1 }, 2], empty: [] }).profile).toEqual({ about: "a\n2" });
  });
});
