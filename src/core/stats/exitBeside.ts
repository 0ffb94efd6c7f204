// Owns what stands beside a run's exit rates: the same rates of counting turns alone, and the rate at turns left unanswered. Refuses both formulas (exit.ts).
import { exitPoints, exitReport, type ExitReport } from "./exit.ts";
import { scoredPoints } from "./exitBlock.ts";
import type { LabelledProbe } from "./labelledProbe.ts";
import type { UnitKind } from "./reportShape.ts";
import { seedOf, type Setting } from "./setting.ts";
import type { Steps } from "./steps.ts";

export type RatesByStratum = Pick<ExitReport, "all" | "negative" | "positive">;

/** E25 and E26 of a source that at each moment ends with the share that ended at that user turn in the other folds (E27's baseline). */
export function* turnCountRates(probes: readonly LabelledProbe[], unit: UnitKind, setting: Setting): Steps<RatesByStratum> {
  const points = exitPoints(probes).filter(({ outcome }) => outcome !== "unknown");
  const counted = scoredPoints(points, setting).map(({ point, turnCount }) => ({ ...point, leave: turnCount, silence: 0, stated: undefined }));
  const { all, negative, positive } = yield* exitReport(counted, { seed: seedOf(setting, "exit turn count"), bootstrapDraws: setting.bootstrapDraws, unit, offersExit: true });
  return { all, negative, positive };
}

/** `endRate` of the rates at silence probes alone: share of samples that are silent or leave where the person was silent for a while. */
export function* silenceRates(probes: readonly LabelledProbe[], unit: UnitKind, setting: Setting): Steps<RatesByStratum> {
  const { offersExit } = setting.options;
  const points = exitPoints(probes.flatMap((probe) => (probe.realKind === "silent" ? { ...probe, realKind: "ended" as const } : []))).filter(({ outcome }) => outcome !== "unknown");
  const { all, negative, positive } = yield* exitReport(points, { seed: seedOf(setting, "exit silences"), bootstrapDraws: offersExit ? setting.bootstrapDraws : 0, unit, offersExit });
  return { all, negative, positive };
}
