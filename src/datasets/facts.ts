// Owns what the list and the ledger know of one conversation, whichever way its record was read. Refuses texts.
import type { OutcomeValue } from "../core/stats/labelledProbe.ts";
import type { ConversationRecord, Role } from "../core/transcript/conversation.ts";
import type { Normalised } from "../core/transcript/normalise.ts";

/** Counts of one record; `messages` = `turns` + `merged` + `cut` + `system`, `agentTurns` = `turns` − `userTurns`. */
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
}

/** The facts of a record and what normalising made of it. */
export function factsOf({ id, customer, outcome, messages }: ConversationRecord, { conversation: { turns }, counts }: Normalised): RecordFacts {
  return {
    id,
    ...(customer !== undefined && { customer }),
    outcome: outcome.value,
    ...(outcome.label !== undefined && { label: outcome.label }),
    hasUser: has(messages, "user"),
    hasAgent: has(messages, "agent"),
    messages: counts.messagesRead,
    merged: counts.messagesMerged,
    cut: counts.messagesCut,
    system: counts.systemMessages,
    turns: turns.length,
    userTurns: turns.filter(({ role }) => role === "user").length,
  };
}

function has(messages: ConversationRecord["messages"], role: Role): boolean {
  return messages.some((message) => message.role === role);
}
