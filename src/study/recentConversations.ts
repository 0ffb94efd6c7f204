// Owns keeping the conversations a run read last, since its probes and donors come back to them. Refuses keeping them all.
import type { Dataset } from "../datasets/dataset.ts";
import type { Conversation } from "../core/transcript/conversation.ts";

/** What a run needs of a dataset. */
export type ConversationSource = Pick<Dataset, "read">;

/** The same source with the `most` conversations asked for last kept in memory; those asked for at the same time are read once. */
export function recentConversations(source: ConversationSource, most: number): ConversationSource {
  const kept = new Map<string, Promise<Conversation>>();
  return {
    read(id, signal) {
      const reading = kept.get(id) ?? source.read(id, signal);
      kept.delete(id);
      kept.set(id, reading);
      reading.catch(() => kept.delete(id));
      const oldest = kept.size > most ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return reading;
    },
  };
}
