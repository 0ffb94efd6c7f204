// Owns the comparison of two runs on the same probes (E21–E23). Refuses runs that are invented or looks: the caller does not offer them.
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "./bootstrap.ts";
import { contrast, equivalence, summary, type Pair } from "./contrast.ts";
import { contrastRow, valuesOf } from "./contrastRow.ts";
import { Z95 } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import { deltaInfluences } from "./influence.ts";
import type { Estimate, LabelledProbe, LabelScheme } from "./labelledProbe.ts";
import { permutationTest } from "./permutation.ts";
import { countOf, FEWEST_FOR_BOOTSTRAP, intervalOf, reported, reportedP, welchInterval } from "./reported.ts";
import type { ContrastRow, Interval, ProbeKind, Reported, TwoSided, UnitKind } from "./reportShape.ts";
import { signFlipTest } from "./signFlip.ts";
import { runToEnd, type Steps } from "./steps.ts";
import { streamSeed } from "./random.ts";
import { customersRepeat, depthMeasure, depthProbes, strataOf, unitValues, type DepthProbe } from "./units.ts";

export interface CompareOptions {
  readonly seed: number;
  readonly bootstrapDraws?: number;
  readonly permutationDraws?: number;
  /** Equivalence margin in depth steps, stored before the run (E23). */
  readonly margin: number;
  readonly kind?: ProbeKind;
  /** Default: customer where an id repeats in either run. */
  readonly unit?: UnitKind;
}

/** Version of {@link RunComparison}; any change of its shape or meaning counts up. 2: `runs`. */
export const COMPARISON_VERSION = 2;

/** Run A minus run B, unit by unit. Plain data. */
export interface RunComparison {
  readonly what: "decision-fidelity-comparison";
  readonly version: typeof COMPARISON_VERSION;
  readonly unit: UnitKind;
  readonly kind: ProbeKind;
  /** Probes of known outcome used in both, and those used in one run only; units of one run only. */
  readonly probes: { readonly both: number; readonly onlyA: number; readonly onlyB: number };
  readonly units: { readonly negative: number; readonly positive: number; readonly lostA: number; readonly lostB: number };
  /** E21 takes the difference of biases; where the real labels are the same that is the difference of simulated depths. */
  readonly realLabelsShared: boolean;
  /** Bias and Δ of each run on the probes used in both, with Welch intervals. */
  readonly runs: { readonly a: ContrastRow; readonly b: ContrastRow };
  readonly negative: Reported;
  readonly positive: Reported;
  /** ½(ē₋ + ē₊): how much more engaged A is than B, outcomes weighing alike. */
  readonly marginal: { readonly difference: Reported; readonly standardError: Reported; readonly p: Reported };
  /** ē₋ − ē₊: the change of Δ. */
  readonly contrast: {
    readonly difference: Reported;
    readonly intervals: { readonly percentile: Estimate<Interval>; readonly bca: Estimate<Interval>; readonly welch: Estimate<Interval> };
    readonly cohensD: Reported;
    readonly welchP: Reported;
    readonly studentised: TwoSided;
    readonly raw: TwoSided;
    /** E23: p of two one-sided tests against ±margin, and the 90 % interval that says the same. "Hardly moved" needs p < .05. */
    readonly equivalence: { readonly margin: number; readonly p: Reported; readonly interval90: Estimate<Interval> };
  };
}

/** The comparison, computed at once; throws the signal's reason when it is aborted. */
export function compareRuns(a: readonly LabelledProbe[], b: readonly LabelledProbe[], scheme: Pick<LabelScheme, "stages">, options: CompareOptions, signal?: AbortSignal): RunComparison {
  return runToEnd(compareRunsSteps(a, b, scheme, options), signal);
}

