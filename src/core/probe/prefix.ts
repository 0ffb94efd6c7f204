// Owns the cut of a conversation at a probe: all a simulator or judge may see. Refuses outcome, labels, ids, times and later turns.
import { languageOfUnits, writtenUnits, type WrittenUnits } from "../transcript/language.ts";
import type { Conversation } from "../transcript/conversation.ts";
import type { Prefix } from "./probe.ts";

/** The real turns before user turn `turn` (an index of {@link Conversation.turns}) and the profile, limited to `profileFields` when given. */
export function prefixAt(conversation: Conversation, turn: number, profileFields?: readonly string[]): Prefix {
  const turns = saidIn(conversation).slice(0, turn);
  const profile = Object.fromEntries(
    Object.entries(conversation.profile).filter(([field]) => profileFields === undefined || profileFields.includes(field)),
  );
  return { turns, profile, language: languageBefore(conversation, turn) };
}

/** Role and text of every turn, by conversation: all its prefixes have the same objects, by which others may keep what they found out. */
const said = new WeakMap<Conversation, Prefix["turns"]>();

function saidIn(conversation: Conversation): Prefix["turns"] {
  const known = said.get(conversation);
  if (known) return known;
  const made = conversation.turns.map(({ role, text }) => ({ role, text }));
  said.set(conversation, made);
  return made;
}

/** Units before each turn, by conversation: every probe of a conversation asks, several times. */
const unitsBefore = new WeakMap<Conversation, readonly WrittenUnits[]>();

/** The language of all turns before `turn` together. */
function languageBefore(conversation: Conversation, turn: number): Prefix["language"] {
  let before = unitsBefore.get(conversation);
  if (!before) {
    let sum: WrittenUnits = { han: 0, others: 0 };
    before = [sum, ...conversation.turns.map(({ text }) => {
      const { han, others } = writtenUnits(text);
      return (sum = { han: sum.han + han, others: sum.others + others });
    })];
    unitsBefore.set(conversation, before);
  }
  return languageOfUnits(before[Math.min(turn, conversation.turns.length)] ?? { han: 0, others: 0 });
}
