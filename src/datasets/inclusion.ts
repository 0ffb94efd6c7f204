// Owns the decision which records are kept, and the ledger that accounts for every one. Refuses files and places.
import type { Ledger } from "../core/journal/entry.ts";
import type { Conversation, ConversationRecord, StrataNames } from "../core/transcript/conversation.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES, normalise } from "../core/transcript/normalise.ts";
import { factsOf, type ReadAlong, type RecordFacts } from "./facts.ts";
import type { LeftOutReason } from "./leftOut.ts";
import { PaymentLagCount, type JoinedPayments } from "./mapping/paymentLags.ts";
import type { OutcomeReason } from "./outcomeReasons.ts";
import type { Joined } from "./readers/reading.ts";
import { Suspicions, type Suspicion } from "./suspicion.ts";
import type { DatasetTraits } from "./traits.ts";

/** Names of the strata when neither dataset nor study gives any. */
export const UNNAMED_STRATA: StrataNames = { positive: "outcome reached", negative: "outcome not reached" };

/**
 * Counts of one dataset while it is opened. Conversation counts cover every record; message counts cover the kept
 * conversations, so that read = turns + merged + cut + system + excluded.
 */
export class Inclusion {
  readonly #mergeWithinMinutes: number;
  readonly #excluded: ReadonlySet<string>;
  readonly #seen = new Map<string, number>();
  readonly #leftOut = new Map<LeftOutReason, number>();
  readonly #names = { positive: new Map<string, number>(), negative: new Map<string, number>() };
  readonly #outcomes = { positive: 0, negative: 0, unknown: 0 };
  #read = 0;
  #kept = 0;
  #truncated = 0;
  readonly #messages = { read: 0, merged: 0, cut: 0, system: 0, excluded: 0 };
  readonly #reasons = new Map<OutcomeReason, number>();
  readonly #suspicions = new Suspicions();
  readonly #lags = new PaymentLagCount();

  constructor({ mergeWithinMinutes, excluded }: Pick<DatasetTraits, "mergeWithinMinutes" | "excluded"> = { mergeWithinMinutes: DEFAULT_MERGE_WITHIN_MINUTES, excluded: new Set() }) {
    this.#mergeWithinMinutes = mergeWithinMinutes;
    this.#excluded = excluded;
  }

  /** Counts a record that could not be read. */
  leaveOut(reason: LeftOutReason): void {
    this.#read++;
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  /** Counts when the payment came that a join found for a record, also for one that is left out. */
  joined(joined: Joined | undefined): void {
    if (joined) this.#lags.add(joined);
  }

  /** Counts a record and says what becomes of it. `line` is remembered to name the first user of an id. */
  admit(record: ConversationRecord, line: number, along?: ReadAlong): Admission {
    const normalised = normalise(record, this.#mergeWithinMinutes);
    const facts = factsOf(record, normalised, along);
    const reason = this.refusal(facts);
    const firstLine = this.#seen.get(record.id);
    if (reason === undefined) return { kept: true, conversation: normalised.conversation, suspicions: this.count(facts, line) };
    this.#refuse(reason, record.id, line);
    return { kept: false, reason, ...(firstLine !== undefined && { firstLine }) };
  }

  /** Why a record of these facts would not be kept now; undefined when it would. Counts nothing. */
  refusal({ id, hasUser, hasAgent, turns, userTurns }: RecordFacts): RefusalReason | undefined {
    if (this.#excluded.has(id)) return "excluded";
    if (this.#seen.has(id)) return "duplicate-id";
    if (!hasUser) return "no-user-turns";
    if (!hasAgent) return "no-agent-turn";
    return userTurns === 0 || userTurns === turns ? "empty-after-truncation" : undefined;
  }

  /** Whether a record of these facts would be kept with nothing to say of it. Counts nothing. */
  nothingToSay(facts: RecordFacts): boolean {
    return facts.suspicions === undefined && this.refusal(facts) === undefined && !this.#suspicions.knows(facts.content);
  }

  /** Counts a record that is kept; returns what looks wrong about it, for `suspicionFinding` to say. */
  count({ id, outcome, label, messages, merged, cut, system, excluded = 0, reason, content, suspicions = [] }: RecordFacts, line: number): readonly Suspicion[] {
    this.#seen.set(id, line);
    this.#read++;
    this.#kept++;
    this.#outcomes[outcome]++;
    this.#messages.read += messages;
    this.#messages.merged += merged;
    this.#messages.cut += cut;
    this.#messages.system += system;
    this.#messages.excluded += excluded;
    if (cut > 0) this.#truncated++;
    if (reason !== undefined) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (outcome !== "unknown" && label !== undefined) this.#names[outcome].set(label, (this.#names[outcome].get(label) ?? 0) + 1);
    return this.#suspicions.count(id, content, suspicions);
  }

  /** When the payments came that joins found, for datasets of several files. */
  payments(keys = 0): JoinedPayments {
    return { count: this.#lags, keys };
  }

  /** `keys`: how many keys the outcome file of a join has. */
  ledger(keys = 0): Ledger {
    const suspicious = this.#suspicions.counts();
    const payments = this.#lags.lags(keys);
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
      ...(this.#messages.excluded > 0 && { messagesExcluded: this.#messages.excluded }),
      ...(this.#reasons.size > 0 && { outcomeReasons: Object.fromEntries(this.#reasons) }),
      ...(payments && { payments }),
      ...(Object.keys(suspicious).length > 0 && { suspicious }),
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
export type RefusalReason = Extract<LeftOutReason, "excluded" | "duplicate-id" | "no-user-turns" | "no-agent-turn" | "empty-after-truncation">;

export type Admission =
  | { readonly kept: true; readonly conversation: Conversation; readonly suspicions: readonly Suspicion[] }
  | { readonly kept: false; readonly reason: RefusalReason; readonly firstLine?: number };

function commonest(names: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [name, count] of names) if (best === undefined || count > (names.get(best) ?? 0)) best = name;
  return best;
}
