// Owns the share tables of one unit × kind: stages, emotions, blockers, roles, ends. Refuses distances and tests (confusionBlock.ts).
import { bootstrapMeans, percentileInterval, perDraw, type DrawnMeans } from "./bootstrap.ts";
import { contrastRow, valuesOf, type DrawnContrast } from "./contrastRow.ts";
import { contrast, summary } from "./contrast.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate, LabelledProbe } from "./labelledProbe.ts";
import type { StageRole } from "../instrument/codebook.ts";
import type { Interval, Reported, ShareCell, ShareRow, ShareStratum, ShareTables, UnitKind } from "./reportShape.ts";
import { intervalOf, reported } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import { depthShare, labelProbes, pooledShare } from "./shares.ts";
import type { Steps } from "./steps.ts";
import { strataOf, unitValues, type DepthProbe, type Strata } from "./units.ts";

type Side = "negative" | "positive";
const SIDES: readonly Side[] = ["negative", "positive"];

/** Share tables of the probes of a kind; `probes` are the same probes with their emotions and blockers. */
export function* shareTables(depths: readonly DepthProbe[], probes: readonly LabelledProbe[], unit: UnitKind, setting: Setting, name: string): Steps<ShareTables> {
  const { scheme } = setting;
  const roles: readonly StageRole[] = ["resists", "deliberates", "commits"];
  const sets = [
    ...scheme.stages.map((stage, depth) => ({ label: stage.name, places: new Set([depth]) })),
    ...roles.map((role) => ({ label: role, places: new Set(scheme.stages.flatMap((stage, depth) => (stage.role === role ? [depth] : []))) })),
  ];
  const stageTable = yield* table(depths, sets, unit, setting, `${name} stage`);
  const field = function* (which: "emotion" | "blocker", labels: readonly string[]): Steps<readonly ShareRow[]> {
    const own = labelProbes(probes, labels, which);
    if (own.length === 0) return [];
    return yield* shareRows(own, labels, unit, setting, `${name} ${which}`);
  };
  const count = scheme.stages.length;
  const role = (at: number): ShareRow | undefined => (sets[count + at]?.places.size ? stageTable.rows[count + at] : undefined);
  const [resistance, deliberation, commitment] = [role(0), role(1), role(2)];
  return {
    stage: stageTable.rows.slice(0, count),
    emotion: yield* field("emotion", scheme.emotions),
    blocker: yield* field("blocker", scheme.blockers),
    ...(resistance ? { resistance, suppression: stageTable.suppression(count) } : {}),
    ...(deliberation ? { deliberation } : {}),
    ...(commitment ? { commitment } : {}),
    ends: (["leave", "silence"] as const).map((kind) => ({ kind, ...endShares(depths, kind, unit, setting) })),
  };
}

/** Rows for labels of one's own: the depth of a probe is the place of its label in `labels`; places beyond have no row. */
export function* shareRows(probes: readonly DepthProbe[], labels: readonly string[], unit: UnitKind, setting: Setting, name: string): Steps<readonly ShareRow[]> {
  return (yield* table(probes, labels.map((label, place) => ({ label, places: new Set([place]) })), unit, setting, name)).rows;
}

interface LabelSet {
  readonly label: string;
  readonly places: ReadonlySet<number>;
}

interface Table {
  readonly rows: readonly ShareRow[];
  /** Real minus simulated share of the set at this place, as a contrast. */
  readonly suppression: (at: number) => ReturnType<typeof contrastRow>;
}

function* table(depths: readonly DepthProbe[], sets: readonly LabelSet[], unit: UnitKind, setting: Setting, name: string): Steps<Table> {
  const strata = sets.map(({ places }) => strataOf(unitValues(depths, depthShare(places), unit)));
  const first = strata[0];
  const drawable = first !== undefined && setting.bootstrapDraws > 0 && first.negative.length > 0 && first.positive.length > 0;
  const columns = (side: Side): readonly Float64Array[] => strata.flatMap((each) => [Float64Array.from(each[side], (u) => u.real), Float64Array.from(each[side], (u) => u.simulated)]);
  const means = drawable
    ? yield* bootstrapMeans({ negative: columns("negative"), positive: columns("positive"), linked: first.linked }, setting.bootstrapDraws, seedOf(setting, "bootstrap", name))
    : undefined;
  return {
    rows: sets.map((set, at) => shareRow(depths, set, strata[at] as Strata, means, at)),
    suppression: (at) => contrastRow(valuesOf(strata[at] as Strata, (each) => each.real - each.simulated), "share", means && lost(means, at)),
  };
}

