// Golden numbers of our own, so that a clone alone still checks every estimator. own.py makes them, with SciPy, fractions and enumeration.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bcaInterval, bootstrapMeans, influenceAcceleration, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { invalidBounds } from "../../../src/core/stats/bounds.ts";
import { confusion } from "../../../src/core/stats/confusion.ts";
import { fisher, mcNemar } from "../../../src/core/stats/contingency.ts";
import { contrast, equivalence, summary } from "../../../src/core/stats/contrast.ts";
import { homogeneity, marginsOf } from "../../../src/core/stats/homogeneity.ts";
import { deltaInfluences } from "../../../src/core/stats/influence.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { benjaminiHochberg, holm } from "../../../src/core/stats/multiplicity.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { byPosition, positionStandardised } from "../../../src/core/stats/position.ts";
import { detectableD } from "../../../src/core/stats/power.ts";
import { clopperPearson, wilson } from "../../../src/core/stats/proportions.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { depthShare, pooledShare } from "../../../src/core/stats/shares.ts";
import { signFlipTest } from "../../../src/core/stats/signFlip.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, signMeasure, strataOf, thresholdMeasure, unitValues, type Measure, type Strata } from "../../../src/core/stats/units.ts";
import { probeOf, SCHEME, type SampleShort } from "../../unit/core/stats/probes.ts";
import { must, near, nearAll, nearInterval, within } from "./golden.ts";

type Numbers = Readonly<Record<string, number | readonly number[]>>;
type Range = readonly [number, number];
type FourFold = readonly [Range, Range];
type BySide<T> = Readonly<Record<"negative" | "positive", T>>;

interface Block {
  readonly contrast: Numbers;
  readonly separation: { readonly real_gap: number; readonly simulated_gap: number; readonly kept: number; readonly kept_ci95: Range; readonly g: number };
  readonly linked: number;
  readonly thresholds: readonly Numbers[];
  readonly sign: Numbers;
  readonly positions: Readonly<Record<string, Numbers>>;
  readonly standardised: number;
  readonly acts: Readonly<Record<string, Numbers>>;
  readonly averaged_shares: BySide<readonly [readonly number[], readonly number[]]>;
}

interface KindBlock {
  readonly table: { readonly confusion: readonly (readonly number[])[]; readonly exact_agreement: number; readonly W: number; readonly W_p: number; readonly tvd: number; readonly jsd: number; readonly wasserstein: number; readonly resisting_z2: number; readonly resisting_p: number };
  readonly invalid_bounds: Range;
  readonly shares: BySide<Readonly<Record<"real" | "simulated", readonly { readonly pooled: number; readonly cluster_variance: number; readonly n_effective: number; readonly pooled_ci95: Range }[]>>>;
  readonly conversation: Block;
  readonly customer: Block;
}

interface Own {
  readonly rows: readonly (readonly [string, string | null, LabelledProbe["outcome"], number, string, number | "x", readonly (number | "l" | "s" | "x")[]])[];
  readonly blocks: Readonly<Record<"all" | "replies", KindBlock>>;
  readonly permutation: BySide<readonly number[]> & { readonly arrangements: number; readonly raw: Range; readonly studentised: Range; readonly flips_negative: number };
  readonly bootstrap: BySide<readonly number[]> & { readonly percentile_bands: readonly [Range, Range]; readonly acceleration: number; readonly z0: number; readonly bca_bands: readonly [Range, Range] };
  readonly tost: Readonly<Record<string, number>>;
  readonly multiplicity: { readonly p: readonly (number | null)[]; readonly holm: readonly number[]; readonly bh: readonly number[] };
  readonly fisher: readonly { readonly table: FourFold; readonly odds_ratio: number | null; readonly p: number }[];
  readonly mcnemar: readonly { readonly table: FourFold; readonly p: number }[];
  readonly proportions: readonly { readonly k: number; readonly n: number; readonly wilson: Range; readonly exact: Range }[];
  readonly power: readonly { readonly n: number; readonly m: number; readonly sides: 1 | 2; readonly d: number }[];
}

const own = JSON.parse(readFileSync(new URL("own.json", import.meta.url), "utf8")) as Own;
const kinds = ["all", "replies"] as const;
const units = ["conversation", "customer"] as const;

const shorts: Readonly<Record<string, SampleShort>> = { l: "leave", s: "silence", x: "invalid" };
const probes = own.rows.map(([conversation, customer, outcome, position, act, real, samples]) =>
  probeOf({ conversation, outcome, position, act, ...(customer === null ? {} : { customer }), real: real === "x" ? "invalid" : real, samples: samples.map((each) => (typeof each === "number" ? each : shorts[each]!)) }),
);

