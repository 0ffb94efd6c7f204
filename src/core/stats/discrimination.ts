// Owns how well a score tells events from non-events (E28): AUC, Brier, log loss, reliability. Refuses making scores.
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";

/** One moment with its score in [0, 1] (AUC: any number) and whether the event happened; `weight` where moments were sampled. */
export interface Scored {
  readonly score: number;
  readonly event: boolean;
  readonly weight?: number;
}

/** P(score of an event > score of a non-event), ties ½; `pairs` is the weight of all such pairs. `no-pairs` without both kinds. */
export function auc(points: readonly Scored[]): Estimate<{ readonly value: number; readonly pairs: number }> {
  const sorted = [...points].sort((a, b) => a.score - b.score);
  let [events, others, won] = [0, 0, 0];
  for (let i = 0; i < sorted.length; ) {
    const from = i;
    let [tiedEvents, tiedOthers] = [0, 0];
    for (; i < sorted.length && sorted[i]?.score === sorted[from]?.score; i++) {
      const weight = sorted[i]?.weight ?? 1;
      if (sorted[i]?.event) tiedEvents += weight;
      else tiedOthers += weight;
    }
    won += tiedEvents * (others + tiedOthers / 2);
    events += tiedEvents;
    others += tiedOthers;
  }
  const pairs = events * others;
  return pairs === 0 ? missing("no-pairs") : { ok: true, value: { value: won / pairs, pairs } };
}

/** Mean squared error of the scores as probabilities (G. W. Brier, 1950). */
export function brier(points: readonly Scored[]): Estimate<number> {
  return weightedMean(points, ({ score, event }) => (score - (event ? 1 : 0)) ** 2);
}

/** Mean negative log likelihood, scores clipped to [1e-6, 1 − 1e-6]. */
export function logLoss(points: readonly Scored[]): Estimate<number> {
  return weightedMean(points, ({ score, event }) => {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, score));
    return -Math.log(event ? p : 1 - p);
  });
}

/** Brier score of always saying the share of events. */
export function constantBrier(points: readonly Scored[]): Estimate<number> {
  const rate = weightedMean(points, ({ event }) => (event ? 1 : 0));
  return rate.ok ? { ok: true, value: rate.value * (1 - rate.value) } : rate;
}

/** 1 − Brier/Brier of the baseline: 0 is as good as the baseline, below 0 worse. `zero-variance` where the baseline makes no error. */
export function skill(own: Estimate<number>, baseline: Estimate<number>): Estimate<number> {
  if (!own.ok) return own;
  if (!baseline.ok) return baseline;
  return baseline.value === 0 ? missing("zero-variance") : { ok: true, value: 1 - own.value / baseline.value };
}

export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  readonly meanScore: number;
  readonly eventShare: number;
}

/** Ten bins of equal width in [0, 1]; empty ones are left out. */
export function reliability(points: readonly Scored[]): readonly ReliabilityBin[] {
  return Array.from({ length: 10 }, (_, bin) => bin).flatMap((bin) => {
    const own = points.filter(({ score }) => Math.min(9, Math.floor(score * 10 + 1e-12)) === bin);
    const [mean, share] = [weightedMean(own, ({ score }) => score), weightedMean(own, ({ event }) => (event ? 1 : 0))];
    const weight = own.reduce((sum, each) => sum + (each.weight ?? 1), 0);
    return mean.ok && share.ok ? [{ low: bin / 10, high: (bin + 1) / 10, weight, meanScore: mean.value, eventShare: share.value }] : [];
  });
}

function weightedMean(points: readonly Scored[], value: (point: Scored) => number): Estimate<number> {
  let [sum, weights] = [0, 0];
  for (const point of points) {
    const weight = point.weight ?? 1;
    sum += weight * value(point);
    weights += weight;
  }
  return weights === 0 ? missing("no-units") : { ok: true, value: sum / weights };
}
