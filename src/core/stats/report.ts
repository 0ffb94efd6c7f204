// Owns the assembly of one run's statistics into one document. Refuses estimators: each has its own file.
import { contrastBlock } from "./block.ts";
import { bootstrapMeans, percentileInterval, perDraw } from "./bootstrap.ts";
import { invalidBounds, unknownBounds, withoutLateConverters } from "./bounds.ts";
import { confusionBlock, labelDistances } from "./confusionBlock.ts";
import { contrast, summary } from "./contrast.ts";
import { valuesOf } from "./contrastRow.ts";
import { controlJackknife, isControl, type ControlResult } from "./controlLadder.ts";
import { countsOf, invalidShare } from "./counts.ts";
import { known, missing } from "./estimate.ts";
import { exitBlock } from "./exitBlock.ts";
import { deleteOneDeltas } from "./influence.ts";
import { knownAnswers } from "./knownAnswers.ts";
import type { LabelledProbe, LabelScheme } from "./labelledProbe.ts";
import { detectableD, neededPerStratum } from "./power.ts";
import { intervalOf, reported, welchInterval } from "./reported.ts";
import { seedOf, settingOf, type Setting } from "./setting.ts";
import { STATS_REPORT_VERSION, type ContrastBlock, type ControlBlock, type Counts, type InvalidBounds, type PowerBlock, type ProbeKind, type Reported, type ReportOptions, type Specification, type StatsReport, type UnitKind } from "./reportShape.ts";
import { shareTables } from "./shareTables.ts";
import { sensitivity } from "./sensitivity.ts";
import { splitBy } from "./splits.ts";
import { spreadRatio, spreadRows } from "./spread.ts";
import { runToEnd, type Steps } from "./steps.ts";
import { compare, depthMeasure, depthProbes, nonResistingMeasure, signMeasure, strataOf, thresholdMeasure, unitValues, type DepthProbe, type Measure } from "./units.ts";

export type * from "./reportShape.ts";
export { liveReport } from "./liveReport.ts";

/** Detectable d above which a dataset is called too small: the published effect. */
const PUBLISHED_D = 0.38;
const MOST_INVALID = 0.05;
const INFLUENTIAL = 10;
/** Assumed shares of late converters among the negative stratum (E31). */
const LATE_CONVERTERS = [0.05, 0.1, 0.2] as const;

/**
 * All statistics of one planned run, computed at once; throws the signal's reason when it is aborted. The order of `probes` does not
 * matter; the same probes, scheme and options give the same document on every machine.
 */
export function statsReport(probes: readonly LabelledProbe[], scheme: LabelScheme, options: ReportOptions, signal?: AbortSignal): StatsReport {
  return runToEnd(statsReportSteps(probes, scheme, options), signal);
}

/** The same in steps of a few milliseconds, for a worker that wants to hear of cancellation between them. */
export function* statsReportSteps(probes: readonly LabelledProbe[], scheme: LabelScheme, options: ReportOptions): Steps<StatsReport> {
  const setting = settingOf(scheme, options);
  const ordered = [...probes].sort((a, b) => compare(a.conversation, b.conversation) || a.ordinal - b.ordinal || a.position - b.position);
  const depths = { all: depthProbes(ordered, scheme, "all"), replies: depthProbes(ordered, scheme, "replies") };
  const counts = countsOf(ordered, depths.all, scheme);
  const units: readonly UnitKind[] = counts.customersRepeated ? ["customer", "conversation"] : ["conversation"];
  const [unit = "conversation"] = units;
  const block = function* (of: UnitKind, kind: ProbeKind): Steps<ContrastBlock> {
    const shares = yield* shareTables(depths[kind], ordered, of, setting, `${kind} ${of}`);
    return yield* contrastBlock(depths[kind], of, kind, shares, setting);
  };
  const control = isControl(ordered) ? yield* controlOf(depths.all, unit) : undefined;
  const bootstrapped = yield* block(unit, "all");
  const headline = control ? withControl(bootstrapped, control) : bootstrapped;
  const beside: ContrastBlock[] = [];
  for (const of of units) {
    const all = of === unit ? headline : yield* block(of, "all");
    if (of !== unit) beside.push(all);
    // Without leave and silence both kinds are the same probes and samples.
    const same = depths.all.every((probe) => probe.used.every(({ kind }) => kind === "reply"));
    beside.push(same ? { ...all, kind: "replies" } : yield* block(of, "replies"));
  }
  const outcomes = depths.all.filter((probe) => probe.source.outcome !== "unknown");
  return {
    what: "decision-fidelity-statistics",
    version: STATS_REPORT_VERSION,
    options: setting.options,
    labels: { stages: scheme.stages.map((stage) => stage.name), emotions: scheme.emotions, blockers: scheme.blockers },
    counts,
    headline,
    beside,
    confusion: {
      all: yield* confusionBlock(outcomes, setting, "all"),
      negative: yield* confusionBlock(outcomes.filter((probe) => probe.source.outcome === "negative"), setting, "negative"),
      positive: yield* confusionBlock(outcomes.filter((probe) => probe.source.outcome === "positive"), setting, "positive"),
    },
    byAct: yield* splitBy(depths.all, (probe) => probe.act, unit, setting, "act"),
    byDataset: new Set(ordered.map((probe) => probe.dataset)).size > 1 ? yield* splitBy(depths.all, (probe) => probe.dataset, unit, setting, "dataset") : [],
    byField: yield* splitByFields(depths.all, unit, setting),
    labelDistances: yield* labelDistances(ordered.filter((probe) => probe.outcome !== "unknown"), setting),
    sensitivity: yield* sensitivity(depths.all, unit, setting),
    spreadRatio: yield* spread(depths.all, setting),
    knownAnswers: yield* knownAnswers(outcomes, headline.separation.real, unit, setting),
    exit: yield* exitBlock(ordered, unit, setting),
    ...(control ? { control } : {}),
    invalidBounds: boundsOf(ordered, counts, headline, setting),
    unknownBounds: unknownOf(depths.all, counts, headline),
    power: powerOf(headline),
    influence: influential(depths.all, unit),
    specifications: units.flatMap((of) => (["all", "replies"] as const).flatMap((kind) => specifications(depths[kind], of, kind, scheme))),
  };
}