function checkNumbers(strata: Strata, expected: Numbers): void {
  const got = contrast(summary(strata.negative.map((each) => each.bias)), summary(strata.positive.map((each) => each.bias)));
  const welch = must(got.welch);
  const values: Readonly<Record<string, number>> = {
    n_negative: got.negative.n,
    n_positive: got.positive.n,
    mean_negative: must(got.meanNegative),
    mean_positive: must(got.meanPositive),
    sd_negative: must(got.sdNegative),
    sd_positive: must(got.sdPositive),
    delta: must(got.delta),
    pooled_sd: must(got.pooledSd),
    cohens_d: must(got.cohensD),
    hedges_g_exact: must(got.hedgesG),
    glass_by_positive_sd: must(got.glassByPositiveSd),
    glass_by_negative_sd: must(got.glassByNegativeSd),
    welch_t: welch.t,
    welch_df: welch.df,
    welch_p_two_sided: welch.twoSided,
    welch_p_one_sided: welch.oneSided,
  };
  for (const [name, value] of Object.entries(values)) near(value, expected[name] as number, name);
  nearAll(must(got.cohensDInterval), expected.d_ci95 as readonly number[], "d interval");
  nearInterval(welch.interval, expected.welch_ci95 as readonly number[], "Welch interval");
}

describe.each(kinds)("own numbers, %s", (kind) => {
  const block = own.blocks[kind];
  const depths = depthProbes(probes, SCHEME, kind);
  const outcomes = depths.filter(({ source }) => source.outcome !== "unknown");

  it.each(units)("contrast, separation, codings, positions, acts by %s", (unit) => {
    const expected = block[unit];
    const of = (measure: Measure, among = depths): Strata => strataOf(unitValues(among, measure, unit));
    const strata = of(depthMeasure);
    expect(strata.linked).toBe(unit === "customer" ? expected.linked : 0);
    checkNumbers(strata, expected.contrast);
    const gaps = separation(strata.negative, strata.positive);
    near(must(gaps.real.delta), expected.separation.real_gap);
    near(must(gaps.simulated.delta), expected.separation.simulated_gap);
    near(must(gaps.g), expected.separation.g);
    near(must(gaps.kept).value, expected.separation.kept);
    nearAll(must(gaps.kept).interval, expected.separation.kept_ci95, "Fieller");
    expected.thresholds.forEach((each, i) => checkNumbers(of(thresholdMeasure(i + 1)), each));
    checkNumbers(of(signMeasure), expected.sign);
    const positions = byPosition(depths, unit);
    expect(positions.map(({ position }) => String(position))).toEqual(Object.keys(expected.positions));
    for (const { position, strata: each } of positions) checkNumbers(each, expected.positions[String(position)]!);
    near(must(positionStandardised(positions)), expected.standardised);
    for (const [act, each] of Object.entries(expected.acts)) checkNumbers(of(depthMeasure, depths.filter(({ source }) => source.act === act)), each);
    for (const side of ["negative", "positive"] as const) {
      (["real", "simulated"] as const).forEach((branch, b) => {
        const got = SCHEME.stages.map((_, depth) => summary(of(depthShare(new Set([depth])))[side].map((each) => each[branch])).mean);
        nearAll(got, expected.averaged_shares[side][b]!, `shares ${side} ${branch}`);
      });
    }
  });

  it("pooled shares with effective n", () => {
    for (const side of ["negative", "positive"] as const) {
      for (const branch of ["real", "simulated"] as const) {
        block.shares[side][branch].forEach((expected, depth) => {
          const got = pooledShare(outcomes.filter(({ source }) => source.outcome === side), depthShare(new Set([depth])), branch)!;
          near(got.value, expected.pooled);
          near(got.clusterVariance, expected.cluster_variance);
          near(got.effectiveN, expected.n_effective);
          nearAll(got.interval, expected.pooled_ci95, "Wilson at effective n");
        });
      }
    }
  });

  it("table, homogeneity, distances, bounds", () => {
    const table = confusion(outcomes, SCHEME);
    table.collapsed.forEach((row, i) => nearAll(row, block.table.confusion[i]!, `row ${i}`));
    near(table.agreeing / table.total, block.table.exact_agreement);
    const margins = marginsOf(outcomes, 5);
    const got = runToEnd(homogeneity(margins, 200, 1));
    near(must(got.w), block.table.W);
    near(must(got.chiSquaredP), block.table.W_p);
    near(must(got.distances).tvd, block.table.tvd);
    near(must(got.distances).jsd, block.table.jsd);
    near(must(got.distances).wasserstein, block.table.wasserstein);
    const resisting = got.labels[0]!;
    near(must(resisting.z2), block.table.resisting_z2);
    near(resisting.chiSquaredP, block.table.resisting_p);
    const bounds = invalidBounds(probes, SCHEME, kind, "conversation");
    nearAll([must(bounds.low), must(bounds.high)], block.invalid_bounds, "bounds");
  });
});

