// Owns a conversation's end as the statistics take it (E24). Refuses finding out who ended it (core/probe/ends.ts).
import type { Ending } from "../../core/probe/endings.ts";
import { endOf, endRefusal, type FollowUp } from "../../core/probe/ends.ts";
import type { ConversationEnd, EndKind } from "../../core/stats/exit.ts";
import type { Conversation } from "../../core/transcript/conversation.ts";

const KINDS: Readonly<Record<Ending, EndKind>> = {
  "user-refused": "user-explicit",
  "user-left": "user-explicit",
  "user-silent": "user-silent",
  agent: "agent",
  platform: "limit",
  task: "limit",
  outcome: "outcome",
  abandoned: "unknown",
  unknown: "unknown",
};

export function conversationEnd(conversation: Conversation, followUp: FollowUp): ConversationEnd {
  const { id, customer, outcome, turns, cut } = conversation;
  return {
    conversation: id,
    ...(customer === undefined ? {} : { customer }),
    outcome: outcome.value,
    userTurns: turns.filter(({ role }) => role === "user").length,
    // Whoever may still answer has not ended anything yet.
    end: endRefusal(conversation, followUp) === "window-open" ? "unknown" : KINDS[endOf(conversation, followUp).ending],
    lastTurnBy: turns.at(-1)?.role ?? "user",
    truncated: cut.length > 0,
  };
}
