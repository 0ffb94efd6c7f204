// Owns what can be known from what the simulator saw: how well it predicts the outcome (E29) and what contrast a simple outcome-blind
// model of the real turns leaves (E20). Refuses making features (informationFeatures.ts).
import { bootstrapMeans, percentileInterval, perDraw } from "./bootstrap.ts";
import { contrast, summary } from "./contrast.ts";
import { known, missing } from "./estimate.ts";
import { foldsOf } from "./folds.ts";
import type { Estimate } from "./labelledProbe.ts";
import { RandomStream, streamSeed } from "./random.ts";
import { linearFit, logisticFit, predictor, probability, scaled, scalingOf, type Fit } from "./regression.ts";
import { intervalOf, reported } from "./reported.ts";
import type { Reported } from "./reportShape.ts";
import type { Steps } from "./steps.ts";
import { compare } from "./units.ts";

const FOLDS = 5;
const SEEDS = 5;
/** λ of E29. */
const PENALTY = 0.1;

/** One probe as seen before its user turn. */
export interface InformedProbe {
  readonly conversation: string;
  readonly unit: string;
  /** Customer, or conversation where it names none: never split over folds. */
  readonly cluster: string;
  readonly outcome: "negative" | "positive";
  readonly position: number;
  /** Depth of the real turn (E20). */
  readonly real: number;
  readonly features: readonly number[];
  /** Turn counts only: the baseline. */
  readonly counts: readonly number[];
}

export interface InformationResult {
  /** AUC within folds of outcome from features, mean over seeds; all positions weighted by their pairs. */
  readonly auc: Reported;
  readonly baseline: Reported;
  readonly byPosition: readonly { readonly position: number; readonly auc: Reported; readonly baseline: Reported }[];
}

/** Out-of-fold predictions of a model; rows of a unit share the weight 1. Undefined where a fold cannot be fitted. */
export function outOfFold(rows: readonly InformedProbe[], features: (row: InformedProbe) => readonly number[], target: (row: InformedProbe) => number, folds: readonly number[], kind: "logistic" | "linear"): readonly (number | undefined)[] {
  const perUnit = new Map<string, number>();
  for (const row of rows) perUnit.set(row.unit, (perUnit.get(row.unit) ?? 0) + 1);
  const scores = new Array<number | undefined>(rows.length).fill(undefined);
  for (const fold of new Set(folds)) {
    const training = rows.filter((_, i) => folds[i] !== fold);
    if (training.length === 0) continue;
    const scaling = scalingOf(training.map(features));
    const options = { lambda: PENALTY, weights: training.map((row) => 1 / (perUnit.get(row.unit) ?? 1)) };
    const fitted: Estimate<Fit> = (kind === "logistic" ? logisticFit : linearFit)(scaled(training.map(features), scaling), training.map(target), options);
    if (!fitted.ok) continue;
    rows.forEach((row, i) => {
      if (folds[i] !== fold) return;
      const [inputs] = scaled([features(row)], scaling);
      if (inputs) scores[i] = kind === "logistic" ? probability(fitted.value, inputs) : predictor(fitted.value, inputs);
    });
  }
  return scores;
}

