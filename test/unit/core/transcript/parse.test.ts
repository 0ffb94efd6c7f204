import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTranscript } from "../../../../src/core/transcript/parse.ts";
import { renderTranscript } from "../../../../src/core/transcript/render.ts";
import { visibleLines } from "../../../../src/core/transcript/visible.ts";
import { hostileConversation, hostileText } from "./hostile.ts";

describe("parseTranscript", () => {
  it("reads every rendered conversation back, turn for turn and line for line", () => {
    fc.assert(
      fc.property(hostileConversation, hostileText, hostileText, fc.boolean(), fc.constantFrom("en", "zh"), (conversation, positive, negative, hideOutcome, language) => {
        const rendered = renderTranscript(conversation, { positive, negative }, { hideOutcome, language });
        const parsed = parseTranscript(rendered.text.split("\n"));
        expect(parsed.turns.map(({ role, number, text }) => ({ role, number, text }))).toEqual(
          conversation.turns.map((turn) => ({ role: turn.role, number: turn.index + 1, text: visibleLines(turn.text).join("\n") })),
        );
        expect(parsed.map.turns).toEqual(rendered.map.turns);
        expect(parsed.map.lineCount).toBe(rendered.map.lineCount);
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });

  it("reads the same however the reader counts line ends", () => {
    fc.assert(
      fc.property(hostileConversation, (conversation) => {
        const { text } = renderTranscript(conversation, { positive: "p", negative: "n" }, { hideOutcome: false });
        expect(text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)).toEqual(text.split("\n"));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("gives speaker, number and detail", () => {
    const { turns } = parseTranscript(["Conversation: c", "", "User 12 · 10:20 · 2 messages", "  a", "  ", "", "坐席 13", "  b", ""]);
    expect(turns).toEqual([
      { role: "user", speaker: "User", number: 12, detail: "10:20 · 2 messages", text: "a\n" },
      { role: "agent", speaker: "坐席", number: 13, detail: "", text: "b" },
    ]);
  });

  it.each(["User", "User 1x", "User: 1", " User 1", "user 1", "Users 1", "Customer 1", "User 1 pitch"])("takes %j for no header", (line) => {
    expect(parseTranscript([line, "  a", ""]).turns).toEqual([]);
  });

  it("keeps to the lines there are when blocks are cut short", () => {
    const { turns, map } = parseTranscript(["User 1", "Agent 2", "  a"]);
    expect(turns.map((turn) => turn.text)).toEqual(["", "a"]);
    expect(map.turns).toEqual([
      { headerLine: 0, firstTextLine: 0, lastTextLine: 0, threadLine: 0 },
      { headerLine: 1, firstTextLine: 2, lastTextLine: 2, threadLine: 2 },
    ]);
    expect(parseTranscript([]).turns).toEqual([]);
  });
});
