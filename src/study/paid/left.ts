// Owns what a run will about need from where it stands, at the rate so far. Refuses what a run needs before its first call (estimate.ts).
import { spentOf, type Spent, type SpentByRole } from "../../core/journal/spent.ts";
import type { Run } from "../run.ts";

/** Undefined before anything is done, when nothing is left, and of a run that calls nothing. Trying the judge is done once and not counted on. */
export function leftToSpend({ state, progress: { done, total } }: Pick<Run, "state" | "progress">): SpentByRole | undefined {
  if (done === 0 || done >= total) return undefined;
  const { simulator, judge } = state.spending.sums;
  const tried = state.manifest?.preflight?.reported;
  const rate = (total - done) / done;
  const left = { simulator: scaled(simulator, rate), judge: scaled(tried ? minus(judge, spentOf(tried)) : judge, rate) };
  return left.simulator.calls + left.judge.calls > 0 ? left : undefined;
}

function scaled({ calls, promptTokens, completionTokens, unreported, milliseconds }: Spent, by: number): Spent {
  const scale = (value: number): number => Math.round(value * by);
  return { calls: scale(calls), promptTokens: scale(promptTokens), completionTokens: scale(completionTokens), unreported: scale(unreported), milliseconds: scale(milliseconds) };
}

function minus(a: Spent, b: Spent): Spent {
  return {
    calls: a.calls - b.calls,
    promptTokens: a.promptTokens - b.promptTokens,
    completionTokens: a.completionTokens - b.completionTokens,
    unreported: a.unreported - b.unreported,
    milliseconds: a.milliseconds - b.milliseconds,
  };
}
