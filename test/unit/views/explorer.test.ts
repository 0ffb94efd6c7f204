import { describe, expect, it } from "vitest";
import type { OutcomeValue } from "../../../src/core/stats/labelledProbe.ts";
import { entriesOf, groupsOf, matching, sorted, type ConversationEntry } from "../../../src/views/explorer/conversations.ts";
import { ledgerRows } from "../../../src/views/explorer/ledger.ts";
import { setupText } from "../../../src/views/status/wording.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";

const entry = (id: string, outcome: OutcomeValue, turns: number): ConversationEntry => ({ id, outcome, turns, userTurns: turns / 2 });
const entries = [entry("A-1", "negative", 4), entry("b-2", "positive", 9), entry("a-3", "negative", 9), entry("c-4", "negative", 2)];

describe("lists of conversations", () => {
  it("group by the outcomes there are, and not at all while outcomes are hidden", () => {
    expect(groupsOf({ entries }, false)).toEqual(["positive", "negative"]);
    expect(groupsOf({ entries: [...entries, entry("u", "unknown", 2)] }, false)).toEqual(["positive", "negative", "unknown"]);
    expect(groupsOf({ entries: [entry("n", "negative", 2)] }, false)).toEqual(["negative"]);
    expect(groupsOf({ entries }, true)).toEqual(["all"]);
    expect(entriesOf({ entries }, "all")).toBe(entries);
    expect(entriesOf({ entries }, "negative").map(({ id }) => id)).toEqual(["A-1", "a-3", "c-4"]);
  });

  it("sort by bias with the unknown last and by length, keeping the file's order among equals", () => {
    const bias = new Map([["a-3", 0.5], ["A-1", 0.5], ["c-4", -1]]);
    const ids = (order: "file" | "bias" | "length") => sorted(entries, order, (id) => bias.get(id)).map(({ id }) => id);
    expect(ids("bias")).toEqual(["A-1", "a-3", "c-4", "b-2"]);
    expect(ids("length")).toEqual(["b-2", "a-3", "A-1", "c-4"]);
    expect(ids("file")).toEqual(["A-1", "b-2", "a-3", "c-4"]);
  });

  it("find ids without regard to case or spaces around", () => {
    expect(matching(entries, " A- ").map(({ id }) => id)).toEqual(["A-1", "a-3"]);
    expect(matching(entries, "")).toBe(entries);
  });
});

describe("the ledger", () => {
  const ledger = { conversationsRead: 9, conversationsKept: 6, leftOut: { "bad-json": 2, "no-user-turns": 1, odd: 0 }, messagesRead: 80, messagesMerged: 7, messagesCut: 3, conversationsTruncated: 2, systemMessages: 0, outcomes: { positive: 3, negative: 3, unknown: 0 } };

  it("accounts for every conversation by reason", () => {
    const rows = ledgerRows(ledger, "en");
    expect(rows.filter(({ label }) => label.startsWith("Left out")).reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(rows[0]).toEqual({ label: "Left out: not JSON", count: 2 });
    expect(rows.some(({ count }) => count === 0)).toBe(false);
  });
});

describe("the setup in the status bar", () => {
  it("says simulator, condition, judge and samples", () => {
    expect(setupText(DEFAULT_SETUP, "en")).toBe("Human-resample control C1 · lexicon · 1 sample");
    expect(setupText({ ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "e", model: "$(trash) big" }, samples: 3 }, "en")).toBe("$\u2060(trash) big · persona · lexicon · 3 samples");
    expect(setupText({ ...DEFAULT_SETUP, simulator: { kind: "recorded", path: "/x/y/may-disengage.jsonl" }, judge: { kind: "recorded" } }, "en")).toBe("recorded may-disengage · recorded · 1 sample");
  });
});
