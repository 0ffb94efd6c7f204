// Owns the step from messages as filed to turns as probed: system messages out, truncation, merging, and the counts of each.
// Refuses reading files and choosing which conversations stay in a dataset.
import { instantOf } from "./instant.ts";
import type { Act, Conversation, ConversationRecord, Message, Outcome, Turn } from "./conversation.ts";

export const DEFAULT_MERGE_WITHIN_MINUTES = 10;

/** What normalising one record did; `messagesRead` = turns + merged + cut + system. */
interface NormaliseCounts {
  readonly messagesRead: number;
  /** Messages joined to the one before them. */
  readonly messagesMerged: number;
  readonly messagesCut: number;
  readonly systemMessages: number;
}

export interface Normalised {
  readonly conversation: Conversation;
  readonly counts: NormaliseCounts;
}

type Spoken = Message & { readonly role: "agent" | "user" };

/**
 * Turns of a record. System messages are left out first. Messages later than the time of a positive outcome are cut,
 * with the untimed ones that follow them; without a time of the outcome or of any message nothing is cut. Then
 * consecutive messages of one speaker merge, unless both have a time and lie more than `mergeWithinMinutes` apart.
 */
export function normalise(record: ConversationRecord, mergeWithinMinutes = DEFAULT_MERGE_WITHIN_MINUTES): Normalised {
  const { messages, ...rest } = record;
  const spoken = messages.filter(isSpoken);
  const { kept, cut } = truncated(spoken, record.outcome);
  const turns = merged(kept, mergeWithinMinutes * 60_000);
  return {
    conversation: { ...rest, turns, cut },
    counts: {
      messagesRead: messages.length,
      messagesMerged: kept.length - turns.length,
      messagesCut: cut.length,
      systemMessages: messages.length - spoken.length,
    },
  };
}

function isSpoken(message: Message): message is Spoken {
  return message.role !== "system";
}

function truncated(messages: readonly Spoken[], outcome: Outcome): { kept: readonly Spoken[]; cut: readonly Spoken[] } {
  const end = outcome.value === "positive" && outcome.at !== undefined ? instantOf(outcome.at) : undefined;
  if (end === undefined) return { kept: messages, cut: [] };
  const kept: Spoken[] = [];
  const cut: Spoken[] = [];
  let after = false;
  for (const message of messages) {
    const at = timeOf(message);
    // An untimed message stands where its neighbour before it stands; keeping it after a cut one would leak the outcome.
    if (at !== undefined) after = at > end;
    (after ? cut : kept).push(message);
  }
  return { kept, cut };
}

function merged(messages: readonly Spoken[], within: number): readonly Turn[] {
  const groups: Spoken[][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before?.role === message.role && near(before, message, within)) group.push(message);
    else groups.push([message]);
  }
  return groups.map(turnOf);
}

function near(before: Message, after: Message, within: number): boolean {
  const from = timeOf(before);
  const to = timeOf(after);
  return from === undefined || to === undefined || Math.abs(to - from) <= within;
}

function turnOf(messages: readonly Spoken[], index: number): Turn {
  const [only] = messages;
  // Most turns are one message; a large dataset has millions of them.
  if (only && messages.length === 1 && only.labels.length === 0) {
    const { role, text, at } = only;
    return at === undefined ? { index, role, text, messages } : { index, role, text, at, messages };
  }
  const role = messages[0]?.role ?? "user";
  const at = messages.find((message) => message.at !== undefined)?.at;
  const act = role === "agent" ? actOf(messages) : undefined;
  return {
    index,
    role,
    text: messages.map((message) => message.text).join("\n"),
    ...(at !== undefined && { at }),
    messages,
    ...(act !== undefined && { act }),
  };
}

/** The act nearest to the answer: of the last message that has one, its first label's. */
function actOf(messages: readonly Message[]): Act | undefined {
  return messages.findLast((message) => message.labels.some((label) => label.act))?.labels.find((label) => label.act)?.act;
}

function timeOf(message: Message): number | undefined {
  return message.at === undefined ? undefined : instantOf(message.at);
}
