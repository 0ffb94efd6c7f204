// Owns what simulator and judge see where redaction is switched on: the same conversations with placeholders. Refuses the rules (datasets/redaction).
import type { Conversation } from "../core/transcript/conversation.ts";
import { REDACTED_KINDS } from "../datasets/redaction/kinds.ts";
import { redactTurns } from "../datasets/redaction/redactTurns.ts";
import type { Labeller } from "./labeller.ts";
import type { ConversationSource } from "./recentConversations.ts";

/** What a manifest says was replaced. */
export const PROMPT_REDACTION: readonly string[] = REDACTED_KINDS;

/** The conversation with placeholders in turns and profile. A turn's text depends on nothing after it. */
export function redactedConversation(conversation: Conversation): Conversation {
  const { turns, profile } = redactTurns(conversation.turns, conversation.profile);
  return { ...conversation, turns, profile };
}

/** One turn and those before it, of a conversation with this profile; the turn may be a continuation, whose placeholders are numbered on. */
export function redactedTurn<T extends { readonly text: string }>(prefix: readonly T[], turn: string, profile: Conversation["profile"]): { readonly prefix: readonly T[]; readonly turn: string } {
  const { turns } = redactTurns<{ readonly text: string }>([...prefix, { text: turn }], profile);
  return { prefix: prefix.map((each, at) => ({ ...each, text: turns[at]?.text ?? "" })), turn: turns.at(-1)?.text ?? "" };
}

export function redactedSource(source: ConversationSource): ConversationSource {
  return { read: async (id, signal) => redactedConversation(await source.read(id, signal)) };
}

/** Labels as before; a continuation that was made elsewhere gets placeholders too, numbered on from its conversation's. */
export function redactedLabeller(labeller: Labeller): Labeller {
  return {
    real: (conversation, turn, signal) => labeller.real(conversation, turn, signal),
    simulated(conversation, probe, sample, text, signal) {
      const { turn } = redactedTurn(conversation.turns.slice(0, probe.turn), text, conversation.profile);
      return labeller.simulated(conversation, probe, sample, turn, signal);
    },
  };
}
