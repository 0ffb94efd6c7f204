// Hand-made conversations for tests: short, invented, and as plain as a test needs.
import type { Conversation, Message, Turn } from "../../src/core/transcript/conversation.ts";
import type { OutcomeValue } from "../../src/core/stats/labelledProbe.ts";

/** A conversation whose turns alternate from the agent; `texts` are the turns, agent first. */
export function conversationOf(id: string, texts: readonly string[], outcome: OutcomeValue = "negative", more: Partial<Conversation> = {}): Conversation {
  const turns = texts.map((text, index): Turn => {
    const role = index % 2 === 0 ? "agent" : "user";
    const message: Message = { fileIndex: index, role, text, labels: [] };
    return { index, role, text, messages: [message] };
  });
  return { id, outcome: { value: outcome }, profile: { age: "41", city: "Leeds" }, turns, cut: [], meta: {}, ...more };
}

/** A conversation with `users` user turns, each after an agent turn. */
export function conversationWith(id: string, users: number, outcome: OutcomeValue = "negative"): Conversation {
  const texts = Array.from({ length: users }, (_, number) => [`Agent line ${number} of ${id}?`, `User line ${number} of ${id}.`]).flat();
  return conversationOf(id, texts, outcome);
}

/** A conversation of one customer with times: each turn is its role, the seconds since the message before, and its messages, two seconds apart. */
export function timedConversation(id: string, began: string, turns: readonly (readonly ["agent" | "user", number, ...string[]])[], more: Partial<Conversation> = {}): Conversation {
  let at = Date.parse(began);
  let fileIndex = 0;
  const made = turns.map(([role, after, ...texts], index): Turn => {
    const messages = texts.map((text, number): Message => {
      at += (number === 0 ? after : 2) * 1000;
      return { fileIndex: fileIndex++, role, text, at: new Date(at).toISOString(), labels: [] };
    });
    return { index, role, text: texts.join("\n"), at: messages[0]!.at!, messages };
  });
  return { id, customer: "u-1", outcome: { value: "negative" }, profile: { age: "41" }, turns: made, cut: [], meta: {}, ...more };
}
