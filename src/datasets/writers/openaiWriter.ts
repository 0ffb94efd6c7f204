// Owns writing a record as OpenAI chat messages, one conversation a line. Refuses what that form has no place for: times, labels, decisions.
import type { ConversationRecord, Message } from "../../core/transcript/conversation.ts";

/** Fields a message of this form may have beside role and content; they come from files of the same form. */
const OWN_FIELDS = ["name", "tool_calls", "tool_call_id", "function_call", "refusal"] as const;
const ROLES = { user: "user", agent: "assistant", system: "system" } as const;

/**
 * JSON without line break. `cut` are messages after the outcome: without times nothing could tell them from the others, so neither
 * they nor the time of the outcome are written.
 */
export function openaiLine(record: ConversationRecord, cut: ReadonlySet<number>): string {
  const { id, customer, agent, outcome, profile, messages, meta } = record;
  const { at: _at, ...known } = outcome;
  const written = messages.filter((message) => !cut.has(message.fileIndex) && saysSomething(message));
  return JSON.stringify({
    id,
    customer,
    agent,
    outcome: known.value === "unknown" && Object.keys(known).length === 1 ? undefined : known,
    profile: Object.keys(profile).length > 0 ? profile : undefined,
    messages: written.map(chatMessage),
    metadata: Object.keys(meta).length > 0 ? meta : undefined,
  });
}

function saysSomething({ text, kind, extra }: Message): boolean {
  return kind !== "action" && (text !== "" || OWN_FIELDS.some((field) => extra?.[field] !== undefined));
}

function chatMessage({ role, text, extra = {} }: Message): Readonly<Record<string, unknown>> {
  const own = Object.fromEntries(OWN_FIELDS.flatMap((field) => (extra[field] === undefined ? [] : [[field, extra[field]]])));
  const called = extra.tool_calls !== undefined || extra.function_call !== undefined || extra.refusal !== undefined;
  // Messages without words are read as the system's; what they carry says whose they were.
  const side = role === "system" && called ? "assistant" : role === "system" && extra.tool_call_id !== undefined ? "tool" : ROLES[role];
  return { role: side, content: text === "" && side === "assistant" ? null : text, ...own };
}
