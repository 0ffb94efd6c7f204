// Owns the mitigation lab: several runs on the same probes, each with its average bias, resistance, separation kept and Δ, and the paired differences
// from the first. Refuses formulas (core/stats) and which runs may be compared (comparison.ts).
import type { LabelledProbe, LabelScheme } from "../../core/stats/labelledProbe.ts";
import { compareRunsSteps } from "../../core/stats/compareRuns.ts";
import { Z95 } from "../../core/stats/distributions.ts";
import type { Reported, StatsReport, StratumRow, UnitKind } from "../../core/stats/reportShape.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { comparisons, type Comparable, type Comparisons, type ComparisonOptions } from "../comparison.ts";

export const LAB_VERSION = 1;

type Side = "negative" | "positive";
type BySide<T> = Readonly<Record<Side, T>>;

/** One run: all of it stands together, so that an average repaired alone is not taken for the whole. */
export interface LabRow {
  readonly name: string;
  readonly condition?: string;
  readonly bias: BySide<Reported>;
  /** Mean of both strata's bias. */
  readonly marginal: Reported;
  /** Share of turns that resist, conversation-averaged; absent where the codebook names no such stage. */
  readonly resistance?: BySide<{ readonly real: Reported; readonly simulated: Reported }>;
  /** Simulated gap / real gap (E10). */
  readonly kept: Reported;
  readonly delta: Reported;
}

/** A run minus the first one, on the probes both have. */
export interface LabDifference {
  readonly name: string;
  readonly probes: number;
  readonly marginal: Reported;
  /** Difference in the share of simulated turns that resist, leave or are silent. */
  readonly resistance: BySide<Reported>;
  /** Difference of the simulated gap between the outcomes: above 0, more separation is kept. */
  readonly separation: Reported;
  readonly delta: Reported;
  readonly holm: Comparisons["comparisons"][number]["holm"];
  /** p of the two one-sided tests that Δ moved less than the margin (E23). */
  readonly equivalence: Reported;
  /**
   * What the pair says together. `average-only`: the average bias came nearer to 0 and Δ hardly moved; `both`: Δ fell as well; `average`: it came
   * nearer, and what Δ did the data do not tell; `neither`: it moved and did not come nearer; `open`: the data do not tell of either.
   */
  readonly reading: "average-only" | "both" | "average" | "neither" | "open";
}

export interface Lab {
  readonly what: "decision-fidelity-lab";
  readonly version: typeof LAB_VERSION;
  readonly unit: UnitKind;
  readonly margin: Comparisons["margin"];
  readonly seed: number;
  /** False: the real turns of these conversations do not separate the outcomes, so no Δ here can say anything. */
  readonly testable: boolean;
  readonly rows: readonly LabRow[];
  readonly differences: readonly LabDifference[];
}

/** A run with its report, as the lab takes it. */
export interface LabRun extends Comparable {
  readonly report: StatsReport;
  readonly condition?: string;
}

/** Rejects as `comparisons` does where runs must not be compared. */
export function* lab(runs: readonly [LabRun, ...LabRun[]], options: ComparisonOptions): Steps<Lab> {
  const [first, ...others] = runs;
  const compared = yield* comparisons(runs, options);
  const differences: LabDifference[] = [];
  for (const [at, other] of others.entries()) {
    const pair = compared.comparisons[at];
    if (!pair) continue;
    const { headline, holm } = pair;
    const drawn = { seed: options.seed, margin: compared.margin.value, unit: headline.unit, ...(options.bootstrapDraws === undefined ? {} : { bootstrapDraws: options.bootstrapDraws }), permutationDraws: 1 };
    const stays = yield* compareRunsSteps(staying(first), staying(other), STAYING, drawn);
    const difference = {
      name: other.name,
      probes: headline.probes.both,
      marginal: minus(headline.marginal.difference),
      // Both runs share the real turns: staying less is resisting more.
      resistance: { negative: stays.negative, positive: stays.positive },
      separation: headline.contrast.difference,
      delta: minus(headline.contrast.difference),
      holm,
      equivalence: headline.contrast.equivalence.p,
    };
    differences.push({ ...difference, reading: readingOf(difference, headline.runs.a.strata) });
  }
  return {
    what: "decision-fidelity-lab",
    version: LAB_VERSION,
    unit: first.report.headline.unit,
    margin: compared.margin,
    seed: options.seed,
    testable: runs.every(({ report }) => report.headline.separation.testable),
    rows: runs.map(rowOf),
    differences,
  };
}

