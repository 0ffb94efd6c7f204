// Owns what must be said beside the numbers of the human-resample control: how often its donors share the outcome, and a small pool.
// Refuses choosing donors (probe/control.ts).
import type { StatsReport } from "../stats/reportShape.ts";
import { count, percent } from "./numbers.ts";
import { say, type Wording } from "./words.ts";

/** Below this many conversations leaving out one's own makes a pool lean noticeably to the other outcome, by 1/(n − 1). Source: estimators.md, leakage. */
const SMALL_POOL = 100;

/** Nothing where the run is not the control. */
export function controlNotes({ control, counts }: Pick<StatsReport, "control" | "counts">, wording: Wording): readonly string[] {
  if (!control) return [];
  const { language } = wording;
  const { sameOutcome } = control;
  const known = counts.conversations - counts.byStratum.unknown.conversations;
  return [
    ...(sameOutcome.ok ? [say("note-same-outcome", { rate: percent(sameOutcome.value.rate, language, 1), chance: percent(sameOutcome.value.chance, language, 1), picks: count(sameOutcome.value.picks) }, wording)] : []),
    ...(known >= 2 && known < SMALL_POOL ? [say("warn-small-pool", { count: count(known), lean: percent(1 / (known - 1), language, 1) }, wording)] : []),
  ];
}
