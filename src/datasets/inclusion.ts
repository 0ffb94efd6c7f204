// Owns the decision which records are kept, and the ledger that accounts for every one. Refuses files and places.
import type { Ledger } from "../core/journal/entry.ts";
import type { Conversation, ConversationRecord, StrataNames } from "../core/transcript/conversation.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES, normalise } from "../core/transcript/normalise.ts";
import { factsOf, type RecordFacts } from "./facts.ts";
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
    const normalised = normalise(record, this.#mergeWithinMinutes);
    const facts = factsOf(record, normalised);
    const reason = this.refusal(facts);
    const firstLine = this.#seen.get(record.id);
    if (reason === undefined) this.count(facts, line);
    else this.#refuse(reason, record.id, line);
    if (reason === undefined) return { kept: true, conversation: normalised.conversation };
    return { kept: false, reason, ...(firstLine !== undefined && { firstLine }) };
  }

  /** Why a record of these facts would not be kept now; undefined when it would. Counts nothing. */
  refusal({ id, hasUser, hasAgent, turns, userTurns }: RecordFacts): RefusalReason | undefined {
    if (this.#seen.has(id)) return "duplicate-id";
    if (!hasUser) return "no-user-turns";
    if (!hasAgent) return "no-agent-turn";
    return userTurns === 0 || userTurns === turns ? "empty-after-truncation" : undefined;
  }

  /** Counts a record that is kept. */
  count({ id, outcome, label, messages, merged, cut, system }: RecordFacts, line: number): void {
    this.#seen.set(id, line);
    this.#read++;
    this.#kept++;
    this.#outcomes[outcome]++;
    this.#messages.read += messages;
    this.#messages.merged += merged;
    this.#messages.cut += cut;
    this.#messages.system += system;
    if (cut > 0) this.#truncated++;
    if (outcome === "unknown" || label === undefined) return;
    const names = this.#names[outcome];
    names.set(label, (names.get(label) ?? 0) + 1);
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

  #refuse(reason: RefusalReason, id: string, line: number): void {
    if (reason !== "duplicate-id") this.#seen.set(id, line);
    this.leaveOut(reason);
  }
}

/** Why a record that was read is not kept. */
export type RefusalReason = Extract<LeftOutReason, "duplicate-id" | "no-user-turns" | "no-agent-turn" | "empty-after-truncation">;

export type Admission =
  | { readonly kept: true; readonly conversation: Conversation }
  | { readonly kept: false; readonly reason: RefusalReason; readonly firstLine?: number };

function commonest(names: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [name, count] of names) if (best === undefined || count > (names.get(best) ?? 0)) best = name;
  return best;
}
