// Owns what simulators with known answers would score on the same probes: a constant one, and the run's own continuations dealt anew.
// Refuses the run's own numbers (block.ts) and an oracle: real turns are judged once.
import { percentileInterval } from "./bootstrap.ts";
import { known, missing } from "./estimate.ts";
import { RandomStream } from "./random.ts";
import type { KnownAnswers, Reported, UnitCount, UnitKind } from "./reportShape.ts";
import { intervalOf, reported } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";
import { depthMeasure, meanOver, strataOf, unitValues, type DepthProbe } from "./units.ts";

/** Deals of the shuffled simulator; its interval describes the deals, not the data, so few are enough. */
const MOST_DEALS = 1_000;

/** Of probes with known outcome. `constantDelta` is the real gap as {@link Separation} has it. */
export function* knownAnswers(depths: readonly DepthProbe[], realGap: Reported, unit: UnitKind, setting: Setting): Steps<KnownAnswers> {
  const { negative, positive } = strataOf(unitValues(depths, depthMeasure, unit));
  const n = { negative: negative.length, positive: positive.length };
  return {
    constantDelta: realGap,
    shuffledDelta: yield* shuffledDelta(depths, n, unit, setting),
    agreement: {
      constant: agreementOf(constantAgreement(depths), depths),
      shuffled: agreementOf(shuffledAgreement(depths), depths),
      oracle: agreementOf(undefined, depths),
    },
  };
}

/** Δ is linear in the simulated depths, so a deal only exchanges which depth meets which weight; the mean of all deals is that of the positions' means. */
function* shuffledDelta(depths: readonly DepthProbe[], n: { readonly negative: number; readonly positive: number }, unit: UnitKind, setting: Setting): Steps<Reported> {
  const facts = { quantity: "depth", method: "shuffle", n: { ...n, probes: depths.length } } as const;
  if (n.negative === 0 || n.positive === 0) return reported(missing(n.negative > 0 ? "positive-stratum-empty" : n.positive > 0 ? "negative-stratum-empty" : "no-units"), facts);
  const weights = weightsOf(depths, n, unit);
  const simulated = Float64Array.from(depths, ({ samples }) => meanOver(samples, (depth) => depth));
  const groups = [...byPosition(depths).values()];
  let [real, expected] = [0, 0];
  depths.forEach((probe, i) => (real += (weights[i] ?? 0) * probe.real));
  for (const group of groups) {
    const mean = group.reduce((sum, i) => sum + (simulated[i] ?? 0), 0) / group.length;
    for (const i of group) expected += (weights[i] ?? 0) * mean;
  }
  const deals = Math.min(MOST_DEALS, setting.bootstrapDraws);
  const value = known(expected - real);
  if (deals === 0) return reported(value, facts);
  const seed = seedOf(setting, "shuffle");
  const stream = new RandomStream(seed);
  const dealt = new Float64Array(deals);
  let work = 0;
  for (let deal = 0; deal < deals; deal++) {
    let sum = 0;
    for (const group of groups) {
      const hand = Float64Array.from(group, (i) => simulated[i] ?? 0);
      for (let last = hand.length - 1; last >= 0; last--) {
        const pick = stream.below(last + 1);
        sum += (weights[group[last] ?? -1] ?? 0) * (hand[pick] ?? 0);
        hand[pick] = hand[last] ?? 0;
      }
    }
    dealt[deal] = sum - real;
    work += 8 * depths.length;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  return reported(value, { ...facts, interval: intervalOf(percentileInterval(dealt), "shuffle", { seed, draws: deals }) });
}

/** What one depth step at each probe adds to Δ: a probe weighs 1 in its conversation, a conversation 1 in its unit, a unit 1 in its stratum (E3). */
function weightsOf(depths: readonly DepthProbe[], n: { readonly negative: number; readonly positive: number }, unit: UnitKind): Float64Array {
  const probes = new Map<string, number>();
  const conversations = new Map<string, Set<string>>();
  const unitOf = ({ source: { outcome, customer, conversation } }: DepthProbe): string => (unit === "customer" && customer !== undefined ? `${outcome}\nu\n${customer}` : `${outcome}\nc\n${conversation}`);
  for (const probe of depths) {
    const { conversation } = probe.source;
    probes.set(conversation, (probes.get(conversation) ?? 0) + 1);
    conversations.set(unitOf(probe), (conversations.get(unitOf(probe)) ?? new Set()).add(conversation));
  }
  return Float64Array.from(depths, (probe) => {
    const { conversation, outcome } = probe.source;
    const size = outcome === "negative" ? n.negative : -n.positive;
    return 1 / (size * (conversations.get(unitOf(probe))?.size ?? 1) * (probes.get(conversation) ?? 1));
  });
}

/** Share of the most frequent real stage: what always saying it would agree on. */
function constantAgreement(depths: readonly DepthProbe[]): number {
  const counts = new Map<number, number>();
  for (const { real } of depths) counts.set(real, (counts.get(real) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / depths.length;
}

/** Expected share on the diagonal when continuations are dealt anew within each position: the product of both shares, stage by stage. */
function shuffledAgreement(depths: readonly DepthProbe[]): number {
  let agreeing = 0;
  for (const group of byPosition(depths).values()) {
    const [reals, samples] = [new Map<number, number>(), new Map<number, number>()];
    for (const i of group) {
      const probe = depths[i];
      if (!probe) continue;
      reals.set(probe.real, (reals.get(probe.real) ?? 0) + 1);
      for (const depth of probe.samples) samples.set(depth, (samples.get(depth) ?? 0) + 1 / probe.samples.length);
    }
    for (const [depth, count] of reals) agreeing += (count * (samples.get(depth) ?? 0)) / group.length;
  }
  return agreeing / depths.length;
}

function agreementOf(value: number | undefined, depths: readonly DepthProbe[]): Reported {
  const n: UnitCount = { probes: depths.length };
  return reported(depths.length === 0 ? missing("no-usable-probe") : value === undefined ? missing("judged-once") : known(value), { quantity: "share", method: "pooled", n });
}

/** Places of the probes at each position. */
function byPosition(depths: readonly DepthProbe[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  depths.forEach(({ source }, i) => {
    const group = groups.get(source.position);
    if (group) group.push(i);
    else groups.set(source.position, [i]);
  });
  return groups;
}
