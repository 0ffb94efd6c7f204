// Owns what a dataset says about how its conversations ended (E24, E27): kinds by outcome, which could have an end probe, when people stop.
// Refuses simulators (exitBlock.ts).
import { missing } from "./estimate.ts";
import { endProbeRefusal, type ConversationEnd, type EndKind } from "./exit.ts";
import { foldsOf } from "./folds.ts";
import { aucWithinFolds, realHazard, turnCountBaseline } from "./hazard.ts";
import type { OutcomeValue } from "./labelledProbe.ts";
import { streamSeed } from "./random.ts";
import { intervalOf, reported } from "./reported.ts";
import type { Reported } from "./reportShape.ts";

const END_KINDS: readonly EndKind[] = ["user-silent", "user-explicit", "agent", "limit", "outcome", "cut", "unknown"];

/** Counts of conversations by outcome. */
export type ByOutcome = Readonly<Record<OutcomeValue, number>>;

export interface EndsBlock {
  readonly conversations: number;
  readonly kinds: readonly ({ readonly kind: EndKind } & ByOutcome)[];
  /** Conversations that could have an end probe, and the others by reason. Unknown ends are not eligible. */
  readonly eligible: ByOutcome;
  readonly refused: Readonly<Record<"end-kind" | "truncated" | "no-user-turn" | "user-spoke-last", number>>;
  /** Hazard of the people at each user turn from the second; other ends are censored. Wilson intervals. */
  readonly hazard: readonly { readonly turn: number; readonly atRisk: number; readonly ended: number; readonly hazard: Reported; readonly few: boolean }[];
  /** How well counting turns alone tells where people stop, inside folds by customer. */
  readonly turnCountAuc: Reported;
}

export function endsBlock(ends: readonly ConversationEnd[], seed: number): EndsBlock {
  const none = { negative: 0, positive: 0, unknown: 0 };
  const count = (own: readonly ConversationEnd[]): ByOutcome => own.reduce((sum, { outcome }) => ({ ...sum, [outcome]: sum[outcome] + 1 }), none);
  const refused = { "end-kind": 0, truncated: 0, "no-user-turn": 0, "user-spoke-last": 0 };
  const eligible: ConversationEnd[] = [];
  for (const end of ends) {
    const why = endProbeRefusal(end);
    if (why === undefined) eligible.push(end);
    else refused[why]++;
  }
  const folds = foldsOf(ends.map(({ customer, conversation, outcome }) => ({ cluster: customer ?? conversation, stratum: outcome })), 5, streamSeed(seed, "ends"));
  const area = eligible.length === 0 ? missing("no-units") : aucWithinFolds(turnCountBaseline(ends, (_, index) => folds[index] ?? 0));
  return {
    conversations: ends.length,
    kinds: END_KINDS.map((kind) => ({ kind, ...count(ends.filter(({ end }) => end === kind)) })),
    eligible: count(eligible),
    refused,
    hazard: eligible.length === 0 ? [] : realHazard(ends).map(({ turn, atRisk, ended, hazard, interval, few }) => ({
      turn,
      atRisk,
      ended,
      hazard: reported({ ok: true, value: hazard }, { quantity: "share", method: "pooled", n: { units: atRisk }, interval: intervalOf({ ok: true, value: interval }, "wilson-effective-n") }),
      few,
    })),
    turnCountAuc: reported(area, { quantity: "share", method: "mean", n: { units: ends.length } }),
  };
}
