// Owns the report's part about ending (E25–E28), put together from moments. Refuses rates (exit.ts), scores (discrimination.ts) and who ended how,
// which only the dataset knows.
import { percentileInterval } from "./bootstrap.ts";
import { auc, brier, constantBrier, logLoss, reliability, skill, type Scored } from "./discrimination.ts";
import { known, missing } from "./estimate.ts";
import { endShare, exitPoints, exitReport, type ExitPoint } from "./exit.ts";
import type { ExitBlock, ExitDiscrimination, HazardTurn } from "./exitShape.ts";
import { foldsOf } from "./folds.ts";
import { aucWithinFolds } from "./hazard.ts";
import type { Estimate, LabelledProbe, StatReason } from "./labelledProbe.ts";
import { wilson } from "./proportions.ts";
import { RandomStream } from "./random.ts";
import { intervalOf, reported } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import type { Quantity, Reported, UnitKind } from "./reportShape.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";
import { compare } from "./units.ts";

const FOLDS = 5;
const FEW = 10;

/** The block of probes in any order. Rates need an exit to leave by; the real side of the hazard does not. */
export function* exitBlock(probes: readonly LabelledProbe[], unit: UnitKind, setting: Setting): Steps<ExitBlock> {
  const { offersExit } = setting.options;
  const points = exitPoints(probes).filter(({ outcome }) => outcome !== "unknown");
  const seed = seedOf(setting, "exit");
  const { all, negative, positive, paired } = yield* exitReport(points, { seed, bootstrapDraws: offersExit ? setting.bootstrapDraws : 0, unit, offersExit });
  const ended = points.filter((point) => point.ended).length;
  return {
    moments: { continuing: points.length - ended, ended },
    rates: { all, negative, positive, paired },
    hazard: setting.options.rule === "every" ? { ok: true, value: hazards(points, offersExit) } : missing("not-every-turn"),
    discrimination: yield* discrimination(points, setting),
  };
}

function hazards(points: readonly ExitPoint[], offersExit: boolean): readonly HazardTurn[] {
  const turns = [...new Set(points.map(({ ordinal }) => ordinal))].sort((a, b) => a - b);
  return turns.map((turn) => {
    const own = points.filter(({ ordinal }) => ordinal === turn);
    const ended = own.filter((point) => point.ended).length;
    const n = { units: new Set(own.map(({ conversation }) => conversation)).size, probes: own.length };
    const hazard = ended / own.length;
    const simulated: Estimate<number> = offersExit ? known(own.reduce((sum, point) => sum + endShare(point), 0) / own.length) : missing("not-offered");
    return {
      turn,
      moments: own.length,
      ended,
      real: reported(known(hazard), { quantity: "share", method: "pooled", n, interval: intervalOf({ ok: true, value: wilson(hazard, own.length) }, "wilson-effective-n") }),
      simulated: reported(simulated, { quantity: "share", method: "mean", n }),
      few: own.length < FEW,
    };
  });
}

/** A moment with the simulator's score and that of counting turns. */
export interface ScoredPoint extends Scored {
  readonly conversation: string;
  readonly point: ExitPoint;
  readonly turnCount: number;
  readonly fold: number;
}

function* discrimination(points: readonly ExitPoint[], setting: Setting): Steps<ExitDiscrimination> {
  const scored = scoredPoints(points, setting);
  const events = scored.filter(({ event }) => event).length;
  const without: StatReason | undefined = !setting.options.offersExit ? "not-offered" : events === 0 || events === scored.length ? "no-pairs" : undefined;
  const counted = scored.map((point) => ({ ...point, score: point.turnCount }));
  const n = { units: new Set(scored.map(({ conversation }) => conversation)).size, probes: scored.length };
  const line = (estimate: Estimate<number>, quantity: Quantity, why = without): Reported => reported(why ? missing(why) : estimate, { quantity, method: "mean", n });
  const area = auc(scored);
  const own = line(area.ok ? known(area.value.value) : area, "share");
  const blind = without === "not-offered" ? undefined : without;
  const ranged = function* (value: Reported, moments: readonly ScoredPoint[]): Steps<Reported> {
    return value.ok && setting.bootstrapDraws > 0 && n.units > 1 ? { ...value, interval: yield* aucInterval(moments, setting) } : value;
  };
  return {
    stated: points.filter(({ stated }) => stated !== undefined).length,
    auc: yield* ranged(own, scored.map((point) => ({ ...point, fold: 0 }))),
    brier: line(brier(scored), "statistic"),
    logLoss: line(logLoss(scored), "statistic"),
    skill: line(skill(brier(scored), brier(counted)), "ratio"),
    turnCount: { auc: yield* ranged(line(aucWithinFolds(counted), "share", blind), counted), brier: line(brier(counted), "statistic", blind) },
    constantBrier: line(constantBrier(scored), "statistic", blind),
    reliability: without ? [] : reliability(scored).map(({ low, high, weight, meanScore, eventShare }) => ({ low, high, moments: weight, meanScore, endedShare: eventShare })),
  };
}

