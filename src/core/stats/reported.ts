// Owns writing estimates down with unit, counts, method, interval and seed. Refuses computing them.
import type { Contrast, Pair, Summary } from "./contrast.ts";
import { meanInterval } from "./contrast.ts";
import { known, missing, withoutSign } from "./estimate.ts";
import type { Estimate, StatReason } from "./labelledProbe.ts";
import type { Interval, Method, Quantity, Reported, UnitCount } from "./reportShape.ts";

/** Strata below this many units get asymptotic intervals instead of bootstrap ones (E8). */
export const FEWEST_FOR_BOOTSTRAP = 30;
/** Cells of a family below this many units a stratum get no p (method §6). */
export const FEWEST_FOR_P = 10;

export interface Facts {
  readonly quantity: Quantity;
  readonly method: Method;
  readonly n: UnitCount;
  readonly interval?: Estimate<Interval>;
}

/** An estimate with its facts. */
export function reported(estimate: Estimate<number>, facts: Facts): Reported {
  return { ...estimate, ...facts };
}

/** A 95 % interval from its ends. */
export function intervalOf(pair: Estimate<Pair>, method: Method, drawn?: { readonly seed: number; readonly draws: number }): Estimate<Interval> {
  if (!pair.ok) return pair;
  const [low, high] = pair.value;
  return { ok: true, value: { low: withoutSign(low), high: withoutSign(high), level: 0.95, method, ...(drawn ? { seed: drawn.seed, draws: drawn.draws } : {}) } };
}

/** Mean of a group of units with Student's interval, or with the interval given. */
export function reportedMean(group: Summary, empty: StatReason, quantity: Quantity, interval = intervalOf(meanInterval(group), "student")): Reported {
  return reported(group.n === 0 ? missing(empty) : known(group.mean), { quantity, method: "mean", n: { units: group.n }, interval: group.n === 0 ? missing(empty) : interval });
}

/** A resampled p with draws and Monte Carlo error, or the reason why none is printed. */
export function reportedP(
  p: Estimate<number>,
  how: { readonly exact: boolean; readonly draws: number; readonly seed: number } | undefined,
  method: Method,
  n: UnitCount,
  without: StatReason | undefined,
): Reported {
  const facts = { quantity: "probability", method, n } as const;
  if (without) return reported(missing(without), facts);
  const base = reported(p, facts);
  if (!p.ok || !how) return base;
  const { exact, draws, seed } = how;
  return { ...base, exact, draws, ...(exact ? {} : { seed, monteCarloError: Math.sqrt((p.value * (1 - p.value)) / draws) }) };
}

/** Welch's interval of Δ. */
export function welchInterval(all: Contrast): Estimate<Interval> {
  const pair: Estimate<Pair> = all.welch.ok ? { ok: true, value: all.welch.value.interval } : all.welch;
  return intervalOf(pair, "welch");
}

/** Units of both strata. */
export function countOf(all: Contrast): UnitCount {
  return { negative: all.negative.n, positive: all.positive.n };
}
