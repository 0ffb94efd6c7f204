// Owns when people stop (E27): the hazard by user turn, real and simulated, and the turn-count baseline. Refuses rates over conversations (exit.ts).
import { auc, type Scored } from "./discrimination.ts";
import { missing } from "./estimate.ts";
import { endProbeRefusal, endShare, type ConversationEnd, type ExitPoint } from "./exit.ts";
import type { Estimate } from "./labelledProbe.ts";
import type { Pair } from "./contrast.ts";
import { wilson } from "./proportions.ts";

export interface HazardRow {
  /** User turn, from 2: the greeting is no decision. */
  readonly turn: number;
  /** Units offered this user turn: they took it, or ended there. */
  readonly atRisk: number;
  readonly ended: number;
  readonly hazard: number;
  readonly interval: Pair;
  /** Fewer than ten at risk. */
  readonly few: boolean;
}

/** Hazard of the real users. Ends that are no end probes (agent, limit, outcome, cut) are censored. */
export function realHazard(ends: readonly ConversationEnd[]): readonly HazardRow[] {
  const rows: HazardRow[] = [];
  const opportunities = opportunitiesOf(ends);
  const last = Math.max(1, ...opportunities.map(({ turn }) => turn));
  for (let turn = 2; turn <= last; turn++) {
    const own = opportunities.filter((each) => each.turn === turn);
    if (own.length === 0) continue;
    const ended = own.filter(({ event }) => event).length;
    const hazard = ended / own.length;
    rows.push({ turn, atRisk: own.length, ended, hazard, interval: wilson(hazard, own.length), few: own.length < 10 });
  }
  return rows;
}

/** Hazard of the simulator: mean share of ending samples at each user turn; meaningful under the every-turn rule only. */
export function simulatedHazard(points: readonly ExitPoint[]): readonly { readonly turn: number; readonly probes: number; readonly hazard: number }[] {
  const turns = [...new Set(points.map(({ ordinal }) => ordinal))].sort((a, b) => a - b);
  return turns.map((turn) => {
    const own = points.filter(({ ordinal }) => ordinal === turn);
    return { turn, probes: own.length, hazard: own.reduce((sum, point) => sum + endShare(point), 0) / own.length };
  });
}

/** One user turn a unit was offered, in its fold. */
export interface Opportunity extends Scored {
  readonly turn: number;
  readonly fold: number;
}

/**
 * Every opportunity with the score "ends at this user turn + ½ over at risk + 1" of the other folds: what counting turns alone predicts.
 * `foldOf` gives a conversation's fold; all conversations of a customer belong into one.
 */
export function turnCountBaseline(ends: readonly ConversationEnd[], foldOf: (end: ConversationEnd, index: number) => number): readonly Opportunity[] {
  const opportunities = opportunitiesOf(ends, foldOf);
  const count = (rows: readonly Omit<Opportunity, "score">[]): ReadonlyMap<string, { n: number; d: number }> => {
    const counts = new Map<string, { n: number; d: number }>();
    for (const { turn, fold, event } of rows) {
      for (const key of [`${turn}`, `${turn} ${fold}`]) {
        const each = counts.get(key) ?? { n: 0, d: 0 };
        each.n++;
        if (event) each.d++;
        counts.set(key, each);
      }
    }
    return counts;
  };
  const counts = count(opportunities);
  return opportunities.map((each) => {
    const all = counts.get(`${each.turn}`) ?? { n: 0, d: 0 };
    const own = counts.get(`${each.turn} ${each.fold}`) ?? { n: 0, d: 0 };
    return { ...each, score: (all.d - own.d + 0.5) / (all.n - own.n + 1) };
  });
}

/** AUC inside folds, weighted by their pairs (E29); folds without pairs weigh 0. Pooling folds would let fold means leak in. */
export function aucWithinFolds(points: readonly (Scored & { readonly fold: number })[]): Estimate<number> {
  let [sum, pairs] = [0, 0];
  for (const fold of new Set(points.map((point) => point.fold))) {
    const own = auc(points.filter((point) => point.fold === fold));
    if (!own.ok) continue;
    sum += own.value.value * own.value.pairs;
    pairs += own.value.pairs;
  }
  return pairs === 0 ? missing("no-pairs") : { ok: true, value: sum / pairs };
}

function opportunitiesOf(ends: readonly ConversationEnd[], foldOf: (end: ConversationEnd, index: number) => number = () => 0): readonly Omit<Opportunity, "score">[] {
  return ends.flatMap((end, index) => {
    const fold = foldOf(end, index);
    const ended = endProbeRefusal(end) === undefined;
    const last = end.userTurns + (ended ? 1 : 0);
    return Array.from({ length: Math.max(0, last - 1) }, (_, i) => ({ turn: i + 2, fold, event: ended && i + 2 === last }));
  });
}
