// Owns labels as the statistics take them. Refuses which verdict counts (fold.ts).
import type { Label } from "../stats/labelledProbe.ts";
import type { Verdict } from "./entry.ts";

/** The real label of a probe where the person wrote nothing. */
export const NOTHING_WRITTEN: Label = { status: "invalid", cause: "nothing-written" };

/** A verdict as the statistics take it. */
export function labelOf(verdict: Verdict): Label {
  if (verdict.status === "invalid") return { status: "invalid", cause: verdict.cause };
  const { stage, emotion, blocker, committedBefore } = verdict.state;
  return { status: "valid", stage, emotion, blocker, ...(committedBefore === undefined ? {} : { committedBefore }) };
}
