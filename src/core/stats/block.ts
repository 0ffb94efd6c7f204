// Owns all numbers of one unit × kind: strata, contrast, separation, thresholds, positions, shares. Refuses what needs several blocks (report.ts).
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw, type DrawnMeans } from "./bootstrap.ts";
import { bootstrapLeads, contrastRow, drawnRow, family, familyP, valuesOf, type DrawnContrast, type Values } from "./contrastRow.ts";
import { contrast, summary, type Contrast } from "./contrast.ts";
import { known, missing } from "./estimate.ts";
import { deltaInfluences, effectInfluences } from "./influence.ts";
import type { Estimate } from "./labelledProbe.ts";
import { permutationTest, type ResampledP } from "./permutation.ts";
import { byPosition, positionStandardised, positionTables, standardisedDraws, type AtPosition } from "./position.ts";
import type { ContrastBlock, Interval, PositionRow, ProbeKind, Reported, Separation, ShareTables, StratumRow, TwoSided, UnitKind } from "./reportShape.ts";
import { countOf, intervalOf, reported, reportedMean, reportedP, welchInterval } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import { separation } from "./separation.ts";
import { signFlipTest } from "./signFlip.ts";
import type { Steps } from "./steps.ts";
import { depthMeasure, nonResistingMeasure, signMeasure, strataOf, thresholdMeasure, unitValues, type DepthProbe, type Measure, type Strata, type UnitValue } from "./units.ts";

/** One block; `depths` are the probes of the kind, `shares` its finished share tables. */
export function* contrastBlock(depths: readonly DepthProbe[], unit: UnitKind, kind: ProbeKind, shares: ShareTables, setting: Setting): Steps<ContrastBlock> {
  const name = `${kind} ${unit}`;
  const of = (measure: Measure): Strata => strataOf(unitValues(depths, measure, unit));
  const strata = of(depthMeasure);
  const biases = valuesOf(strata, (each) => each.bias);
  const stages = setting.scheme.stages.slice(1).map((stage, i) => ({ stage: stage.name, values: valuesOf(of(thresholdMeasure(i + 1)), (each) => each.bias) }));
  const signs = valuesOf(of(signMeasure), (each) => each.bias);
  const positions = byPosition(depths, unit);
  const joint = yield* jointDraws(strata, [biases, ...stages.map(({ values }) => values), signs], positions, setting, name);
  const all = contrast(summary(biases.negative), summary(biases.positive));
  const n = countOf(all);
  const leading = bootstrapLeads(all.negative.n, all.positive.n) ? joint : undefined;
  const drawnBias = joint && drawnColumn(joint.means, BIAS);
  const thresholds: Omit<ContrastBlock["thresholds"][number], "family">[] = [];
  for (const [i, { stage, values }] of stages.entries()) {
    const line = contrastRow(values, "share", leading && drawnColumn(leading.means, COLUMNS + i));
    thresholds.push({ ...line, stage, p: yield* familyP(values, setting, `${name} threshold ${stage}`) });
  }
  const standardised = positionStandardised(positions);
  const standardisedInterval = joint && intervalOf(percentileInterval(standardisedDraws(joint.positions)), "bootstrap-percentile", joint.means);
  return {
    unit,
    kind,
    strata: {
      negative: yield* stratumRow(strata.negative, "negative", leading, setting, name),
      positive: yield* stratumRow(strata.positive, "positive", leading, setting, name),
      unknown: { ...counted(strata.unknown), bias: reportedMean(summary(strata.unknown.map((each) => each.bias)), "no-units", "depth") },
    },
    linkedCustomers: strata.linked,
    delta: contrastRow(biases, "depth", leading && drawnBias).delta,
    deltaIntervals: {
      percentile: drawnBias ? intervalOf(percentileInterval(drawnBias.delta), "bootstrap-percentile", drawnBias) : undrawn(all),
      bca: drawnBias ? intervalOf(bcaInterval(drawnBias.delta, all.negative.mean - all.positive.mean, influenceAcceleration(deltaInfluences(biases))), "bootstrap-bca", drawnBias) : undrawn(all),
      welch: welchInterval(all),
    },
    ...effect(joint, leading !== undefined, biases, all),
    hedgesG: reported(all.hedgesG, { quantity: "sd", method: "hedges-g", n }),
    glass: {
      byPositiveSd: reported(all.glassByPositiveSd, { quantity: "sd", method: "glass", n }),
      byNegativeSd: reported(all.glassByNegativeSd, { quantity: "sd", method: "glass", n }),
    },
    welch: welchTest(all, setting),
    permutation: yield* permutation(biases, setting, name),
    marginal: {
      balanced: reported(all.balancedMarginal, { quantity: "depth", method: "mean", n }),
      asSampled: reported(all.asSampledMarginal, { quantity: "depth", method: "mean", n }),
    },
    separation: separationOf(strata),
    thresholds: family("thresholds", thresholds),
    signCoded: contrastRow(signs, "share", leading && drawnColumn(leading.means, COLUMNS + stages.length)),
    nonResisting: yield* drawnRow(valuesOf(of(nonResistingMeasure), (each) => each.bias), "depth", setting, `${name} non-resisting`),
    byPosition: yield* positionRows(positions, setting, name),
    positionStandardised: reported(standardised, { quantity: "depth", method: "mean", n, ...(standardised.ok && standardisedInterval ? { interval: standardisedInterval } : {}) }),
    shares,
  };
}

