// Owns the shape of one reported number: value or reason, interval, method, seed, counts. Refuses whole documents (reportShape.ts).
import type { Estimate } from "./labelledProbe.ts";

export type Method =
  | "mean"
  | "standard-deviation"
  | "cohens-d"
  | "hedges-g"
  | "glass"
  | "welch"
  | "student"
  | "large-sample"
  | "bootstrap-percentile"
  | "bootstrap-bca"
  | "permutation-studentised"
  | "permutation-raw"
  | "sign-flip"
  | "wilson-effective-n"
  | "pooled"
  | "fieller"
  | "chi-squared"
  | "non-central-t"
  | "jackknife"
  | "cluster-robust"
  | "shuffle"
  | "bounds";

/** What a value is measured in: depth steps, a share (0…1), standard deviations, a ratio, a probability, a test statistic, bits, a count. */
export type Quantity = "depth" | "share" | "sd" | "ratio" | "probability" | "statistic" | "bits" | "count";

/** A 95 % interval unless `level` says otherwise; `seed` is the stream's own seed, with which the draws can be repeated alone. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: Method;
  readonly seed?: number;
  readonly draws?: number;
}

/** Units behind a value, per stratum where it compares them. */
export interface UnitCount {
  readonly negative?: number;
  readonly positive?: number;
  readonly units?: number;
  readonly probes?: number;
}

/** One number with everything needed to read it: value or reason, interval or reason, how, from how much. */
export type Reported = Estimate<number> & {
  readonly quantity: Quantity;
  readonly method: Method;
  readonly n: UnitCount;
  readonly interval?: Estimate<Interval>;
  readonly seed?: number;
  readonly draws?: number;
  /** Resampled p only: every arrangement was enumerated, `draws` of them. */
  readonly exact?: boolean;
  /** Resampled p only: √(p(1−p)/draws). */
  readonly monteCarloError?: number;
};

export interface ByStratum<T> {
  readonly negative: T;
  readonly positive: T;
}
