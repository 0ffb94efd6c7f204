// Owns words of the page that depend on the run: outcomes, states, times. Refuses numbers.
import { count } from "../../src/core/figures/numbers.ts";
import { people } from "../../src/core/figures/words.ts";
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import { speak, type View } from "./view.ts";

/** The dataset's own name of an outcome, for one row. */
export function outcomeWord(outcome: "positive" | "negative" | "unknown", view: View): string {
  return outcome === "unknown" ? speak(view, "outcome-unknown") : people(outcome, view.wording);
}

/** A stage as a row shows it: its name, or leave, silence, no valid label. */
export function stageText(stage: string, view: Pick<View, "wording">): string {
  return stage === "leave" || stage === "silence" || stage === "invalid" ? speak(view, `probes-${stage}`) : visibleLabel(stage, 30);
}

/** The stages of several samples: the first, and how many more. */
export function stagesText(stages: readonly string[], view: Pick<View, "wording">): string {
  const [first, ...more] = stages.map((stage) => stageText(stage, view));
  if (first === undefined) return "–";
  return more.length === 0 ? first : speak(view, "probes-more", { first, count: more.length });
}

/** What kind of numbers these are: final, a look, or none yet. */
export function stateText(view: View): string {
  const { run, overview, snapshot } = view;
  if (snapshot.computing) return speak(view, "state-computing");
  if (!overview) return speak(view, run.status === "running" || run.status === "following" ? "state-first" : "state-stopped");
  if (overview.look && run.status === "finished") return speak(view, "state-no-intervals");
  if (overview.look) return speak(view, "state-look", { probes: count(run.done), total: count(run.total) });
  return run.failed > 0 ? speak(view, "state-final-failed", { done: count(run.total - run.failed), total: count(run.total), failed: count(run.failed) }) : speak(view, "state-final", { total: count(run.total) });
}

/** `12 min`. */
export function timeText(milliseconds: number, view: View): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return speak(view, "time-seconds", { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? speak(view, "time-minutes", { count: minutes }) : speak(view, "time-hours", { count: Math.ceil(minutes / 60) });
}
