// Owns what stands beside a run's exit rates: the same of counting turns alone, intervals of both errors, the rate at turns left unanswered.
// Refuses the formulas (exit.ts, discrimination.ts).
import { percentileInterval } from "./bootstrap.ts";
import { brier, skill } from "./discrimination.ts";
import { missing } from "./estimate.ts";
import { exitPoints, exitReport, type ExitReport } from "./exit.ts";
import { scoredPoints } from "./exitBlock.ts";
import type { Estimate, LabelledProbe } from "./labelledProbe.ts";
import { RandomStream } from "./random.ts";
import { intervalOf, reported } from "./reported.ts";
import type { Reported, UnitKind } from "./reportShape.ts";
import { seedOf, type Setting } from "./setting.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";

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

/** Brier scores of simulator and turn count, and the skill of one against the other. */
export interface ScoresBeside {
  readonly brier: Reported;
  readonly turnCountBrier: Reported;
  readonly skill: Reported;
}

/** E28 with intervals: conversations drawn anew with all their moments, the turn count's scores as they are. */
export function* scoresBeside(probes: readonly LabelledProbe[], setting: Setting): Steps<ScoresBeside> {
  const scored = scoredPoints(exitPoints(probes).filter(({ outcome }) => outcome !== "unknown"), setting);
  const sums = new Map<string, { n: number; own: number; counted: number }>();
  for (const { conversation, score, turnCount, event } of scored) {
    const sum = sums.get(conversation) ?? { n: 0, own: 0, counted: 0 };
    sums.set(conversation, sum);
    const happened = event ? 1 : 0;
    sum.n++;
    sum.own += (score - happened) ** 2;
    sum.counted += (turnCount - happened) ** 2;
  }
  const units = [...sums.values()];
  const seed = seedOf(setting, "exit scores");
  const draws = units.length < 2 ? 0 : setting.bootstrapDraws;
  const [own, counted, skills] = [new Float64Array(draws), new Float64Array(draws), new Float64Array(draws)];
  const stream = new RandomStream(seed);
  const picked = new Int32Array(units.length);
  let work = 0;
  for (let draw = 0; draw < draws; draw++) {
    stream.fillBelow(units.length, picked);
    let [n, mine, theirs] = [0, 0, 0];
    for (const pick of picked) {
      const unit = units[pick];
      n += unit?.n ?? 0;
      mine += unit?.own ?? 0;
      theirs += unit?.counted ?? 0;
    }
    own[draw] = mine / n;
    counted[draw] = theirs / n;
    skills[draw] = 1 - mine / theirs;
    work += units.length;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  const n = { units: units.length, probes: scored.length };
  const line = (estimate: Estimate<number>, drawn: Float64Array, quantity: "statistic" | "ratio", offered = setting.options.offersExit): Reported => {
    const value: Estimate<number> = offered ? estimate : missing("not-offered");
    return reported(value, { quantity, method: "mean", n, ...(value.ok && draws > 0 ? { interval: intervalOf(percentileInterval(drawn), "bootstrap-percentile", { seed, draws }) } : {}) });
  };
  const [ownBrier, countedBrier] = [brier(scored), brier(scored.map((point) => ({ ...point, score: point.turnCount })))];
  return { brier: line(ownBrier, own, "statistic"), turnCountBrier: line(countedBrier, counted, "statistic", true), skill: line(skill(ownBrier, countedBrier), skills, "ratio") };
}