/** The same in steps of a few milliseconds. */
export function* compareRunsSteps(a: readonly LabelledProbe[], b: readonly LabelledProbe[], scheme: Pick<LabelScheme, "stages">, options: CompareOptions): Steps<RunComparison> {
  const { kind = "all", bootstrapDraws = 10_000, permutationDraws = 20_000, margin } = options;
  const unit = options.unit ?? (customersRepeat(a) || customersRepeat(b) ? "customer" : "conversation");
  const used = (probes: readonly LabelledProbe[]): readonly DepthProbe[] => depthProbes(probes, scheme, kind).filter(({ source }) => source.outcome !== "unknown");
  const [usedA, usedB] = [used(a), used(b)];
  const pairing = paired(usedA, usedB);
  const strata = strataOf(unitValues(pairing.differences, ({ real, samples: [difference = 0] }) => ({ real, simulated: difference, bias: difference }), unit));
  const values = valuesOf(strata, (each) => each.bias);
  const all = contrast(summary(values.negative), summary(values.positive));
  const n = countOf(all);
  const seed = (name: string): number => streamSeed(options.seed, `compare / ${name} / ${kind} ${unit}`);
  const test = yield* permutationTest(values, permutationDraws, seed("permutation"));
  const flips = yield* signFlipTest([...values.negative, ...values.positive], permutationDraws, seed("sign-flip"));
  const means = yield* bootstrapMeans({ negative: [values.negative], positive: [values.positive], linked: values.linked }, bootstrapDraws, seed("bootstrap"));
  const drawn = (value: (negative: number, positive: number) => number): Float64Array => perDraw(means, (negative, positive) => value(negative(0), positive(0)));
  const percentile = (draws: Float64Array): Estimate<Interval> => (all.delta.ok ? intervalOf(percentileInterval(draws), "bootstrap-percentile", means) : all.delta);
  const deltas = drawn((negative, positive) => negative - positive);
  const leads = Math.min(all.negative.n, all.positive.n) >= FEWEST_FOR_BOOTSTRAP;
  const se = all.welch.ok ? known(all.welch.value.se / 2) : all.welch;
  const marginalInterval: Estimate<Pair> = all.balancedMarginal.ok && se.ok ? { ok: true, value: [all.balancedMarginal.value - Z95 * se.value, all.balancedMarginal.value + Z95 * se.value] } : missing("fewer-than-two-units");
  const depth = { quantity: "depth", method: "mean", n } as const;
  const tost = equivalence(all.negative, all.positive, margin);
  const sided = (which: "studentised" | "raw"): TwoSided => {
    const result = !test.ok ? test : which === "raw" ? ({ ok: true, value: test.value.raw } as const) : test.value.studentised;
    const side = (name: "oneSided" | "twoSided"): Reported => reportedP(result.ok ? known(result.value[name]) : result, test.ok ? test.value : undefined, `permutation-${which}`, n, undefined);
    return { oneSided: side("oneSided"), twoSided: side("twoSided") };
  };
  return {
    what: "decision-fidelity-comparison",
    version: COMPARISON_VERSION,
    unit,
    kind,
    probes: pairing.counts,
    units: { negative: all.negative.n, positive: all.positive.n, lostA: unitCount(usedA, unit) - all.negative.n - all.positive.n, lostB: unitCount(usedB, unit) - all.negative.n - all.positive.n },
    realLabelsShared: pairing.shared,
    runs: { a: biasRow(pairing.a, unit), b: biasRow(pairing.b, unit) },
    negative: reported(all.meanNegative, { ...depth, n: { units: all.negative.n }, interval: percentile(drawn((negative) => negative)) }),
    positive: reported(all.meanPositive, { ...depth, n: { units: all.positive.n }, interval: percentile(drawn((_, positive) => positive)) }),
    marginal: {
      difference: reported(all.balancedMarginal, { ...depth, interval: leads ? percentile(drawn((negative, positive) => (negative + positive) / 2)) : intervalOf(marginalInterval, "large-sample") }),
      standardError: reported(se, { ...depth, method: "welch" }),
      p: flips.ok ? reportedP(known(flips.value.p), flips.value, "sign-flip", n, undefined) : reportedP(flips, undefined, "sign-flip", n, undefined),
    },
    contrast: {
      difference: reported(all.delta, { ...depth, interval: leads ? percentile(deltas) : welchInterval(all) }),
      intervals: {
        percentile: percentile(deltas),
        bca: all.delta.ok ? intervalOf(bcaInterval(deltas, all.delta.value, influenceAcceleration(deltaInfluences(values))), "bootstrap-bca", means) : all.delta,
        welch: welchInterval(all),
      },
      cohensD: reported(all.cohensD, { quantity: "sd", method: "cohens-d", n, interval: intervalOf(all.cohensDInterval, "large-sample") }),
      welchP: reportedP(all.welch.ok ? known(all.welch.value.twoSided) : all.welch, undefined, "welch", n, undefined),
      studentised: sided("studentised"),
      raw: sided("raw"),
      equivalence: {
        margin,
        p: reportedP(tost.ok ? known(tost.value.p) : tost, undefined, "welch", n, undefined),
        interval90: tost.ok ? { ok: true, value: { low: tost.value.interval90[0], high: tost.value.interval90[1], level: 0.9, method: "welch" } } : tost,
      },
    },
  };
}

interface Pairing {
  /** One entry a probe used in both; its only sample is the difference of biases, A − B. */
  readonly differences: readonly DepthProbe[];
  /** The probes used in both as each run has them. */
  readonly a: readonly DepthProbe[];
  readonly b: readonly DepthProbe[];
  readonly counts: RunComparison["probes"];
  readonly shared: boolean;
}

/** Probes used in both runs, by conversation, position and ordinal. */
function paired(a: readonly DepthProbe[], b: readonly DepthProbe[]): Pairing {
  const key = ({ source }: DepthProbe): string => `${source.position}\n${source.ordinal}\n${source.conversation}`;
  const others = new Map(b.map((probe) => [key(probe), probe]));
  const differences: DepthProbe[] = [];
  const common: { readonly a: DepthProbe[]; readonly b: DepthProbe[] } = { a: [], b: [] };
  let shared = true;
  for (const probe of a) {
    const other = others.get(key(probe));
    if (!other) continue;
    const [mine, theirs] = [depthMeasure(probe), depthMeasure(other)];
    if (!mine || !theirs) continue;
    shared &&= probe.real === other.real;
    differences.push({ ...probe, samples: [mine.bias - theirs.bias], used: [] });
    common.a.push(probe);
    common.b.push(other);
  }
  return { differences, shared, ...common, counts: { both: differences.length, onlyA: a.length - differences.length, onlyB: b.length - differences.length } };
}

function biasRow(probes: readonly DepthProbe[], unit: UnitKind): ContrastRow {
  return contrastRow(valuesOf(strataOf(unitValues(probes, depthMeasure, unit)), ({ bias }) => bias), "depth", undefined);
}

function unitCount(probes: readonly DepthProbe[], unit: UnitKind): number {
  return unitValues(probes, depthMeasure, unit).length;
}
