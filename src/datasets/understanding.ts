// Owns what was understood of an opened dataset, in the words of a preview: how many conversations, whose field means what, how many
// are left out and why. Refuses counting (inclusion.ts).
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Dataset, Meaning } from "./dataset.ts";
import { LEFT_OUT, type LeftOutReason } from "./leftOut.ts";

/** Facts of a preview; every conversation read is in `kept` or in one of `leftOut`. */
export interface Understanding {
  readonly read: number;
  readonly kept: number;
  readonly outcomes: { readonly positive: number; readonly negative: number; readonly unknown: number };
  /** Commonest first. */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
  readonly meaning?: Meaning;
}

type Understood = Pick<Dataset, "ledger" | "strata" | "meaning" | "hints">;

/** The facts of an opened dataset. */
export function understanding({ ledger, meaning }: Pick<Understood, "ledger" | "meaning">): Understanding {
  const leftOut = Object.entries(ledger.leftOut).map(([reason, left]) => ({ reason: reason as LeftOutReason, count: left }));
  return {
    read: ledger.conversationsRead,
    kept: ledger.conversationsKept,
    outcomes: ledger.outcomes,
    leftOut: leftOut.sort((a, b) => b.count - a.count),
    ...(meaning && { meaning }),
  };
}

/** One line: "412 conversations, user = customer, outcome = paid (buyer 201, non-buyer 211), 13 left out: no user turns (13)". */
export function factsOf(dataset: Understood, language: Language = "en"): string {
  const { kept, meaning, leftOut, outcomes } = understanding(dataset);
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  const within = language === "zh" ? "、" : ", ";
  const named = [
    [dataset.strata.positive, outcomes.positive],
    [dataset.strata.negative, outcomes.negative],
    [say("transcript-outcome-unknown"), outcomes.unknown],
  ] as const;
  const split = named.filter(([, number]) => number > 0).map(([name, number]) => `${name} ${count(number)}`).join(within);
  const reasons = leftOut.map(({ reason, count: left }) => `${say(LEFT_OUT[reason].sentence)} (${count(left)})`).join(within);
  const left = leftOut.reduce((sum, each) => sum + each.count, 0);
  const parts = [
    say(kept === 1 ? "understood-conversation" : "understood-conversations", { count: count(kept) }),
    ...(meaning ? [say("understood-user", { user: meaning.user }), say("understood-agent", { agent: meaning.agent })] : []),
    ...(split === "" ? [] : [meaning?.outcome === undefined ? say("understood-outcomes", { split }) : say("understood-outcome", { outcome: meaning.outcome, split })]),
    ...(left > 0 ? [say("understood-left-out", { count: count(left), reasons })] : []),
  ];
  return parts.join(language === "zh" ? "，" : ", ");
}

/** What must be known of the dataset before a number from it is trusted, a sentence each. */
export function hintsOf({ hints = [] }: Pick<Understood, "hints">, language: Language = "en"): readonly string[] {
  return hints.map((hint) => sentence(hint, {}, language));
}