function shareRow(depths: readonly DepthProbe[], { label, places }: LabelSet, strata: Strata, means: DrawnMeans | undefined, at: number): ShareRow {
  const stratum = (side: Side): ShareStratum => {
    const own = depths.filter((probe) => probe.source.outcome === side);
    const cell = (branch: "real" | "simulated"): ShareCell => {
      const pooled = pooledShare(own, depthShare(places), branch);
      const empty = missing(`${side}-stratum-empty`);
      const n = { units: strata[side].length, probes: own.length };
      const draws = means?.[side][2 * at + (branch === "real" ? 0 : 1)];
      return {
        averaged: reported(meanOf(strata[side].map((each) => each[branch]), side), { quantity: "share", method: "mean", n, ...drawnInterval(draws, means) }),
        pooled: reported(pooled ? known(pooled.value) : empty, {
          quantity: "share",
          method: "pooled",
          n: { units: pooled?.conversations ?? 0, probes: pooled?.probes ?? 0 },
          ...(pooled ? { interval: intervalOf({ ok: true, value: pooled.interval }, "wilson-effective-n") } : {}),
        }),
        effectiveN: pooled?.effectiveN ?? null,
      };
    };
    const differences = means && perDraw(means, (negative, positive) => gained(side === "negative" ? negative : positive, at));
    return {
      real: cell("real"),
      simulated: cell("simulated"),
      difference: reported(meanOf(strata[side].map((each) => each.bias), side), { quantity: "share", method: "mean", n: { units: strata[side].length }, ...drawnInterval(differences, means) }),
    };
  };
  const all = contrast(summary(strata.negative.map((each) => each.bias)), summary(strata.positive.map((each) => each.bias)));
  const contrasts = means && perDraw(means, (negative, positive) => gained(negative, at) - gained(positive, at));
  const n = { negative: strata.negative.length, positive: strata.positive.length };
  return { label, negative: stratum("negative"), positive: stratum("positive"), contrast: reported(all.delta, { quantity: "share", method: "mean", n, ...drawnInterval(contrasts, means) }) };
}

/** Simulated minus real mean of the set at this place. */
function gained(column: (at: number) => number, at: number): number {
  return column(2 * at + 1) - column(2 * at);
}

function lost(means: DrawnMeans, at: number): DrawnContrast {
  return {
    seed: means.seed,
    draws: means.draws,
    delta: perDraw(means, (negative, positive) => gained(positive, at) - gained(negative, at)),
    negative: perDraw(means, (negative) => -gained(negative, at)),
    positive: perDraw(means, (_, positive) => -gained(positive, at)),
  };
}

function drawnInterval(draws: Float64Array | undefined, means: DrawnMeans | undefined): { readonly interval?: Estimate<Interval> } {
  return draws && means ? { interval: intervalOf(percentileInterval(draws), "bootstrap-percentile", means) } : {};
}

function meanOf(values: readonly number[], side: Side): Estimate<number> {
  return values.length === 0 ? missing(`${side}-stratum-empty`) : known(summary(values).mean);
}

/** Share of usable samples that are of the kind; `not-offered` where the condition offers no end and none occurred. */
function endShares(depths: readonly DepthProbe[], kind: "leave" | "silence", unit: UnitKind, setting: Setting): { readonly negative: Reported; readonly positive: Reported } {
  const share = (probe: DepthProbe): number => probe.used.filter((each) => each.kind === kind).length / probe.used.length;
  const strata = strataOf(unitValues(depths, (probe) => ({ real: 0, simulated: share(probe), bias: share(probe) }), unit));
  const seen = SIDES.some((side) => strata[side].some((each) => each.simulated > 0));
  const cell = (side: Side): Reported => {
    const value = !seen && !setting.options.offersExit ? missing("not-offered") : meanOf(strata[side].map((each) => each.simulated), side);
    return reported(value, { quantity: "share", method: "mean", n: { units: strata[side].length } });
  };
  return { negative: cell("negative"), positive: cell("positive") };
}
