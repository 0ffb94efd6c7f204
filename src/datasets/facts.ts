// Owns what the list and the ledger know of one conversation, whichever way its record was read. Refuses texts.
import type { OutcomeValue } from "../core/stats/labelledProbe.ts";
import type { ConversationRecord, Role } from "../core/transcript/conversation.ts";
import type { Normalised } from "../core/transcript/normalise.ts";
import { contentHash } from "./contentHash.ts";
import type { OutcomeReason } from "./outcomeReasons.ts";
import { suspicionsOf, type Suspicion } from "./suspicion.ts";

/** Counts of one record; `messages` = `turns` + `merged` + `cut` + `system` + `excluded`, `agentTurns` = `turns` − `userTurns`. */
export interface RecordFacts {
  readonly id: string;
  readonly customer?: string;
  readonly outcome: OutcomeValue;
  /** The outcome's own name in the record. */
  readonly label?: string;
  /** Whether anybody speaks before truncation. */
  readonly hasUser: boolean;
  readonly hasAgent: boolean;
  readonly messages: number;
  readonly merged: number;
  readonly cut: number;
  readonly system: number;
  /** After merging and truncation. */
  readonly turns: number;
  readonly userTurns: number;
  /** Messages a mapping drops; absent means none. */
  readonly excluded?: number;
  /** How a join knows the outcome. */
  readonly reason?: OutcomeReason;
  /** `contentHash` of its messages. */
  readonly content?: number;
  /** Those of `suspicionsOf`; absent means none. */
  readonly suspicions?: readonly Suspicion[];
}

/** What reading a record dropped and joined. */
export interface ReadAlong {
  readonly excluded?: number;
  readonly reason?: OutcomeReason;
}

/** The facts of a record and what normalising made of it. */
export function factsOf(record: ConversationRecord, { conversation: { turns }, counts }: Normalised, { excluded = 0, reason }: ReadAlong = {}): RecordFacts {
  const { id, customer, outcome, messages } = record;
  const content = contentHash(messages);
  const suspicions = suspicionsOf(record);
  return {
    id,
    ...(customer !== undefined && { customer }),
    outcome: outcome.value,
    ...(outcome.label !== undefined && { label: outcome.label }),
    hasUser: has(messages, "user"),
    hasAgent: has(messages, "agent"),
    messages: counts.messagesRead + excluded,
    merged: counts.messagesMerged,
    cut: counts.messagesCut,
    system: counts.systemMessages,
    turns: turns.length,
    userTurns: turns.filter(({ role }) => role === "user").length,
    ...(excluded > 0 && { excluded }),
    ...(reason !== undefined && { reason }),
    ...(content !== undefined && { content }),
    ...(suspicions.length > 0 && { suspicions }),
  };
}

function has(messages: ConversationRecord["messages"], role: Role): boolean {
  return messages.some((message) => message.role === role);
}
