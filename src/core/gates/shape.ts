// Owns what a gate is, and what it says of a run: plain data. Refuses judging (judge.ts) and the schema people write by (protocol/gates.ts).
import type { Interval, Reported } from "../stats/reportShape.ts";

/**
 * What a gate can be on. Δ; suppression of resistance (real minus simulated share, of one stratum or their difference); the balanced exit
 * score; agreement of the judge with people by a named coefficient; and the paired change of Δ against a baseline run.
 */
export type Measure =
  | { readonly of: "delta" }
  | { readonly of: "delta-change" }
  | { readonly of: "suppression"; readonly in: "negative" | "positive" | "contrast" }
  | { readonly of: "balanced-exit"; readonly in: "all" | "negative" | "positive" }
  | {
      readonly of: "agreement";
      readonly field: "stage" | "emotion" | "blocker";
      readonly coefficient: "exact" | "kappa" | "quadratic-kappa" | "alpha-nominal" | "alpha-ordinal" | "ac1";
      readonly branch: "real" | "simulated";
      readonly weights: "drawn";
    };

/** Where a measure must lie with its whole interval; at least one end. */
export interface Range {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A named gate. `conversations`: units a stratum needed before it says anything; absent: enough to find d = 0.38 in four of five cases. */
export interface Gate {
  readonly name: string;
  readonly measure: Measure;
  readonly range: Range;
  readonly conversations?: number;
  /** Only runs of these titles or ids; absent: every run. */
  readonly runs?: readonly string[];
}

export type Verdict = "pass" | "fail" | "inconclusive";

/**
 * Why a gate is inconclusive: the interval straddles the threshold; the value has none or does not exist; or something it needs is not there:
 * a real gap that excludes 0, enough conversations, under 5 % invalid labels, a baseline.
 */
export type Unsettled = "straddles" | "no-interval" | "no-value" | "not-testable" | "few-conversations" | "invalid-labels" | "no-baseline" | "no-agreement";

/** What a gate says of one run. */
export interface GateResult {
  readonly gate: Gate;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Why there is no value, where there is none. */
  readonly reason?: Extract<Reported, { readonly ok: false }>["reason"];
  readonly because?: Unsettled;
  /** About how many more conversations would decide, in the same mix of outcomes, if the value stays where it is; null where no number would. */
  readonly more?: number | null;
  /** False: the gate was set after the run began. */
  readonly setBefore: boolean;
}

/** Gates of one run. Plain data. */
export interface GateReport {
  readonly run: string;
  readonly title: string;
  /** `fail` where any gate fails, else `inconclusive` where any is. */
  readonly verdict: Verdict;
  readonly baseline?: string;
  /** False: the users are not people; Δ is a difference between simulators. */
  readonly humanReference: boolean;
  readonly results: readonly GateResult[];
}
