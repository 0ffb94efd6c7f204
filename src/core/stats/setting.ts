// Owns the options of a report with their defaults, and the seeds of its streams. Refuses computing.
import type { LabelScheme, StatReason } from "./labelledProbe.ts";
import { streamSeed } from "./random.ts";
import type { ReportOptions } from "./reportShape.ts";

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
