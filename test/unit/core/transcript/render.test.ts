import { describe, expect, it } from "vitest";
import type { Conversation } from "../../../../src/core/transcript/conversation.ts";
import { outcomeName, renderTranscript } from "../../../../src/core/transcript/render.ts";
import { turnOf } from "./hostile.ts";

const STRATA = { positive: "buyer", negative: "non-buyer" };
const conversation: Conversation = {
  id: "c-1",
  outcome: { value: "positive", label: "buyer", at: "2025-03-01T10:30:00+08:00" },
  profile: { age: "52", city: "Chengdu" },
  meta: {},
  cut: [{ fileIndex: 9, role: "user", text: "thanks", labels: [] }],
  turns: [
    turnOf(0, "agent", ["Hello"], "2025-03-01T10:20:00+08:00", "rapport"),
    turnOf(1, "user", ["Yes?", "who is\nthis"], "2025-03-01T10:21:10+08:00"),
    turnOf(2, "agent", ["Me again"], "2025-03-02T09:00:00+08:00"),
  ],
};

describe("renderTranscript", () => {
  it("puts headers at column 0, indents text and ends every block with its own empty line", () => {
    const { text } = renderTranscript(conversation, STRATA, { hideOutcome: false });
    expect(text.split("\n")).toEqual([
      "Conversation: c-1",
      "Outcome: buyer · 2025-03-01 10:30 · 1 message after it is not shown",
      "Profile: age: 52 · city: Chengdu",
      "",
      "Agent 1 · 2025-03-01 10:20 · rapport",
      "  Hello",
      "",
      "User 2 · 10:21 · 2 messages",
      "  Yes?",
      "  who is",
      "  this",
      "",
      "Agent 3 · 2025-03-02 09:00",
      "  Me again",
      "",
    ]);
  });

  it("maps turns to lines and lines to turns", () => {
    const { map } = renderTranscript(conversation, STRATA, { hideOutcome: false });
    expect(map.turns).toEqual([
      { headerLine: 4, firstTextLine: 5, lastTextLine: 5, threadLine: 6 },
      { headerLine: 7, firstTextLine: 8, lastTextLine: 10, threadLine: 11 },
      { headerLine: 12, firstTextLine: 13, lastTextLine: 13, threadLine: 14 },
    ]);
    expect(map.lineCount).toBe(15);
    expect(Array.from({ length: 17 }, (_, line) => map.turnAt(line - 1))).toEqual([
      undefined, undefined, undefined, undefined, undefined, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, undefined,
    ]);
  });

  it("hides everything that tells the outcome and keeps the lines", () => {
    const shown = renderTranscript(conversation, STRATA, { hideOutcome: false });
    const hidden = renderTranscript(conversation, STRATA, { hideOutcome: true });
    expect(hidden.text).not.toMatch(/buyer|10:30|not shown/);
    expect(hidden.text.split("\n")[1]).toBe("Outcome: hidden");
    expect(hidden.map.turns).toEqual(shown.map.turns);
    const otherOutcome: Conversation = { ...conversation, cut: [], outcome: { value: "negative" } };
    expect(renderTranscript(otherOutcome, STRATA, { hideOutcome: true }).text).toBe(hidden.text);
  });

  it("speaks Chinese in its own words and leaves the texts", () => {
    const { text } = renderTranscript(conversation, STRATA, { hideOutcome: true, language: "zh" });
    expect(text.split("\n").slice(0, 6)).toEqual([
      "对话：c-1", "结果：已隐藏", "画像：age: 52 · city: Chengdu", "", "坐席 1 · 2025-03-01 10:20 · rapport", "  Hello",
    ]);
  });

  it("gives a turn without text one empty text line", () => {
    const { text, map } = renderTranscript({ ...conversation, turns: [turnOf(0, "user", [""])] }, STRATA, { hideOutcome: true });
    expect(text.split("\n").slice(4)).toEqual(["User 1", "  ", ""]);
    expect(map.turns).toEqual([{ headerLine: 4, firstTextLine: 5, lastTextLine: 5, threadLine: 6 }]);
  });

  it("renders ten thousand turns with every line mapped", () => {
    const turns = Array.from({ length: 10_000 }, (_, index) => turnOf(index, index % 2 === 0 ? "agent" : "user", [`Message ${index}, 你好`, "and more of it"]));
    const { text, map } = renderTranscript({ ...conversation, turns }, STRATA, { hideOutcome: false });
    expect(map.turns).toHaveLength(10_000);
    expect(text.split("\n")).toHaveLength(map.lineCount);
    expect(map.turnAt(4 + 4 * 7_000 + 2)).toBe(7_000);
  });
});

describe("outcomeName", () => {
  it("prints the dataset's names, and the record's own label where it says something else", () => {
    expect(outcomeName({ value: "negative" }, STRATA)).toBe("non-buyer");
    expect(outcomeName({ value: "negative", label: "Non-Buyer" }, STRATA)).toBe("non-buyer");
    expect(outcomeName({ value: "negative", label: "cancelled" }, STRATA)).toBe("non-buyer (cancelled)");
    expect(outcomeName({ value: "unknown" }, STRATA, "zh")).toBe("未知");
  });
});
