// Owns the cut of a conversation at a probe: all a simulator or judge may see. Refuses outcome, labels, ids, times and later turns.
import { languageOfText } from "../transcript/language.ts";
import type { Conversation } from "../transcript/conversation.ts";
import type { Prefix } from "./probe.ts";

/** The real turns before user turn `turn` (an index of {@link Conversation.turns}) and the profile, limited to `profileFields` when given. */
export function prefixAt(conversation: Conversation, turn: number, profileFields?: readonly string[]): Prefix {
  const turns = conversation.turns.slice(0, turn).map(({ role, text }) => ({ role, text }));
  const profile = Object.fromEntries(
    Object.entries(conversation.profile).filter(([field]) => profileFields === undefined || profileFields.includes(field)),
  );
  return { turns, profile, language: languageOfText(turns.map((each) => each.text).join("\n")) };
}
