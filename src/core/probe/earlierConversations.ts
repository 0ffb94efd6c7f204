// Owns which other conversations a condition may learn a person's manner from (`grounded`, method.md §4). Refuses reading them.
import { instantOf } from "../transcript/instant.ts";
import type { Conversation } from "../transcript/conversation.ts";

/** What decides it; messages cut from a conversation count for its end. */
export type DatedConversation = Pick<Conversation, "id" | "customer" | "turns" | "cut">;

/**
 * Conversations of the same customer that ended before this one began, oldest first. One whose times are not all known is not used, nor is
 * anything where this conversation's own beginning is unknown: a later conversation may state the earlier outcome.
 */
export function earlierConversations<T extends DatedConversation>(own: DatedConversation, others: Iterable<T>): readonly T[] {
  const began = spanOf(own)?.began;
  if (began === undefined || own.customer === undefined) return [];
  const earlier: { readonly conversation: T; readonly ended: number }[] = [];
  for (const conversation of others) {
    if (conversation.id === own.id || conversation.customer !== own.customer) continue;
    const ended = spanOf(conversation)?.ended;
    if (ended !== undefined && ended < began) earlier.push({ conversation, ended });
  }
  return earlier.sort((a, b) => a.ended - b.ended || (a.conversation.id < b.conversation.id ? -1 : 1)).map(({ conversation }) => conversation);
}

/** First and last instant, where every message has one. */
function spanOf({ turns, cut }: DatedConversation): { readonly began: number; readonly ended: number } | undefined {
  const times = [...turns.flatMap(({ messages }) => messages), ...cut].map(({ at }) => (at === undefined ? undefined : instantOf(at)));
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 || known.length < times.length ? undefined : { began: Math.min(...known), ended: Math.max(...known) };
}
