// Owns redacting the turns of one conversation with its profile, before they are shown or sent. Refuses whole records (redactRecord.ts).
import { ConversationRedaction, type RedactionCounts, type RedactionExample } from "./conversationRedaction.ts";

/** A turn or message; of a turn of several messages each is redacted too. */
interface Spoken {
  readonly text: string;
  readonly messages?: readonly { readonly text: string }[];
}

export interface RedactedTurns<T> {
  readonly turns: readonly T[];
  readonly profile: Readonly<Record<string, string>>;
  /** Placeholders put in, by kind; those of `messages` are not counted again. */
  readonly counts: RedactionCounts;
  readonly examples: readonly RedactionExample[];
}

/**
 * The turns and the profile with placeholders, numbered over both; everything else of a turn stays. Doing it again changes nothing, and
 * nothing of a turn depends on a later one.
 */
export function redactTurns<T extends Spoken>(turns: readonly T[], profile: Readonly<Record<string, string>>): RedactedTurns<T> {
  const redaction = new ConversationRedaction(profile, {}, Object.values(profile));
  const fields = redactProfile(redaction, profile);
  const done = turns.map((turn, index): T => {
    redaction.reserve(turn.text);
    const text = redaction.text(turn.text, `turn ${index + 1}`);
    return { ...turn, text };
  });
  const { counts, examples } = { counts: redaction.counts, examples: [...redaction.examples] };
  const withMessages = done.map((turn): T => (turn.messages ? { ...turn, messages: turn.messages.map((message) => ({ ...message, text: redaction.text(message.text, "") })) } : turn));
  return { turns: withMessages, profile: fields, counts, examples };
}

/** A profile with placeholders. */
export function redactProfile(redaction: ConversationRedaction, profile: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(profile).map(([field, value]) => [field, redaction.field(field, value, `profile.${field}`)]));
}
