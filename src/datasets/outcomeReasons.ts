// Owns the ways a join knows the outcome of a conversation that is kept. Refuses those that leave it out (leftOut.ts).
import type { SentenceId } from "../core/messages/sentences.ts";

/**
 * Keys of `Ledger.outcomeReasons`. `paid`: one payment in the window; `several`: the first of more; `late`: paid only after the
 * window; `refunded`: every payment taken back; `unpaid`: rows, but none that counts; `unmatched`: no row; `still-open`:
 * nothing yet, and the window has not passed.
 */
export type OutcomeReason = "paid" | "several" | "late" | "refunded" | "unpaid" | "unmatched" | "still-open";

/** How each reads in the ledger, in its order. */
export const OUTCOME_REASONS: Readonly<Record<OutcomeReason, SentenceId>> = {
  paid: "outcome-reason-paid",
  several: "outcome-reason-several",
  late: "outcome-reason-late",
  refunded: "outcome-reason-refunded",
  unpaid: "outcome-reason-unpaid",
  unmatched: "outcome-reason-unmatched",
  "still-open": "outcome-reason-still-open",
};