/** Columns of the joint bootstrap before the thresholds: bias, its square, real, simulated. */
const BIAS = 0;
const SQUARE = 1;
const REAL = 2;
const SIMULATED = 3;
const COLUMNS = 4;

interface Joint {
  readonly means: DrawnMeans;
  readonly positions: DrawnMeans;
}

/** One bootstrap for everything that has the same units, so that its numbers belong together. */
function* jointDraws(strata: Strata, values: readonly Values[], positions: readonly AtPosition[], setting: Setting, name: string): Steps<Joint | undefined> {
  if (setting.bootstrapDraws === 0 || strata.negative.length === 0 || strata.positive.length === 0) return undefined;
  const atPositions = positionTables(positions, strata);
  const columns = (side: "negative" | "positive"): readonly ArrayLike<number>[] => {
    const units = strata[side];
    const of = (value: (unit: UnitValue) => number): Float64Array => Float64Array.from(units, value);
    const [, ...others] = values.map((each) => each[side]);
    return [of((each) => each.bias), of((each) => each.bias ** 2), of((each) => each.real), of((each) => each.simulated), ...others, ...atPositions[side]];
  };
  const means = yield* bootstrapMeans({ negative: columns("negative"), positive: columns("positive"), linked: strata.linked }, setting.bootstrapDraws, seedOf(setting, "bootstrap", name));
  const first = COLUMNS + values.length - 1;
  return { means, positions: { ...means, negative: means.negative.slice(first), positive: means.positive.slice(first) } };
}

function drawnColumn(means: DrawnMeans, column: number): DrawnContrast {
  const delta = perDraw(means, (negative, positive) => negative(column) - positive(column));
  return { seed: means.seed, draws: means.draws, delta, negative: means.negative[column] ?? delta, positive: means.positive[column] ?? delta };
}

/** d with the percentile interval of d computed anew in each draw; BCa and large-sample beside it. */
function effect(joint: Joint | undefined, leads: boolean, values: Values, all: Contrast): Pick<ContrastBlock, "cohensD" | "cohensDIntervals"> {
  const { cohensD } = all;
  const n = countOf(all);
  const largeSample = intervalOf(all.cohensDInterval, "large-sample");
  const facts = { quantity: "sd", method: "cohens-d", n } as const;
  if (!cohensD.ok) return { cohensD: reported(cohensD, facts), cohensDIntervals: { percentile: cohensD, bca: cohensD, largeSample } };
  if (!joint) return { cohensD: reported(cohensD, { ...facts, interval: largeSample }), cohensDIntervals: { percentile: undrawn(all), bca: undrawn(all), largeSample } };
  const drawn = perDraw(joint.means, (negative, positive) => {
    const spread = all.negative.n * (negative(SQUARE) - negative(BIAS) ** 2) + all.positive.n * (positive(SQUARE) - positive(BIAS) ** 2);
    const delta = negative(BIAS) - positive(BIAS);
    if (spread <= 1e-12) return Math.abs(delta) < 1e-12 ? 0 : Math.sign(delta) * Infinity;
    return delta / Math.sqrt(spread / (all.negative.n + all.positive.n - 2));
  });
  const percentile = intervalOf(percentileInterval(drawn), "bootstrap-percentile", joint.means);
  const bca = intervalOf(bcaInterval(drawn, cohensD.value, influenceAcceleration(effectInfluences(values))), "bootstrap-bca", joint.means);
  return { cohensD: reported(cohensD, { ...facts, interval: leads ? percentile : largeSample }), cohensDIntervals: { percentile, bca, largeSample } };
}

/** Without draws either a stratum is empty or the run is unfinished (E40). */
function undrawn(all: Contrast): Estimate<Interval> {
  return all.delta.ok ? missing("run-unfinished") : all.delta;
}