/** E29. Intervals are a bootstrap of units with the scores fixed. */
export function* information(rows: readonly InformedProbe[], bootstrapDraws: number, seed: number): Steps<InformationResult> {
  const ordered = [...rows].sort((a, b) => compare(a.unit, b.unit) || a.position - b.position);
  const positions = [...new Set(ordered.map(({ position }) => position))].sort((a, b) => a - b);
  const full: Scores[] = [];
  const counts: Scores[] = [];
  for (let s = 0; s < SEEDS; s++) {
    const folds = foldsOf(ordered.map(({ cluster, outcome }) => ({ cluster, stratum: outcome })), FOLDS, streamSeed(seed, `information ${s}`));
    const outcome = (row: InformedProbe): number => (row.outcome === "positive" ? 1 : 0);
    full.push({ folds, scores: outOfFold(ordered, (row) => row.features, outcome, folds, "logistic") });
    yield;
    counts.push({ folds, scores: outOfFold(ordered, (row) => row.counts, outcome, folds, "logistic") });
    yield;
  }
  const byPosition: InformationResult["byPosition"][number][] = [];
  for (const position of positions) {
    byPosition.push({ position, auc: yield* reportedAuc(ordered, full, [position], bootstrapDraws, streamSeed(seed, `auc ${position}`)), baseline: yield* reportedAuc(ordered, counts, [position], bootstrapDraws, streamSeed(seed, `counts ${position}`)) });
  }
  return {
    auc: yield* reportedAuc(ordered, full, positions, bootstrapDraws, streamSeed(seed, "auc")),
    baseline: yield* reportedAuc(ordered, counts, positions, bootstrapDraws, streamSeed(seed, "counts")),
    byPosition,
  };
}

interface Scores {
  readonly folds: readonly number[];
  readonly scores: readonly (number | undefined)[];
}

/** AUC inside fold × position, weighted by pairs, mean over seeds, with units drawn anew for the interval. */
function* reportedAuc(rows: readonly InformedProbe[], bySeed: readonly Scores[], positions: readonly number[], draws: number, seed: number): Steps<Reported> {
  const units = [...new Map(rows.map((row) => [row.unit, row.outcome]))];
  const place = new Map(units.map(([unit], i) => [unit, i]));
  const ranked = bySeed.map((each) => rankedGroups(rows, each, positions, place));
  const at = (times: Float64Array): Estimate<number> => {
    const defined = ranked.flatMap((groups) => pairWeightedAuc(groups, times) ?? []);
    return defined.length === 0 ? missing("no-pairs") : known(defined.reduce((sum, value) => sum + value, 0) / defined.length);
  };
  const times = new Float64Array(units.length).fill(1);
  const value = at(times);
  const sides = (["negative", "positive"] as const).map((side) => units.flatMap(([, outcome], i) => (outcome === side ? [i] : [])));
  const facts = { quantity: "share", method: "mean", n: { negative: sides[0]?.length ?? 0, positive: sides[1]?.length ?? 0 } } as const;
  if (!value.ok || draws === 0) return reported(value, facts);
  const stream = new RandomStream(seed);
  const drawn: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (const side of sides) {
      const picked = new Int32Array(side.length);
      stream.fillBelow(side.length, picked);
      for (const pick of picked) times[side[pick] ?? 0] = (times[side[pick] ?? 0] ?? 0) + 1;
    }
    const one = at(times);
    if (one.ok) drawn.push(one.value);
    if (draw % 50 === 49) yield;
  }
  return reported(value, { ...facts, interval: intervalOf(percentileInterval(Float64Array.from(drawn)), "bootstrap-percentile", { seed, draws }) });
}

/** Rows of one fold and position by ascending score: their unit, whether it is an event, and where runs of equal scores begin. */
interface Ranked {
  readonly units: Int32Array;
  readonly events: readonly boolean[];
  readonly starts: readonly boolean[];
}

