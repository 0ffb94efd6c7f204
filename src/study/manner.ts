// Owns where the manner of a person is learnt: the conversation itself and earlier ones of the same customer. Refuses counting (core/probe/manner.ts).
import type { Condition } from "../core/probe/condition.ts";
import { uses } from "../core/probe/condition.ts";
import { earlierConversations } from "../core/probe/earlierConversations.ts";
import { mannerText } from "../core/probe/manner.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { ConversationSource } from "./recentConversations.ts";

/** `{{manner}}` at a user turn; undefined where nothing is known. */
export type MannerAt = (conversation: Conversation, turn: number, signal?: AbortSignal) => Promise<string | undefined>;

/** Conversations of one customer that are looked at, those nearest in the file; nobody's habits need more. */
const MOST_OTHERS = 20;

/** How manner is learnt under a condition, or undefined where the condition does not ask for it. `source` has the conversations as a simulator may see them. */
export function mannerOf(condition: Pick<Condition, "texts">, dataset: Pick<Dataset, "entries" | "entry">, source: ConversationSource): MannerAt | undefined {
  if (!uses(condition, "manner")) return undefined;
  let byCustomer: ReadonlyMap<string, readonly string[]> | undefined;
  const others = (own: Conversation): readonly string[] => {
    if (own.customer === undefined) return [];
    const ids = (byCustomer ??= idsByCustomer(dataset)).get(own.customer) ?? [];
    const at = ids.indexOf(own.id);
    return [...ids.slice(Math.max(0, at - MOST_OTHERS / 2), at), ...ids.slice(at + 1, at + 1 + MOST_OTHERS / 2)];
  };
  const kept = new WeakMap<Conversation, Promise<readonly Conversation[]>>();
  const earlier = async (own: Conversation, signal: AbortSignal | undefined): Promise<readonly Conversation[]> =>
    earlierConversations(own, await Promise.all(others(own).map((id) => source.read(id, signal))));
  return async (conversation, turn, signal) => {
    const known = kept.get(conversation) ?? earlier(conversation, signal);
    kept.set(conversation, known);
    known.catch(() => kept.delete(conversation));
    return mannerText(conversation, turn, await known, prefixAt(conversation, turn).language);
  };
}

function idsByCustomer({ entries }: Pick<Dataset, "entries">): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, customer } of entries) {
    if (customer === undefined) continue;
    const own = ids.get(customer);
    if (own) own.push(id);
    else ids.set(customer, [id]);
  }
  return ids;
}
