// Owns the reasons why a conversation that was read is not in the dataset. Refuses reasons of runs (no probe, unfinished).
import type { SentenceId } from "../core/messages/sentences.ts";
import type { Severity } from "./dataset.ts";

/** Keys of `Ledger.leftOut`: every conversation read is kept or counted under exactly one of them. */
export type LeftOutReason =
  | "bad-json"
  | "wrong-shape"
  | "too-long-line"
  | "duplicate-id"
  | "no-user-turns"
  | "no-agent-turn"
  | "empty-after-truncation"
  | "excluded"
  | "unmatched"
  | "several"
  | "paid-before";

/** How each reason reads in the ledger, and how bad it is for `validate`; those a mapping asks for are no problem. */
export const LEFT_OUT: Readonly<Record<LeftOutReason, { readonly sentence: SentenceId; readonly severity: Severity }>> = {
  "bad-json": { sentence: "left-out-bad-json", severity: "error" },
  "wrong-shape": { sentence: "left-out-wrong-shape", severity: "error" },
  "too-long-line": { sentence: "left-out-too-long-line", severity: "error" },
  "duplicate-id": { sentence: "left-out-duplicate-id", severity: "error" },
  "no-user-turns": { sentence: "left-out-no-user-turns", severity: "warning" },
  "no-agent-turn": { sentence: "left-out-no-agent-turn", severity: "warning" },
  "empty-after-truncation": { sentence: "left-out-empty-after-truncation", severity: "warning" },
  excluded: { sentence: "left-out-excluded", severity: "information" },
  unmatched: { sentence: "left-out-unmatched", severity: "information" },
  several: { sentence: "left-out-several", severity: "information" },
  "paid-before": { sentence: "left-out-paid-before", severity: "information" },
};