describe("own numbers of resampling and tables", () => {
  it("every arrangement and every flip", () => {
    const got = must(runToEnd(permutationTest(own.permutation, 20_000, 1)));
    expect(got).toMatchObject({ exact: true, draws: own.permutation.arrangements });
    nearAll([got.raw.oneSided, got.raw.twoSided], own.permutation.raw, "raw");
    nearAll([must(got.studentised).oneSided, must(got.studentised).twoSided], own.permutation.studentised, "studentised");
    near(must(runToEnd(signFlipTest(own.permutation.negative, 20_000, 1))).p, own.permutation.flips_negative);
  });
  it("bootstrap ends within the bands of the ideal distribution", () => {
    const { negative, positive, percentile_bands: bands, bca_bands: bcaBands, acceleration } = own.bootstrap;
    const means = runToEnd(bootstrapMeans({ negative: [negative], positive: [positive] }, 10_000, 8));
    const deltas = perDraw(means, (n, p) => n(0) - p(0));
    const percentile = must(percentileInterval(deltas));
    near(influenceAcceleration(deltaInfluences({ negative, positive })), acceleration);
    const bca = must(bcaInterval(deltas, summary(negative).mean - summary(positive).mean, acceleration));
    percentile.forEach((end, i) => within(end, widened(bands[i]!), "percentile"));
    bca.forEach((end, i) => within(end, widened(bcaBands[i]!), "BCa"));
  });
  it("equivalence", () => {
    for (const [margin, p] of Object.entries(own.tost)) near(must(equivalence(summary(own.permutation.negative), summary(own.permutation.positive), Number(margin))).p, p);
  });
  it("families, tables, shares of counts, power", () => {
    const { p, holm: expected, bh } = own.multiplicity;
    nearAll(holm(p).filter((each) => each !== null), expected);
    nearAll(benjaminiHochberg(p).filter((each) => each !== null), bh);
    expect(holm(p)[2]).toBeNull();
    for (const { table, odds_ratio: odds, p: exact } of own.fisher) {
      const got = fisher(table);
      near(got.twoSided, exact);
      if (odds === null) expect(got.oddsRatio.ok).toBe(false);
      else near(must(got.oddsRatio), odds);
    }
    for (const { table, p: exact } of own.mcnemar) near(mcNemar(table).exactP, exact);
    for (const each of own.proportions) {
      nearAll(wilson(each.k / each.n, each.n), each.wilson);
      nearAll(clopperPearson(each.k, each.n), each.exact);
    }
    for (const { n, m, sides, d } of own.power) near(detectableD(n, m, sides), d);
  });
});

describe("own numbers through the report", () => {
  const report = statsReport(probes, SCHEME, { seed: 5, bootstrapDraws: 400, permutationDraws: 400, look: false, invented: false });
  it("customers repeat, so they are the headline and conversations stand beside", () => {
    expect(report.headline).toMatchObject({ unit: "customer", kind: "all", linkedCustomers: own.blocks.all.customer.linked });
    expect(report.beside.map(({ unit, kind }) => `${unit} ${kind}`)).toEqual(["customer replies", "conversation all", "conversation replies"]);
    for (const block of [report.headline, ...report.beside]) {
      const expected = own.blocks[block.kind][block.unit];
      near(must(block.delta), expected.contrast.delta as number);
      near(must(block.cohensD), expected.contrast.cohens_d as number);
      near(must(block.welch.twoSided), expected.contrast.welch_p_two_sided as number);
      near(must(block.separation.kept), expected.separation.kept);
      near(must(block.positionStandardised), expected.standardised);
      block.thresholds.forEach((row, i) => near(must(row.delta), expected.thresholds[i]!.delta as number));
      block.shares.stage.forEach((row, depth) => near(must(row.negative.simulated.averaged), expected.averaged_shares.negative[1][depth]!));
      near(must(block.shares.resistance!.positive.real.averaged), expected.averaged_shares.positive[0][0]!);
      near(must(block.shares.suppression!.delta), expected.thresholds[0]!.delta as number);
    }
  });
  it("tables, bounds, acts", () => {
    near(must(report.confusion.all.exactAgreement), own.blocks.all.table.exact_agreement);
    near(must(report.confusion.all.marginalHomogeneity.w), own.blocks.all.table.W);
    for (const row of report.byAct) near(must(row.delta), own.blocks.all.customer.acts[row.value]!.delta as number);
    expect(report.byAct.length).toBe(Object.keys(own.blocks.all.customer.acts).length);
  });
});

/** Rounding at the ends of a band of a discrete distribution. */
function widened([low, high]: Range): Range {
  return [low - 1e-9, high + 1e-9];
}
