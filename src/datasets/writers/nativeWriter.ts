// Owns writing a record as one line of the native format: reading the line gives the record again. Refuses merged or cut conversations.
import type { ConversationRecord, Message, Outcome } from "../../core/transcript/conversation.ts";
import { RESERVED_FIELDS } from "../../protocol/nativeRecord.ts";

/** JSON without line break. Reserved fields go to their own place, everything else of `meta` stays there. */
export function nativeLine(record: ConversationRecord): string {
  const { id, customer, agent, outcome, profile, messages, meta } = record;
  const isReserved = (field: string): boolean => (RESERVED_FIELDS as readonly string[]).includes(field);
  const fields = Object.entries(meta);
  const own = fields.filter(([field]) => !isReserved(field));
  const said: readonly (readonly [string, unknown])[] = [
    ["id", id],
    ["customer", customer],
    ["agent", agent],
    ["outcome", isNothing(outcome) ? undefined : outcome],
    ["profile", Object.keys(profile).length > 0 ? profile : undefined],
    ["turns", messages.map(turnOf)],
    ...fields.filter(([field]) => isReserved(field)),
    ["meta", own.length > 0 ? Object.fromEntries(own) : undefined],
  ];
  return JSON.stringify(Object.fromEntries(said));
}

function isNothing(outcome: Outcome): boolean {
  return outcome.value === "unknown" && Object.keys(outcome).length === 1;
}

function turnOf({ role, text, at, kind, labels, extra }: Message): Readonly<Record<string, unknown>> {
  return { role, text, at, kind, labels: labels.length > 0 ? labels : undefined, ...extra };
}
