// The contract of what a model may be told: nothing but the prefix, the profile, and for a judge the turn to label.
// Held by twins: a conversation that differs in everything else must give the same bytes.
import { CODEBOOK_V1 } from "../../src/core/instrument/codebookV1.ts";
import { judgeMessages } from "../../src/core/instrument/judgePrompt.ts";
import type { Digest } from "../../src/core/ports.ts";
import { conditionMessages } from "../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../src/core/probe/conditions.ts";
import { prefixAt } from "../../src/core/probe/prefix.ts";
import type { ChatMessage } from "../../src/core/probe/probe.ts";
import type { Conversation, Message, Turn } from "../../src/core/transcript/conversation.ts";

/** Stands in a twin wherever nobody may look; it occurs in no conversation. */
export const SENTINEL = "⟦must-not-be-seen⟧";

const LANGUAGES = ["en", "zh"] as const;

/**
 * The same conversation to somebody who sees only the first `seen` turns and the profile: another outcome, id, customer,
 * agent, labels, acts, times, other fields, cut turns and, from `seen` on, other turns, more or fewer.
 */
export function twinOf(conversation: Conversation, seen: number): Conversation {
  const message = (role: Message["role"], fileIndex: number, text: string): Message => ({
    fileIndex: fileIndex + 1000,
    role,
    text,
    at: "1999-12-31T23:59:59Z",
    labels: [{ by: SENTINEL, act: "pitch", stage: SENTINEL, emotion: SENTINEL, blocker: SENTINEL }],
    extra: { note: SENTINEL },
  });
  const hidden = (index: number, role: Turn["role"]): Turn => ({ index, role, text: `${SENTINEL} ${index}`, at: "1999-12-31T23:59:59Z", act: "pitch", messages: [message(role, index, `${SENTINEL} ${index}`)] });
  const kept = conversation.turns.slice(0, seen).map(({ index, role, text }): Turn => ({ index, role, text, act: "reassure", at: "1999-12-31T23:59:59Z", messages: [message(role, index, text)] }));
  const roles: readonly Turn["role"][] = ["user", "agent", "user"];
  const next = conversation.turns[seen]?.role === "agent" ? roles.slice(1) : roles;
  return {
    id: `${SENTINEL} id`,
    customer: `${SENTINEL} customer`,
    agent: `${SENTINEL} agent`,
    outcome: { value: conversation.outcome.value === "positive" ? "negative" : "positive", label: SENTINEL, at: SENTINEL, endedBy: SENTINEL, end: SENTINEL },
    profile: conversation.profile,
    turns: [...kept, ...next.map((role, place) => hidden(seen + place, role))],
    cut: [message("user", 900, `${SENTINEL} cut`)],
    meta: { note: SENTINEL, invented: false },
  };
}

/** User turns that answer an agent turn: all that any rule or hand may probe. */
export function probedTurns({ turns }: Conversation): readonly number[] {
  return turns.filter(({ index, role }) => role === "user" && turns[index - 1]?.role === "agent").map(({ index }) => index);
}

/** Every message a simulator could get at a turn: all conditions, both language variants. */
export function simulatorMessages(conversation: Conversation, turn: number): readonly (readonly ChatMessage[])[] {
  const prefix = prefixAt(conversation, turn);
  return CONDITIONS.flatMap((condition) => LANGUAGES.map((language) => conditionMessages(condition, { ...prefix, language })));
}

/** Every message a judge could get for a text at a turn: both codebooks. */
export function judgedMessages(conversation: Conversation, turn: number, text: string, digest: Digest): readonly (readonly ChatMessage[])[] {
  const { turns } = prefixAt(conversation, turn);
  return LANGUAGES.map((language) => judgeMessages(CODEBOOK_V1[language], { prefix: turns, turn: text }, digest));
}
