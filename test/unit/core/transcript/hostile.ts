// Owns seeded generators of hostile and ordinary conversations for the transcript's tests.
import fc from "fast-check";
import type { Conversation, Message, Turn } from "../../../../src/core/transcript/conversation.ts";

const FRAGMENTS = [
  "User 2", "Agent 1 · pitch", "用户 4", "坐席 3 · 10:20", "Conversation: x", "Outcome: buyer", "\n", "\r", "\r\n", "\n\n", "\u2028", "\u2029", "\v", "\f",
  "\u0085", "\u0000", "\u001b[31m", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\ud83d", "\ude00", "\u{E0041}", "\ufe0f", "👩‍👩‍👧", "❤️",
  "  ", "\t", " ", "", "你好，多少钱？", "**bold** [x](command:y)", "<script>", "$(icon)", "{conversation}", "···", " · ",
] as const;

/** Text made of characters of all kinds and of what could pass for the transcript's own lines. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const time = fc.oneof(
  hostileText,
  fc.date({ min: new Date("2020-01-01"), max: new Date("2026-01-01"), noInvalidDate: true }).map((date) => date.toISOString()),
);

/** A conversation whose every string is hostile. */
export const hostileConversation: fc.Arbitrary<Conversation> = fc
  .record({
    id: hostileText,
    outcome: fc.record({ value: fc.constantFrom("positive", "negative", "unknown"), label: hostileText }),
    profile: fc.dictionary(hostileText, hostileText, { maxKeys: 4 }),
    turns: fc.array(
      fc.record({ role: fc.constantFrom("agent", "user"), texts: fc.array(hostileText, { minLength: 1, maxLength: 3 }), at: optional(time) }),
      { maxLength: 12 },
    ),
  })
  .map(({ turns, ...rest }) => ({ ...rest, meta: {}, cut: [], turns: turns.map((turn, index) => turnOf(index, turn.role, turn.texts, turn.at)) }));

/** A turn of one or more messages. */
export function turnOf(index: number, role: "agent" | "user", texts: readonly string[], at?: string, act?: Turn["act"]): Turn {
  const messages = texts.map((text, place): Message => ({ fileIndex: index * 10 + place, role, text, labels: [] }));
  return { index, role, text: texts.join("\n"), messages, ...(at === undefined ? {} : { at }), ...(act === undefined ? {} : { act }) };
}