/** Moments by conversation and turn. The turn count's score is (ends there + ½)/(moments there + 1) over the other folds (E27). */
export function scoredPoints(points: readonly ExitPoint[], setting: Setting): readonly ScoredPoint[] {
  const ordered = [...points].sort((a, b) => compare(a.conversation, b.conversation) || a.ordinal - b.ordinal);
  const folds = foldsOf(ordered.map(({ customer, conversation, outcome }) => ({ cluster: customer ?? conversation, stratum: outcome })), FOLDS, seedOf(setting, "exit folds"));
  const counts = new Map<string, { n: number; d: number }>();
  const at = (key: string): { n: number; d: number } => {
    const found = counts.get(key) ?? { n: 0, d: 0 };
    counts.set(key, found);
    return found;
  };
  ordered.forEach(({ ordinal, ended }, i) => {
    for (const key of [`${ordinal}`, `${ordinal} ${folds[i] ?? 0}`]) {
      const count = at(key);
      count.n++;
      if (ended) count.d++;
    }
  });
  return ordered.map((point, i) => {
    const fold = folds[i] ?? 0;
    const [all, own] = [at(`${point.ordinal}`), at(`${point.ordinal} ${fold}`)];
    return { conversation: point.conversation, point, score: point.stated ?? endShare(point), event: point.ended, fold, turnCount: (all.d - own.d + 0.5) / (all.n - own.n + 1) };
  });
}

/** Conversations drawn anew with all their moments and their scores as they are, pairs counted inside folds; draws without any pair are left out. */
function* aucInterval(points: readonly ScoredPoint[], setting: Setting): Steps<Reported["interval"] & object> {
  const conversations = [...new Set(points.map(({ conversation }) => conversation))];
  const place = new Map(conversations.map((id, i) => [id, i]));
  const sorted = [...points].sort((a, b) => a.fold - b.fold || a.score - b.score);
  const owner = Int32Array.from(sorted, ({ conversation }) => place.get(conversation) ?? 0);
  const seed = seedOf(setting, "exit auc");
  const stream = new RandomStream(seed);
  const picked = new Int32Array(conversations.length);
  const times = new Float64Array(conversations.length);
  const drawn: number[] = [];
  let work = 0;
  for (let draw = 0; draw < setting.bootstrapDraws; draw++) {
    times.fill(0);
    stream.fillBelow(conversations.length, picked);
    for (const pick of picked) times[pick] = (times[pick] ?? 0) + 1;
    let [won, pairs, events, others, tiedEvents, tiedOthers] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < sorted.length; i++) {
      const [here, next] = [sorted[i], sorted[i + 1]];
      const weight = times[owner[i] ?? 0] ?? 0;
      if (here?.event) tiedEvents += weight;
      else tiedOthers += weight;
      const foldEnds = next?.fold !== here?.fold;
      if (foldEnds || next?.score !== here?.score) {
        won += tiedEvents * (others + tiedOthers / 2);
        events += tiedEvents;
        others += tiedOthers;
        [tiedEvents, tiedOthers] = [0, 0];
      }
      if (foldEnds) {
        pairs += events * others;
        [events, others] = [0, 0];
      }
    }
    if (pairs > 0) drawn.push(won / pairs);
    work += 4 * sorted.length;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  return drawn.length < 0.95 * setting.bootstrapDraws ? missing("not-identified") : intervalOf(percentileInterval(Float64Array.from(drawn)), "bootstrap-percentile", { seed, draws: setting.bootstrapDraws });
}
