// Owns what may be said of a report, in which words: ids and values of sentences. Refuses the words themselves (core/messages).
import type { StatReason } from "./labelledProbe.ts";
import type { Interval, Reported, StatsReport } from "./reportShape.ts";

/** Ends of a 95 % interval, or null where there is none. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * What may be said, with its values unformatted. `people` is the dataset's name of a stratum; sizes are in depth steps (stages) and
 * not negative; `share` is a ratio (0.61 = 61 %), which may lie below 0 or above 1.
 */
export type Finding =
  /** Simulated {people} sound {size} stages more engaged than the real ones {range}. The mean bias is above 0. */
  | { readonly id: "finding-over-engaged"; readonly values: BiasValues }
  /** The same with less; `range` is of the size, so both ends are turned round. The mean bias is below 0. */
  | { readonly id: "finding-under-engaged"; readonly values: BiasValues }
  /** Simulated {people} sound as engaged as the real ones: the mean bias rounds to 0.00. */
  | { readonly id: "finding-as-engaged"; readonly values: BiasValues }
  /** {people} have no mean bias, for {reason}. */
  | { readonly id: "finding-no-bias"; readonly values: { readonly people: string; readonly reason: StatReason } }
  /** Gap kept {share} {range}: simulated gap over real gap (E10). */
  | { readonly id: "finding-gap-kept"; readonly values: { readonly share: number; readonly range: Range | null } }
  /** This dataset cannot test the contrast: the real turns separate the outcomes by {gap} {range}, which includes 0. No claim about Δ follows. */
  | { readonly id: "finding-cannot-test"; readonly values: { readonly gap: number; readonly range: Range | null } }
  /** Disengagement deficit: Δ and the bias of {people} (the negative stratum) both lie above 0 with their whole intervals. */
  | { readonly id: "finding-deficit"; readonly values: ContrastValues }
  /** Lost separation: Δ lies above 0 with its whole interval, the bias of {people} does not. */
  | { readonly id: "finding-lost-separation"; readonly values: ContrastValues }
  /** More separation than the real turns have: Δ lies below 0 with its whole interval. */
  | { readonly id: "finding-extra-separation"; readonly values: ContrastValues }
  /** No lost separation is shown: the interval of Δ includes 0. That is not evidence of equality. */
  | { readonly id: "finding-not-shown"; readonly values: ContrastValues }
  /** There is no Δ, for {reason}. */
  | { readonly id: "finding-no-contrast"; readonly values: { readonly reason: StatReason } }
  /** A conclusion would not survive the worst case of invalid labels ({share} of labels are invalid, Δ between {low} and {high}). */
  | { readonly id: "finding-not-robust"; readonly values: { readonly share: number; readonly low: number | null; readonly high: number | null } }
  /** Numbers of an unfinished run are not for decisions; no conclusion is given. */
  | { readonly id: "finding-look"; readonly values: Readonly<Record<string, never>> }
  /** A part of the run is invented; it shows how the numbers look, not how a simulator behaves. */
  | { readonly id: "finding-invented"; readonly values: Readonly<Record<string, never>> };

export interface BiasValues {
  readonly people: string;
  readonly size: number;
  readonly range: Range | null;
}

export interface ContrastValues {
  readonly people: string;
  readonly delta: number;
  readonly range: Range | null;
}

type Reportable = Pick<StatsReport, "headline" | "invalidBounds" | "options">;

/**
 * The findings of a report in the order they are read: bias of the negative and of the positive stratum, gap kept or "cannot test",
 * the conclusion about Δ, what limits it. Source: method §6.
 */
export function findings(report: Reportable): readonly Finding[] {
  const { headline, options } = report;
  const { strata } = headline;
  return [
    biasFinding(strata.negative.bias, options.strataNames.negative),
    biasFinding(strata.positive.bias, options.strataNames.positive),
    ...separationFinding(report),
    ...conclusion(report),
    ...(options.invented ? [{ id: "finding-invented", values: {} } as const] : []),
  ];
}

function biasFinding(bias: Reported, people: string): Finding {
  if (!bias.ok) return { id: "finding-no-bias", values: { people, reason: bias.reason } };
  const range = rangeOf(bias);
  const size = Math.abs(bias.value);
  if (size < 0.005) return { id: "finding-as-engaged", values: { people, size, range } };
  if (bias.value > 0) return { id: "finding-over-engaged", values: { people, size, range } };
  return { id: "finding-under-engaged", values: { people, size, range: range && { low: -range.high, high: -range.low } } };
}

function separationFinding({ headline: { separation } }: Reportable): readonly Finding[] {
  const { kept, real } = separation;
  if (kept.ok) return [{ id: "finding-gap-kept", values: { share: kept.value, range: rangeOf(kept) } }];
  return real.ok && kept.reason === "real-gap-includes-zero" ? [{ id: "finding-cannot-test", values: { gap: real.value, range: rangeOf(real) } }] : [];
}

function conclusion(report: Reportable): readonly Finding[] {
  const { delta, strata, separation } = report.headline;
  if (report.options.look) return [{ id: "finding-look", values: {} }];
  if (!delta.ok) return [{ id: "finding-no-contrast", values: { reason: delta.reason } }];
  if (!separation.kept.ok && separation.kept.reason === "real-gap-includes-zero") return [];
  const range = rangeOf(delta);
  const values: ContrastValues = { people: report.options.strataNames.negative, delta: delta.value, range };
  return [{ id: conclusionId(range, rangeOf(strata.negative.bias)), values }, ...robustness(report)];
}

function conclusionId(delta: Range | null, negative: Range | null): "finding-deficit" | "finding-lost-separation" | "finding-extra-separation" | "finding-not-shown" {
  if (delta === null || (delta.low <= 0 && delta.high >= 0)) return "finding-not-shown";
  if (delta.high < 0) return "finding-extra-separation";
  return negative !== null && negative.low > 0 ? "finding-deficit" : "finding-lost-separation";
}

function robustness({ invalidBounds: { robust, invalidShare, low, high } }: Reportable): readonly Finding[] {
  if (robust) return [];
  return [{ id: "finding-not-robust", values: { share: invalidShare, low: low.ok ? low.value : null, high: high.ok ? high.value : null } }];
}

function rangeOf(estimate: Reported): Range | null {
  const interval: Interval | undefined = estimate.interval?.ok ? estimate.interval.value : undefined;
  return interval ? { low: interval.low, high: interval.high } : null;
}
