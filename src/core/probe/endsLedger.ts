// Owns the counts of how conversations ended and why some have no end probe, over those a run has drawn. Refuses deciding either (ends.ts).
import type { OutcomeValue } from "../stats/labelledProbe.ts";
import type { Conversation } from "../transcript/conversation.ts";
import type { Ending, EndRefusal } from "./endings.ts";
import { endOf, endRefusal, SILENCE_AFTER_HOURS, silencePlaces, type FollowUp } from "./ends.ts";
import type { UnansweredRule } from "./probe.ts";

/** Counts of conversations by their outcome. */
export type ByOutcome = Readonly<Record<OutcomeValue, number>>;

/** Every conversation is counted once in `endings`, and once in `endProbes` or `refused`. Plain data. */
export interface EndsLedger {
  readonly conversations: number;
  readonly endings: Readonly<Partial<Record<Ending, ByOutcome>>>;
  /** The data's own words: who ended it and how, `-` where they do not say. */
  readonly stated: readonly { readonly by: string; readonly how: string; readonly counts: ByOutcome }[];
  /** Ends that the follow-up window shows and no word of the data does. */
  readonly inferred: number;
  /** Conversations whose last turn is the user's. */
  readonly userSpokeLast: ByOutcome;
  readonly endProbes: ByOutcome;
  readonly refused: Readonly<Partial<Record<EndRefusal, ByOutcome>>>;
  readonly silenceProbes: ByOutcome;
  /** Conversations without any time: nobody can tell who was silent in them. */
  readonly untimed: number;
}

const NONE: ByOutcome = { negative: 0, positive: 0, unknown: 0 };

/** Counts one conversation after the other. */
export class EndsCount {
  readonly #rule: UnansweredRule;
  readonly #followUp: FollowUp;
  readonly #endings = new Map<Ending, ByOutcome>();
  readonly #refused = new Map<EndRefusal, ByOutcome>();
  readonly #stated = new Map<string, { by: string; how: string; counts: ByOutcome }>();
  #sums = { conversations: 0, inferred: 0, untimed: 0, userSpokeLast: NONE, endProbes: NONE, silenceProbes: NONE };

  constructor(rule: UnansweredRule, followUp: FollowUp) {
    this.#rule = rule;
    this.#followUp = followUp;
  }

  add(conversation: Conversation): void {
    const { outcome, turns } = conversation;
    const plus = (counts: ByOutcome = NONE, by = 1): ByOutcome => ({ ...counts, [outcome.value]: counts[outcome.value] + by });
    const { ending, inferred } = endOf(conversation, this.#followUp);
    this.#endings.set(ending, plus(this.#endings.get(ending)));
    const [by, how] = [outcome.endedBy ?? "-", outcome.end ?? "-"];
    const key = JSON.stringify([by, how]);
    this.#stated.set(key, { by, how, counts: plus(this.#stated.get(key)?.counts) });
    const why = endRefusal(conversation, this.#followUp, this.#rule.ends === "unknown-too");
    if (why !== undefined) this.#refused.set(why, plus(this.#refused.get(why)));
    const { silence } = this.#rule;
    const sums = this.#sums;
    this.#sums = {
      conversations: sums.conversations + 1,
      inferred: sums.inferred + Number(inferred),
      untimed: sums.untimed + Number(turns.every(({ at }) => at === undefined)),
      userSpokeLast: turns.at(-1)?.role === "user" ? plus(sums.userSpokeLast) : sums.userSpokeLast,
      endProbes: why === undefined ? plus(sums.endProbes) : sums.endProbes,
      silenceProbes: plus(sums.silenceProbes, silencePlaces(conversation, typeof silence === "number" ? silence : SILENCE_AFTER_HOURS).length),
    };
  }

  /** Words of the data in the order of their frequency. */
  ledger(): EndsLedger {
    const total = ({ negative, positive, unknown }: ByOutcome): number => negative + positive + unknown;
    const stated = [...this.#stated.values()].sort((a, b) => total(b.counts) - total(a.counts) || (`${a.by} ${a.how}` < `${b.by} ${b.how}` ? -1 : 1));
    return { ...this.#sums, endings: Object.fromEntries(this.#endings), stated, refused: Object.fromEntries(this.#refused) };
  }
}