function* splitByFields(depths: readonly DepthProbe[], unit: UnitKind, setting: Setting): Steps<StatsReport["byField"]> {
  const splits: StatsReport["byField"][number][] = [];
  for (const field of setting.options.splitFields) splits.push({ field, rows: yield* splitBy(depths, (probe) => probe.profile?.[field], unit, setting, field) });
  return splits;
}

function* spread(depths: readonly DepthProbe[], setting: Setting): Steps<Reported> {
  const rows = spreadRows(depths);
  const width = (rows.negative[0] ?? rows.positive[0])?.length ?? 0;
  const columns = (side: readonly (readonly number[])[]): readonly number[][] => Array.from({ length: width }, (_, at) => side.map((row) => row[at] ?? 0));
  const [negative, positive] = [columns(rows.negative), columns(rows.positive)];
  const total = (side: readonly number[][]) => (at: number): number => (side[at] ?? []).reduce((sum, x) => sum + x, 0);
  const value = spreadRatio(rows.positions.length, total(negative), total(positive));
  const facts = { quantity: "ratio", method: "pooled", n: { negative: rows.negative.length, positive: rows.positive.length, probes: depths.length } } as const;
  if (!value.ok || setting.bootstrapDraws === 0) return reported(value, facts);
  const means = yield* bootstrapMeans({ negative, positive }, setting.bootstrapDraws, seedOf(setting, "bootstrap", "spread"));
  const drawn = perDraw(means, (n, p) => {
    const ratio = spreadRatio(rows.positions.length, (at) => n(at) * rows.negative.length, (at) => p(at) * rows.positive.length);
    return ratio.ok ? ratio.value : Infinity;
  });
  return reported(value, { ...facts, interval: intervalOf(percentileInterval(drawn), "bootstrap-percentile", means) });
}

function* controlOf(depths: readonly DepthProbe[], unit: UnitKind): Steps<ControlBlock> {
  const got = yield* controlJackknife(depths, unit);
  const { negative, positive } = strataOf(unitValues(depths, depthMeasure, unit));
  const line = (estimate: ControlResult["delta"], n: Reported["n"]): Reported =>
    estimate.ok
      ? reported(known(estimate.value.value), { quantity: "depth", method: "mean", n, interval: intervalOf({ ok: true, value: estimate.value.interval }, "jackknife") })
      : reported(estimate, { quantity: "depth", method: "mean", n });
  return {
    delta: line(got.delta, { negative: negative.length, positive: positive.length }),
    bias: { negative: line(got.negative, { units: negative.length }), positive: line(got.positive, { units: positive.length }) },
    sameOutcome: got.sameOutcome,
  };
}

/** The headline with the control's intervals, where it has them. */
function withControl(block: ContrastBlock, { delta, bias }: ControlBlock): ContrastBlock {
  if (!delta.ok) return block;
  const { negative, positive } = block.strata;
  return { ...block, delta, strata: { ...block.strata, negative: { ...negative, bias: bias.negative }, positive: { ...positive, bias: bias.positive } } };
}

