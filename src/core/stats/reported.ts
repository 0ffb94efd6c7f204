// Owns writing estimates down with unit, counts, method, interval and seed. Refuses computing them.
import type { Pair, Summary } from "./contrast.ts";
import { meanInterval } from "./contrast.ts";
import { known, missing, withoutSign } from "./estimate.ts";
import type { Estimate, LabelScheme, StatReason } from "./labelledProbe.ts";
import type { Interval, Method, Quantity, Reported, ReportOptions, UnitCount } from "./reportShape.ts";
import { streamSeed } from "./random.ts";

/** Strata below this many units get asymptotic intervals instead of bootstrap ones (E8). */
export const FEWEST_FOR_BOOTSTRAP = 30;
/** Cells of a family below this many units a stratum get no p (method §6). */
export const FEWEST_FOR_P = 10;

/** What every part of a report needs to know. */
export interface Setting {
  readonly scheme: LabelScheme;
  readonly options: Required<ReportOptions>;
  /** Why no p may be printed, or undefined when it may. */
  readonly withoutP: StatReason | undefined;
  /** 0 in a look: intervals are asymptotic there. */
  readonly bootstrapDraws: number;
  readonly permutationDraws: number;
}

/** The options with their defaults, and what follows from them. */
export function settingOf(scheme: LabelScheme, options: ReportOptions): Setting {
  const full = { bootstrapDraws: 10_000, permutationDraws: 20_000, offersExit: true, rule: "unknown" as const, splitFields: [], strataNames: { positive: "positive", negative: "negative" }, ...options };
  const withoutP = full.look ? "run-unfinished" : full.invented ? "invented" : undefined;
  return { scheme, options: full, withoutP, bootstrapDraws: full.look ? 0 : full.bootstrapDraws, permutationDraws: withoutP ? 0 : full.permutationDraws };
}

/** Seed of the named stream of this report. */
export function seedOf(setting: Setting, ...name: readonly string[]): number {
  return streamSeed(setting.options.seed, name.join(" / "));
}

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
