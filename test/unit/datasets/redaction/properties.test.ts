import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationRecord } from "../../../../src/core/transcript/conversation.ts";
import { PLACEHOLDER } from "../../../../src/datasets/redaction/kinds.ts";
import { RecordRedaction } from "../../../../src/datasets/redaction/redactRecord.ts";
import { redactTurns } from "../../../../src/datasets/redaction/redactTurns.ts";

const RUNS = { seed: 20_250_301, numRuns: 2_000 };

/** Pieces that make and break matches when they stand side by side. */
const piece = fc.constantFrom(
  "13812345678", "+86 ", "010-62345678", "(415) 555-0132", "a@b.co", "@qq.com", "11010519491231002X", "DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "https://u:p@h.io/x",
  "203.0.113.7", "微信号：", "QQ ", "12345", "221B Baker Street", "北京市朝阳区建国路88号", "3单元501室", "Delia", " Marsh", "张伟明", "先生", "[phone 1]", "[name ", "2]", "phone ", "电话", "is ",
  " ", "，", ".", "-", "\n", "1", "０", "a", "Z", "的", "\u200b", "\ud800", "😀",
);
const text = fc.oneof({ weight: 4, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")) }, fc.string({ unit: "binary", maxLength: 40 }));
const profile = fc.constantFrom<Readonly<Record<string, string>>>({}, { name: "Delia Marsh", city: "Leeds" }, { 姓名: "张伟明", 电话: "12345" }, { name: "phone", nickname: "name 2" }, { surname: "[x]", name: "a" });

/** Whether the pieces stand in the text one after the other. */
function inOrder(whole: string, pieces: readonly string[]): boolean {
  let at = 0;
  return pieces.every((each) => {
    const found = whole.indexOf(each, at);
    at = found + each.length;
    return found !== -1;
  });
}

describe("redaction of any text", () => {
  it("done again changes nothing", () => {
    fc.assert(fc.property(fc.array(text, { maxLength: 4 }), profile, (texts, given) => {
      const once = redactTurns(texts.map((each) => ({ text: each })), given);
      const twice = redactTurns(once.turns, given);
      expect(twice.turns).toEqual(once.turns);
      expect(redactTurns(once.turns, once.profile)).toMatchObject({ turns: once.turns, profile: once.profile, counts: {} });
    }), RUNS);
  });

  it("leaves what stands around the placeholders as it was, and texts without one untouched", () => {
    fc.assert(fc.property(text, profile, (before, given) => {
      const { turns, counts } = redactTurns([{ text: before }], given);
      const after = turns[0]!.text;
      const own = [...after.matchAll(PLACEHOLDER)].length - [...before.matchAll(PLACEHOLDER)].length;
      const told = Object.values(counts).reduce((sum, count) => sum + count, 0) - Object.values(redactTurns([], given).counts).reduce((sum, count) => sum + count, 0);
      if (told === 0) expect(after).toBe(before);
      else expect(own).toBeLessThanOrEqual(told);
      expect(inOrder(before, after.replaceAll(PLACEHOLDER, "\u0000\u0001\u0000").split("\u0000\u0001\u0000"))).toBe(true);
    }), RUNS);
  });

  it("never keeps a number that a rule knows, whatever stands around it", () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`, "u"));
    const mobile = fc.tuple(fc.constantFrom("13", "15", "17", "18", "19"), digits(9)).map((parts) => parts.join(""));
    const card = digits(11).map((rest) => `4539${rest}`).map((fifteen) => `${fifteen}${[..."0123456789"].find((check) => luhn(fifteen + check)) ?? ""}`);
    const around = fc.constantFrom("", " ", "我的电话", "。", "(", ")", ", ", "tel:", "\n");
    fc.assert(fc.property(fc.oneof(mobile, card), around, around, (number, before, after) => {
      expect(redactTurns([{ text: before + number + after }], {}).turns[0]!.text).toMatch(/\[(?:phone|card) 1\]/u);
    }), RUNS);
  });

  it.each([
    ["digits", "1"], ["digits and spaces", "1 "], ["digits and hyphens", "1-"], ["pluses", "+1 "], ["letters", "a"], ["at signs", "a@"], ["dots and digits", "1."], ["colons", "a:"], ["capitals", "A1 "],
    ["street words", "1 Aa "], ["small words", "12 aa "], ["roads", "路1号"], ["hans", "路"], ["rooms", "1号aa"], ["wechat", "微信 "], ["qq", "qq号 "], ["brackets", "[phone "], ["links", "a://"], ["names", "May "], ["zeros", "00 "], ["announced", "电话号码是 "],
  ])("is quick on very long runs of %s", (_what, unit) => {
    const long = unit.repeat(Math.ceil(100_000 / unit.length));
    expect(redactTurns([{ text: long }], { name: "May Day" }).turns).toHaveLength(1);
  });
});

function luhn(digits: string): boolean {
  return [...digits].reverse().reduce((sum, digit, at) => sum + (at % 2 === 0 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0) % 10 === 0;
}

describe("redaction of records", () => {
  const record = (id: string, more: Partial<ConversationRecord> = {}): ConversationRecord => ({ id, outcome: { value: "negative" }, profile: {}, messages: [], meta: {}, ...more });
  const message = (fileIndex: number, text: string, more: object = {}) => ({ fileIndex, role: "user" as const, text, labels: [], ...more });

  it("keeps who is who over the file, and one number for one thing in a conversation", () => {
    const redaction = new RecordRedaction();
    const one = redaction.redact(record("c-1", { customer: "13812345678", messages: [message(0, "13812345678")], profile: { phone: "13812345678", age: "41" }, meta: { uid: 13812345678, n: 7, ratio: 0.13812345678, customer_name: "Jo Bloggs", name: "a corpus" } }));
    const other = redaction.redact(record("13987654321", { customer: "13812345678", agent: "a-1", messages: [message(0, "Bloggs?")] }));
    expect(one).toMatchObject({ id: "c-1", customer: "[customer 1]", profile: { phone: "[phone 1]", age: "41" }, messages: [{ text: "[phone 1]" }], meta: { uid: "[phone 1]", n: 7, ratio: 0.13812345678, customer_name: "[name 1]", name: "a corpus" } });
    expect(other).toMatchObject({ id: "[conversation 1]", customer: "[customer 1]", agent: "a-1", messages: [{ text: "Bloggs?" }] });
    const { conversations, redacted, counts, each } = redaction.report;
    expect({ conversations, redacted }).toEqual({ conversations: 2, redacted: 2 });
    expect(counts).toEqual({ phone: 6, name: 1 });
    expect(JSON.stringify(each)).not.toMatch(/138|139|Bloggs/u);
    expect(each[0]!.examples).toContainEqual({ placeholder: "[phone 1]", place: "meta.uid" });
  });

  it("reads what hangs on a turn, and leaves shapes, codes and times alone", () => {
    const redaction = new RecordRedaction();
    const labels = [{ by: "annotator-1", stage: "exploring", note: "gave 13812345678" }];
    const extra = { tool_calls: [{ function: { name: "find_user", arguments: '{"email":"a@b.co"}' } }], at2: 20_240_301 };
    const done = redaction.redact(record("c", { messages: [message(0, "hm", { labels, extra, at: "2025-03-01T10:20:00+08:00" })] }));
    expect(done.messages[0]).toEqual(message(0, "hm", { labels: [{ ...labels[0], note: "gave [phone 1]" }], extra: { ...extra, tool_calls: [{ function: { name: "find_user", arguments: '{"email":"[email 1]"}' } }] }, at: "2025-03-01T10:20:00+08:00" }));
  });

  it("changes nothing of a record without anything, and reports nothing of it", () => {
    const redaction = new RecordRedaction();
    const plain = record("c-1", { customer: "u-17", messages: [message(0, "It costs 12 dollars.")], profile: { age: "41" }, meta: { score: 0.5, at: "2024-03-01" } });
    expect(redaction.redact(plain)).toEqual(plain);
    expect(redaction.report).toEqual({ conversations: 1, redacted: 0, counts: {}, each: [] });
  });
});
