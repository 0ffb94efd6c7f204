// Owns the decision what the payments of a key make of a conversation. Refuses reading either.
import type { OutcomeJoin } from "../../protocol/outcomeJoin.ts";
import type { LeftOutReason } from "../leftOut.ts";
import type { OutcomeReason } from "../outcomeReasons.ts";
import type { Joined } from "../readers/reading.ts";
import { settled, type PaymentRows } from "./payments.ts";

const DAY = 86_400_000;

/** First and last turn of a conversation, in milliseconds since the epoch; undefined where no turn has a time. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** The settings of a join; `asOf` in milliseconds, undefined where nobody knows it. */
export interface JoinRule extends Pick<OutcomeJoin, "unmatched" | "followUpDays"> {
  readonly several: NonNullable<OutcomeJoin["several"]>;
  readonly asOf: number | undefined;
}

/** `at`: time of the payment that counts. */
export type Decided =
  | { readonly value: "positive" | "negative" | "unknown"; readonly at?: number; readonly reason: OutcomeReason; readonly payment?: Joined["payment"] }
  | { readonly leftOut: LeftOutReason; readonly payment?: Joined["payment"] };

/**
 * In this order: rows that cannot be read leave the conversation out; several payments as the rule says; paid only before the
 * first turn leaves out; paid up to `followUpDays` after the last turn is positive, later is negative (the window is part of
 * the outcome's meaning); everything taken back is negative; nothing is unknown while the window is open at `asOf`, else
 * negative, or what the rule says of conversations without a row. Payments at the very first turn, and at the window's very
 * end, count. Without times every standing payment counts.
 */
export function decideOutcome(rows: PaymentRows | undefined, span: Span | undefined, rule: JoinRule): Decided {
  if (rows?.broken) return { leftOut: "wrong-shape" };
  if (!rows) return unpaid("unmatched", span, rule);
  const { standing, negated, loose } = settled(rows);
  const began = (time: number | undefined): boolean => span === undefined || time === undefined || time >= span.first;
  const since = standing.filter(began);
  if (rule.several === "leave out" && standing.length > 1) return { leftOut: "several", payment: payment(standing[0], span, rule) };
  const counts = rule.several === "first" ? standing.slice(0, 1).filter(began) : since.slice(0, 1);
  if (counts.length === 0 && standing.length > 0) return { leftOut: "paid-before", payment: payment(rule.several === "first" ? standing[0] : standing.at(-1), span, rule) };
  if (counts.length > 0) {
    const [at] = counts;
    const found = payment(at, span, rule);
    if (found.outside === "after") return { value: "negative", reason: "late", payment: found };
    return { value: "positive", ...(at !== undefined && { at }), reason: since.length > 1 ? "several" : "paid", payment: found };
  }
  const back = negated.filter(began);
  if (back.length > 0) return { value: "negative", reason: "refunded", payment: payment(back[0], span, rule) };
  if (loose.some(began)) return { value: "negative", reason: "refunded" };
  return unpaid("unpaid", span, rule);
}

function unpaid(reason: "unmatched" | "unpaid", span: Span | undefined, { unmatched, followUpDays, asOf }: JoinRule): Decided {
  if (reason === "unmatched" && unmatched === "leave out") return { leftOut: "unmatched" };
  if (span && asOf !== undefined && span.last + followUpDays * DAY > asOf) return { value: "unknown", reason: "still-open" };
  return { value: reason === "unmatched" && unmatched === "unknown" ? "unknown" : "negative", reason };
}

function payment(at: number | undefined, span: Span | undefined, { followUpDays }: JoinRule): NonNullable<Joined["payment"]> {
  if (at === undefined || !span) return {};
  const outside = at < span.first ? "before" : at > span.last + followUpDays * DAY ? "after" : undefined;
  return { lag: (at - span.last) / 1000, ...(outside && { outside }) };
}