function counted(units: readonly UnitValue[]): Pick<StratumRow, "conversations" | "units" | "probes"> {
  return { conversations: units.reduce((sum, each) => sum + each.conversations, 0), units: units.length, probes: units.reduce((sum, each) => sum + each.probes, 0) };
}

function* stratumRow(units: readonly UnitValue[], side: "negative" | "positive", joint: Joint | undefined, setting: Setting, name: string): Steps<StratumRow> {
  const biases = units.map((each) => each.bias);
  const n = { units: units.length };
  const empty = `${side}-stratum-empty` as const;
  const mean = (values: readonly number[], column: number): Reported => {
    const group = summary(values);
    if (!joint) return reportedMean(group, empty, "depth");
    const draws = joint.means[side][column] ?? new Float64Array();
    return reportedMean(group, empty, "depth", intervalOf(percentileInterval(draws), "bootstrap-percentile", joint.means));
  };
  const group = summary(biases);
  const flips = yield* signFlipTest(biases, setting.permutationDraws, seedOf(setting, "sign-flip", name, side));
  return {
    ...counted(units),
    bias: mean(biases, BIAS),
    sd: reported(group.n === 0 ? missing(empty) : group.n < 2 ? missing("fewer-than-two-units") : known(Math.sqrt(group.variance)), { quantity: "depth", method: "standard-deviation", n }),
    real: mean(units.map((each) => each.real), REAL),
    simulated: mean(units.map((each) => each.simulated), SIMULATED),
    zeroTest: flips.ok ? reportedP(known(flips.value.p), flips.value, "sign-flip", n, setting.withoutP) : reportedP(missing(empty), undefined, "sign-flip", n, setting.withoutP),
  };
}

function welchTest(all: Contrast, setting: Setting): ContrastBlock["welch"] {
  const n = countOf(all);
  const part = (value: (welch: { readonly t: number; readonly df: number; readonly oneSided: number; readonly twoSided: number }) => number): Estimate<number> =>
    all.welch.ok ? known(value(all.welch.value)) : all.welch;
  return {
    t: reported(part(({ t }) => t), { quantity: "statistic", method: "welch", n }),
    df: reported(part(({ df }) => df), { quantity: "count", method: "welch", n }),
    oneSided: reportedP(part(({ oneSided }) => oneSided), undefined, "welch", n, setting.withoutP),
    twoSided: reportedP(part(({ twoSided }) => twoSided), undefined, "welch", n, setting.withoutP),
  };
}

function* permutation(values: Values, setting: Setting, name: string): Steps<ContrastBlock["permutation"]> {
  const test = yield* permutationTest(values, setting.permutationDraws, seedOf(setting, "permutation", name));
  const n = { negative: values.negative.length, positive: values.positive.length };
  const both = (method: "permutation-studentised" | "permutation-raw", p: Estimate<ResampledP>): TwoSided => {
    const side = (which: keyof ResampledP): Reported => reportedP(p.ok ? known(p.value[which]) : p, test.ok ? test.value : undefined, method, n, setting.withoutP);
    return { oneSided: side("oneSided"), twoSided: side("twoSided") };
  };
  return {
    studentised: both("permutation-studentised", test.ok ? test.value.studentised : test),
    raw: both("permutation-raw", test.ok ? { ok: true, value: test.value.raw } : test),
  };
}

function separationOf(strata: Strata): Separation {
  const got = separation(strata.negative, strata.positive);
  const n = { negative: strata.negative.length, positive: strata.positive.length };
  const gap = (of: Contrast): Reported => reported(of.delta, { quantity: "depth", method: "mean", n, interval: welchInterval(of) });
  const kept = got.kept.ok
    ? reported(known(got.kept.value.value), { quantity: "ratio", method: "fieller", n, interval: intervalOf({ ok: true, value: got.kept.value.interval }, "fieller") })
    : reported(got.kept, { quantity: "ratio", method: "fieller", n });
  return { real: gap(got.real), simulated: gap(got.simulated), kept, testable: got.kept.ok };
}

function* positionRows(positions: readonly AtPosition[], setting: Setting, name: string): Steps<readonly PositionRow[]> {
  const rows: Omit<PositionRow, "family">[] = [];
  for (const { position, strata } of positions) {
    const values = valuesOf(strata, (each) => each.bias);
    const row = yield* drawnRow(values, "depth", setting, `${name} position ${position}`);
    rows.push({ ...row, position, p: yield* familyP(values, setting, `${name} position ${position}`) });
  }
  return family("positions", rows);
}
