import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { earlierConversations } from "../../../../src/core/probe/earlierConversations.ts";
import { mannerText } from "../../../../src/core/probe/manner.ts";
import type { Conversation } from "../../../../src/core/transcript/conversation.ts";
import { conversationOf, timedConversation } from "../../../fakes/conversations.ts";

const own = timedConversation("own", "2025-03-08T09:00:00Z", [["agent", 0, "Hi?"], ["user", 60, "How much?", "per month"], ["agent", 20, "40."], ["user", 600, "hm 😅"], ["agent", 30, "Shall I book it?"], ["user", 5, "WHAT THEY SAID"]]);
const past = timedConversation("past", "2025-03-01T09:00:00Z", [["agent", 0, "Hi?"], ["user", 9000, "haha no. bye."]]);
const later = timedConversation("later", "2025-03-09T09:00:00Z", [["agent", 0, "Hi?"], ["user", 3, "LATER LATER LATER LATER LATER"]]);
const at = (turn: number, all: readonly Conversation[] = [own], language: "en" | "zh" = "en"): string | undefined => mannerText(own, turn, earlierConversations(own, all), language);

describe("manner", () => {
  it("counts the person's turns before the probe", () => {
    expect(at(5)?.split("\n")).toEqual([
      "- turns counted: 2",
      "- usual length: 1 words a turn (from 1 to 4)",
      "- usual number of messages sent in a row: 1",
      "- asks something in 1 of 2 turns",
      "- ends 0 of 2 turns with a punctuation mark",
      "- uses emoji or laughter in 1 of 2 turns: 😅",
      "- usually answers after about 1 min",
    ]);
  });

  it("is nothing where the person wrote nothing before", () => {
    expect(at(1)).toBeUndefined();
  });

  it("learns from conversations of the same customer that ended before, and from no other", () => {
    expect(at(5, [own, past])).toContain("- turns counted: 3");
    expect(at(5, [own, past])).toContain("haha 😅");
    expect(at(1, [past, own])).toContain("- turns counted: 1");
    const stranger = { ...past, id: "x", customer: "u-2" };
    expect(at(5, [own, later, stranger, { ...past, id: "undated", turns: conversationOf("u", ["Hi?", "Yo"]).turns }])).toBe(at(5));
  });

  it("says no delay where times are not known, and the language where it is mixed", () => {
    const mixed = conversationOf("m", ["Hi", "hello", "你好", "好的", "Hm", "?"]);
    expect(mannerText(mixed, 5, [], "en")).toContain("- writes Chinese in 1 of 2 turns");
    expect(mannerText(mixed, 5, [], "en")).not.toContain("answers after");
    expect(mannerText(conversationOf("z", ["您好", "在吗？哈哈哈哈", "在", "x"]), 3, [], "zh")).toContain("哈哈");
  });

  it("holds numbers and marks alone, never words of the person", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zA-Zä你好0-9 $&{}.?!😀-]{1,30}$/u), { minLength: 1, maxLength: 6 }), (said) => {
        const conversation = conversationOf("c", said.flatMap((text) => ["?", `zq${text}`]));
        expect(mannerText(conversation, said.length * 2, [], "en") ?? "").not.toMatch(/zq|\$|\{/u);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("what comes at and after the probe, the outcome and the labels change no byte", () => {
    const text = fc.constantFrom("Yes!", "不要", "haha 😂", "?", "no no no no");
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 90_000 }), fc.constantFrom("positive", "negative", "unknown"), fc.constantFrom(3, 5), (after, delay, outcome, turn) => {
        const more = timedConversation("own", "2025-03-08T10:00:00Z", after.map((each, index) => [index % 2 === 0 ? "user" : "agent", delay, each] as const));
        const other: Conversation = { ...own, turns: [...own.turns.slice(0, turn), ...more.turns], outcome: { value: outcome, label: after[0]!, at: "2025-03-08T09:00:01Z" }, meta: { note: after[0] } };
        expect(mannerText(other, turn, earlierConversations(other, [past, later, other]), "en")).toBe(at(turn, [past, own]));
      }),
      { seed: 6, numRuns: 100 },
    );
  });
});
