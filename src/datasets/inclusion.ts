// Owns the decision which records are kept, and the ledger that accounts for every one. Refuses files and places.
import type { Ledger } from "../core/journal/entry.ts";
import type { Conversation, ConversationRecord, Role, StrataNames } from "../core/transcript/conversation.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES, normalise } from "../core/transcript/normalise.ts";
import type { LeftOutReason } from "./leftOut.ts";

/** Names of the strata when neither dataset nor study gives any. */
const UNNAMED_STRATA: StrataNames = { positive: "outcome reached", negative: "outcome not reached" };

/**
 * Counts of one dataset while it is opened. Conversation counts cover every record; message counts cover the kept
 * conversations, so that read = turns + merged + cut + system.
 */
export class Inclusion {
  readonly #mergeWithinMinutes: number;
  readonly #seen = new Map<string, number>();
  readonly #leftOut = new Map<LeftOutReason, number>();
  readonly #names = { positive: new Map<string, number>(), negative: new Map<string, number>() };
  readonly #outcomes = { positive: 0, negative: 0, unknown: 0 };
  #read = 0;
  #kept = 0;
  #truncated = 0;
  readonly #messages = { read: 0, merged: 0, cut: 0, system: 0 };

  constructor(mergeWithinMinutes = DEFAULT_MERGE_WITHIN_MINUTES) {
    this.#mergeWithinMinutes = mergeWithinMinutes;
  }

  /** Counts a record that could not be read. */
  leaveOut(reason: LeftOutReason): void {
    this.#read++;
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  /** Counts a record and says what becomes of it. `line` is remembered to name the first user of an id. */
  admit(record: ConversationRecord, line: number): Admission {
    const first = this.#seen.get(record.id);
    if (first !== undefined) return this.#refuse("duplicate-id", first);
    this.#seen.set(record.id, line);
    if (!has(record.messages, "user")) return this.#refuse("no-user-turns");
    if (!has(record.messages, "agent")) return this.#refuse("no-agent-turn");
    const { conversation, counts } = normalise(record, this.#mergeWithinMinutes);
    if (!has(conversation.turns, "user") || !has(conversation.turns, "agent")) return this.#refuse("empty-after-truncation");
    this.#read++;
    this.#kept++;
    this.#outcomes[record.outcome.value]++;
    this.#messages.read += counts.messagesRead;
    this.#messages.merged += counts.messagesMerged;
    this.#messages.cut += counts.messagesCut;
    this.#messages.system += counts.systemMessages;
    if (counts.messagesCut > 0) this.#truncated++;
    this.#countName(record);
    return { kept: true, conversation };
  }

  ledger(): Ledger {
    return {
      conversationsRead: this.#read,
      conversationsKept: this.#kept,
      leftOut: Object.fromEntries(this.#leftOut),
      messagesRead: this.#messages.read,
      messagesMerged: this.#messages.merged,
      messagesCut: this.#messages.cut,
      conversationsTruncated: this.#truncated,
      systemMessages: this.#messages.system,
      outcomes: { ...this.#outcomes },
    };
  }

  /** The commonest name each stratum has in the kept records. */
  strata(): StrataNames {
    return {
      positive: commonest(this.#names.positive) ?? UNNAMED_STRATA.positive,
      negative: commonest(this.#names.negative) ?? UNNAMED_STRATA.negative,
    };
  }

  #refuse(reason: LeftOutReason, firstLine?: number): Admission {
    this.leaveOut(reason);
    return { kept: false, reason, ...(firstLine !== undefined && { firstLine }) };
  }

  #countName({ outcome }: ConversationRecord): void {
    if (outcome.value === "unknown" || outcome.label === undefined) return;
    const names = this.#names[outcome.value];
    names.set(outcome.label, (names.get(outcome.label) ?? 0) + 1);
  }
}

export type Admission =
  | { readonly kept: true; readonly conversation: Conversation }
  | { readonly kept: false; readonly reason: LeftOutReason; readonly firstLine?: number };

function has(spoken: readonly { readonly role: Role }[], role: Role): boolean {
  return spoken.some((each) => each.role === role);
}

function commonest(names: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [name, count] of names) if (best === undefined || count > (names.get(best) ?? 0)) best = name;
  return best;
}
