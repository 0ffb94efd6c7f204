import { describe, expect, it } from "vitest";
import { duration, leftOutRows, messageRows, outcomeRows, paymentRows, suspicionRows } from "../../../../src/core/figures/ledger.ts";
import type { Ledger } from "../../../../src/core/journal/entry.ts";
import { SENTENCES } from "../../../../src/core/messages/sentenceTable.ts";
import { LEFT_OUT } from "../../../../src/datasets/leftOut.ts";
import { OUTCOME_REASONS } from "../../../../src/datasets/outcomeReasons.ts";
import { SUSPICIONS } from "../../../../src/datasets/suspicion.ts";

const OLD: Ledger = { conversationsRead: 9, conversationsKept: 6, leftOut: { "bad-json": 2, odd: 1 }, messagesRead: 80, messagesMerged: 7, messagesCut: 3, conversationsTruncated: 2, systemMessages: 0, outcomes: { positive: 3, negative: 3, unknown: 0 } };
const FULL: Ledger = {
  ...OLD,
  messagesExcluded: 4,
  outcomeReasons: { paid: 3, refunded: 1, unmatched: 2 },
  suspicious: { "empty-turn": 1, "same-content": 2 },
  payments: { payments: 40, before: 1, after: 2, quantiles: [-100, -90, 0, 600, 7200, 200_000, 2_000_000], keysUnused: 3 },
};

describe("rows of a ledger", () => {
  it("of a journal from before have nothing of what was not counted then", () => {
    expect(leftOutRows(OLD, "en")).toEqual([{ label: "not JSON", count: 2 }, { label: "odd", count: 1 }]);
    expect([outcomeRows(OLD, "en"), suspicionRows(OLD, "en"), paymentRows(OLD, "en")]).toEqual([[], [], []]);
    expect(messageRows(OLD, "en")).toHaveLength(4);
  });

  it("tell reasons, suspicions and payments", () => {
    expect(outcomeRows(FULL, "en").map(({ count }) => count)).toEqual([3, 1, 2]);
    expect(suspicionRows(FULL, "en")).toEqual([{ label: "turns without text", count: 1 }, { label: "the same content as another", count: 2 }]);
    expect(messageRows(FULL, "en").at(-1)).toEqual({ label: "Messages dropped by the mapping", count: 4 });
    expect(paymentRows(FULL, "en").map(({ text, count }) => text ?? count)).toEqual(["median 10 min, 80 % between −90 s and 2.3 d", "3 of 40 (7.5\u00a0%)", 3]);
    expect(paymentRows({ ...OLD, payments: { payments: 0, before: 0, after: 0, quantiles: [], keysUnused: 5 } }, "zh").map(({ text, count }) => text ?? count)).toEqual(["0 笔中 0 笔", 5]);
  });

  it("have a sentence for every reason and suspicion", () => {
    for (const { sentence } of Object.values(LEFT_OUT)) expect(SENTENCES).toHaveProperty(sentence);
    for (const id of Object.values(OUTCOME_REASONS)) expect(SENTENCES).toHaveProperty(id);
    for (const kind of SUSPICIONS) expect(SENTENCES).toHaveProperty(`suspicious-${kind}`);
  });

  it.each([[0, "0 s"], [-119, "−119 s"], [120, "2 min"], [222, "3.7 min"], [-7200, "−2 h"], [36_000, "10 h"], [172_800, "2 d"], [5_000_000, "58 d"]])("write %d seconds as %s", (seconds, text) => expect(duration(seconds, "en")).toBe(text));
});