function rankedGroups(rows: readonly InformedProbe[], { folds, scores }: Scores, positions: readonly number[], place: ReadonlyMap<string, number>): readonly Ranked[] {
  const groups = new Map<string, { unit: number; score: number; event: boolean }[]>();
  rows.forEach((row, i) => {
    const score = scores[i];
    if (score === undefined || !positions.includes(row.position)) return;
    const key = `${folds[i] ?? 0} ${row.position}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ unit: place.get(row.unit) ?? 0, score, event: row.outcome === "positive" });
  });
  return [...groups.values()].map((group) => {
    const sorted = group.sort((a, b) => a.score - b.score);
    return { units: Int32Array.from(sorted, ({ unit }) => unit), events: sorted.map(({ event }) => event), starts: sorted.map(({ score }, i) => score !== sorted[i - 1]?.score) };
  });
}

/** AUC within groups weighted by their pairs (as `aucWithinFolds`), units weighing `times`, in one pass over scores that are already sorted. */
function pairWeightedAuc(groups: readonly Ranked[], times: Float64Array): number | undefined {
  let [won, pairs] = [0, 0];
  for (const { units, events, starts } of groups) {
    let [allEvents, others, tiedEvents, tiedOthers] = [0, 0, 0, 0];
    for (let i = 0; i <= units.length; i++) {
      if (i === units.length || starts[i]) {
        won += tiedEvents * (others + tiedOthers / 2);
        allEvents += tiedEvents;
        others += tiedOthers;
        [tiedEvents, tiedOthers] = [0, 0];
      }
      const weight = times[units[i] ?? -1] ?? 0;
      if (events[i]) tiedEvents += weight;
      else tiedOthers += weight;
    }
    pairs += allEvents * others;
  }
  return pairs === 0 ? undefined : won / pairs;
}

export interface Attainable {
  /** Δ that the model's own predictions have: what an outcome-blind model of the real turns loses. */
  readonly delta: Reported;
  /** Out-of-fold 1 − SSE/SST over probes; at 0 or below the model knows nothing and the bound says nothing. */
  readonly rSquared: Estimate<number>;
}

/** E20: ridge of the real depth on the features in five folds by customer; Δ_att = mean₋(m̂ − r) − mean₊(m̂ − r) over units, m̂ fixed. */
export function* attainable(rows: readonly InformedProbe[], bootstrapDraws: number, seed: number): Steps<Attainable> {
  const ordered = [...rows].sort((a, b) => compare(a.unit, b.unit) || a.position - b.position);
  const folds = foldsOf(ordered.map(({ cluster, outcome }) => ({ cluster, stratum: outcome })), FOLDS, streamSeed(seed, "attainable"));
  const predicted = outOfFold(ordered, (row) => row.features, (row) => row.real, folds, "linear");
  yield;
  const conversations = new Map<string, { unit: string; outcome: "negative" | "positive"; sum: number; n: number }>();
  const centre = summary(ordered.map(({ real }) => real)).mean;
  let [errors, total] = [0, 0];
  ordered.forEach((row, i) => {
    const value = predicted[i];
    if (value === undefined) return;
    const own = conversations.get(row.conversation) ?? { unit: row.unit, outcome: row.outcome, sum: 0, n: 0 };
    conversations.set(row.conversation, own);
    own.sum += value - row.real;
    own.n++;
    errors += (value - row.real) ** 2;
    total += (row.real - centre) ** 2;
  });
  // E3: a conversation is the mean of its probes, a unit the mean of its conversations.
  const units = new Map<string, { outcome: "negative" | "positive"; sum: number; n: number }>();
  for (const { unit: name, outcome, sum, n } of conversations.values()) {
    const unit = units.get(name) ?? { outcome, sum: 0, n: 0 };
    units.set(name, unit);
    unit.sum += sum / n;
    unit.n++;
  }
  const side = (outcome: "negative" | "positive"): readonly number[] => [...units.values()].filter((unit) => unit.outcome === outcome).map(({ sum, n }) => sum / n);
  const [negative, positive] = [side("negative"), side("positive")];
  const { delta } = contrast(summary(negative), summary(positive));
  const facts = { quantity: "depth", method: "mean", n: { negative: negative.length, positive: positive.length } } as const;
  const rSquared: Estimate<number> = total === 0 ? missing("zero-variance") : known(1 - errors / total);
  if (!delta.ok || bootstrapDraws === 0) return { delta: reported(delta, facts), rSquared };
  const means = yield* bootstrapMeans({ negative: [negative], positive: [positive] }, bootstrapDraws, streamSeed(seed, "attainable bootstrap"));
  return { delta: reported(delta, { ...facts, interval: intervalOf(percentileInterval(perDraw(means, (n, p) => n(0) - p(0))), "bootstrap-percentile", means) }), rSquared };
}