/** E30. Robust: at most 5 % invalid, and the bounds lie on the same side of 0 as the headline interval says Δ does. */
function boundsOf(probes: readonly LabelledProbe[], counts: Counts, headline: ContrastBlock, setting: Setting): InvalidBounds {
  const bounds = invalidBounds(probes, setting.scheme, "all", headline.unit);
  const share = invalidShare(counts);
  const interval = headline.delta.interval;
  const decided = interval?.ok === true && (interval.value.low > 0 || interval.value.high < 0);
  const straddles = decided && bounds.low.ok && bounds.high.ok && bounds.low.value <= 0 && bounds.high.value >= 0;
  const facts = { quantity: "depth", method: "bounds", n: headline.delta.n } as const;
  return { low: reported(bounds.low, facts), high: reported(bounds.high, facts), invalidShare: share, robust: share <= MOST_INVALID && !straddles };
}

function unknownOf(depths: readonly DepthProbe[], counts: Counts, { unit, delta }: ContrastBlock): StatsReport["unknownBounds"] {
  const bounds = unknownBounds(depths, unit);
  const facts = { quantity: "depth", method: "bounds", n: { units: counts.conversations } } as const;
  const without = (share: number): Reported => {
    const { interval } = delta;
    const scaled = interval?.ok ? { interval: { ok: true, value: { ...interval.value, low: interval.value.low / (1 - share), high: interval.value.high / (1 - share) } } as const } : {};
    return { ...reported(delta.ok ? withoutLateConverters(delta.value, share) : delta, { quantity: "depth", method: "bounds", n: delta.n }), ...scaled };
  };
  return {
    conversations: counts.byStratum.unknown.conversations,
    allNegative: reported(bounds.allNegative, facts),
    allPositive: reported(bounds.allPositive, facts),
    lateConverters: LATE_CONVERTERS.map((share) => ({ share, delta: without(share) })),
  };
}

/** E32 at two-sided .05 and power .8. */
function powerOf(headline: ContrastBlock): PowerBlock {
  const { negative, positive } = { negative: headline.strata.negative.units, positive: headline.strata.positive.units };
  const n = { negative, positive };
  const d = negative < 2 || positive < 2 ? missing("fewer-than-two-units") : known(detectableD(negative, positive, 2));
  const { cohensD, delta } = headline;
  const sd = cohensD.ok && delta.ok && cohensD.value !== 0 ? delta.value / cohensD.value : undefined;
  const depth = !d.ok ? d : sd === undefined ? missing("zero-variance") : known(d.value * sd);
  return {
    detectableD: reported(d, { quantity: "sd", method: "non-central-t", n }),
    detectableDepth: reported(depth, { quantity: "depth", method: "non-central-t", n }),
    neededPerStratum: neededPerStratum(PUBLISHED_D, 2),
    warning: !d.ok || d.value > PUBLISHED_D,
  };
}

/** The units whose removal moves Δ most, at most ten, the most influential first. */
function influential(depths: readonly DepthProbe[], unit: UnitKind): StatsReport["influence"] {
  const strata = strataOf(unitValues(depths, depthMeasure, unit));
  const values = valuesOf(strata, (each) => each.bias);
  if (values.negative.length < 2 || values.positive.length < 2) return [];
  const without = deleteOneDeltas(values);
  const delta = summary(values.negative).mean - summary(values.positive).mean;
  const side = (outcome: "negative" | "positive"): StatsReport["influence"] => strata[outcome].map((each, i) => ({ unit: each.id, outcome, deltaWithout: without[outcome][i] ?? delta }));
  const move = (each: StatsReport["influence"][number]): number => Math.abs(each.deltaWithout - delta);
  return [...side("negative"), ...side("positive")].sort((a, b) => move(b) - move(a) || compare(a.unit, b.unit)).slice(0, INFLUENTIAL);
}

function specifications(depths: readonly DepthProbe[], unit: UnitKind, kind: ProbeKind, scheme: LabelScheme): readonly Specification[] {
  const codings: readonly (readonly [string, Measure])[] = [
    ["depth", depthMeasure],
    ["sign", signMeasure],
    ...scheme.stages.slice(1).map((stage, i) => [`at least ${stage.name}`, thresholdMeasure(i + 1)] as const),
    ["non-resisting", nonResistingMeasure],
  ];
  return codings.map(([coding, measure]) => {
    const values = valuesOf(strataOf(unitValues(depths, measure, unit)), (each) => each.bias);
    const all = contrast(summary(values.negative), summary(values.positive));
    const quantity = coding === "depth" || coding === "non-resisting" ? "depth" : "share";
    return { unit, kind, coding, delta: reported(all.delta, { quantity, method: "mean", n: { negative: all.negative.n, positive: all.positive.n }, interval: welchInterval(all) }) };
  });
}