function rowOf({ name, condition, report: { headline } }: LabRun): LabRow {
  const { strata, marginal, shares: { resistance }, separation, delta } = headline;
  const side = (of: Side): { readonly real: Reported; readonly simulated: Reported } | undefined => resistance && { real: resistance[of].real.averaged, simulated: resistance[of].simulated.averaged };
  const [negative, positive] = [side("negative"), side("positive")];
  return {
    name,
    ...(condition === undefined ? {} : { condition }),
    bias: { negative: strata.negative.bias, positive: strata.positive.bias },
    marginal: withInterval(marginal.balanced, strata),
    ...(negative && positive ? { resistance: { negative, positive } } : {}),
    kept: separation.kept,
    delta,
  };
}

/** ½√(s²₋/n₋ + s²₊/n₊), as E22 has it for differences; the report gives the mean alone. */
function withInterval(mean: Reported, strata: BySide<StratumRow>): Reported {
  const { negative, positive } = strata;
  if (!mean.ok || !negative.sd.ok || !positive.sd.ok) return mean;
  const half = (Z95 / 2) * Math.sqrt(negative.sd.value ** 2 / negative.units + positive.sd.value ** 2 / positive.units);
  return { ...mean, interval: { ok: true, value: { low: mean.value - half, high: mean.value + half, level: 0.95, method: "large-sample" } } };
}

/** Depth 1: the turn stays in the conversation; 0: it resists, leaves or is silent. */
const STAYING: Pick<LabelScheme, "stages"> = { stages: [{ name: "resists", definition: "" }, { name: "stays", definition: "" }] };

/** The same probes with that coding (E11, first threshold, for stages of any codebook). */
function staying({ probes, scheme }: Comparable): readonly LabelledProbe[] {
  const named = scheme.stages.filter(({ role }) => role === "resists");
  const resisting = new Set((named.length > 0 ? named : scheme.stages.slice(0, 1)).map(({ name }) => name));
  const known = new Set(scheme.stages.map(({ name }) => name));
  const coded = (label: LabelledProbe["real"]): LabelledProbe["real"] =>
    label.status === "valid" && known.has(label.stage) ? { status: "valid", stage: resisting.has(label.stage) ? "resists" : "stays" } : { status: "invalid", cause: "not-known" };
  return probes.map((probe) => ({ ...probe, real: coded(probe.real), samples: probe.samples.map((sample) => (sample.kind === "reply" ? { ...sample, label: coded(sample.label) } : sample)) }));
}

/** First minus other, turned round; not by a sign, which would make −0 of 0. */
function minus(reported: Reported): Reported {
  if (!reported.ok) return reported;
  const interval = reported.interval?.ok ? { ok: true as const, value: { ...reported.interval.value, low: 0 - reported.interval.value.high, high: 0 - reported.interval.value.low } } : reported.interval;
  return { ...reported, value: 0 - reported.value, ...(interval ? { interval } : {}) };
}

/** Said only where intervals and the equivalence test say it; `before` is the first run's bias on the common probes. */
function readingOf({ marginal, delta, equivalence }: Pick<LabDifference, "marginal" | "delta" | "equivalence">, before: BySide<Reported>): LabDifference["reading"] {
  if (!marginal.ok || !marginal.interval?.ok || !delta.ok || !before.negative.ok || !before.positive.ok) return "open";
  const { low, high } = marginal.interval.value;
  if (low <= 0 && high >= 0) return "open";
  const average = (before.negative.value + before.positive.value) / 2;
  if (Math.abs(average + marginal.value) >= Math.abs(average)) return "neither";
  if (equivalence.ok && equivalence.value < SIGNIFICANT) return "average-only";
  return delta.interval?.ok && delta.interval.value.high < 0 ? "both" : "average";
}

const SIGNIFICANT = 0.05;
