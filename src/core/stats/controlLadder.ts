// Owns the uncertainty of the human-resample control: delete-one jackknife in both roles, and its pick rate. Refuses choosing donors (models/).
import type { Pair } from "./contrast.ts";
import { studentQuantile } from "./distributions.ts";
import { emptiness, missing } from "./estimate.ts";
import type { Estimate, OutcomeValue } from "./labelledProbe.ts";
import type { UnitKind } from "./reportShape.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";
import { compare, type DepthProbe } from "./units.ts";

/** A jackknife standard error with Student's interval (n₋ + n₊ − 2 degrees of freedom). */
export interface Jackknifed {
  readonly value: number;
  readonly se: number;
  readonly interval: Pair;
}

export interface ControlResult {
  readonly delta: Estimate<Jackknifed>;
  readonly negative: Estimate<Jackknifed>;
  readonly positive: Estimate<Jackknifed>;
  /** Share of donor picks whose own outcome is that of the probe, among donors of known outcome, and what chance would give. */
  readonly sameOutcome: Estimate<{ readonly rate: number; readonly chance: number; readonly picks: number }>;
}

/** True where a sample stands for a real turn of somebody else. */
export function isControl(probes: readonly Pick<DepthProbe["source"], "samples">[]): boolean {
  return probes.some(({ samples }) => samples.some(({ donor }) => donor !== undefined));
}

/**
 * Deletes each conversation (each customer, where customers are the unit) in turn, as probed and as donor: probes that drew on it
 * average over their other donors, and a probe without donors left drops out. Without donors the standard error is Welch's.
 * B. Efron & C. Stein, Ann. Statist. 9 (1981), within groups by outcome.
 */
export function* controlJackknife(depths: readonly DepthProbe[], unit: UnitKind): Steps<ControlResult> {
  const pool = new Pool(depths, unit);
  const groups = new Map<string, { negative: number; positive: number }[]>();
  let work = 0;
  for (const cluster of pool.clusters()) {
    const group = groups.get(cluster.group) ?? [];
    groups.set(cluster.group, group);
    group.push(pool.without(cluster));
    work += 50 * cluster.size;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  const whole = pool.means();
  const [n, m] = pool.counts();
  const why = emptiness(n, m) ?? (Math.min(n, m) < 2 ? "fewer-than-two-units" : undefined);
  const estimate = (value: (means: { negative: number; positive: number }) => number): Estimate<Jackknifed> => {
    if (why) return missing(why);
    let variance = 0;
    for (const group of groups.values()) {
      const values = group.map(value).filter(Number.isFinite);
      const centre = values.reduce((sum, each) => sum + each, 0) / values.length;
      variance += values.length < 2 ? 0 : ((values.length - 1) / values.length) * values.reduce((sum, each) => sum + (each - centre) ** 2, 0);
    }
    const se = Math.sqrt(variance);
    const half = se * studentQuantile(0.975, n + m - 2);
    return { ok: true, value: { value: value(whole), se, interval: [value(whole) - half, value(whole) + half] } };
  };
  return { delta: estimate((means) => means.negative - means.positive), negative: estimate((means) => means.negative), positive: estimate((means) => means.positive), sameOutcome: sameOutcome(depths) };
}

interface Conversation {
  readonly id: string;
  readonly outcome: OutcomeValue;
  readonly unit: string;
  readonly cluster: string;
  readonly probes: DepthProbe[];
}

interface Cluster {
  readonly group: string;
  readonly conversations: ReadonlySet<string>;
  /** Conversations whose values change when it goes. */
  readonly affected: ReadonlySet<string>;
  readonly size: number;
}

/** Conversations by unit, with who drew on whom. */
class Pool {
  readonly #conversations = new Map<string, Conversation>();
  readonly #units = new Map<string, Conversation[]>();
  readonly #drawers = new Map<string, Set<string>>();
  readonly #values = new Map<string, number>();
  readonly #sums = { negative: { sum: 0, n: 0 }, positive: { sum: 0, n: 0 } };

  constructor(depths: readonly DepthProbe[], unit: UnitKind) {
    const ordered = [...depths].sort((a, b) => compare(a.source.conversation, b.source.conversation) || a.source.ordinal - b.source.ordinal);
    for (const probe of ordered) {
      const { conversation: id, outcome, customer } = probe.source;
      const named = unit === "customer" && customer !== undefined;
      const conversation = this.#conversations.get(id) ?? { id, outcome, unit: named ? `${outcome} u ${customer}` : `${outcome} c ${id}`, cluster: named ? `u ${customer}` : `c ${id}`, probes: [] };
      if (conversation.probes.length === 0) {
        this.#conversations.set(id, conversation);
        this.#units.set(conversation.unit, [...(this.#units.get(conversation.unit) ?? []), conversation]);
      }
      conversation.probes.push(probe);
      for (const { donor } of probe.used) {
        if (donor !== undefined) this.#drawers.set(donor, (this.#drawers.get(donor) ?? new Set()).add(id));
      }
    }
    for (const [key, members] of this.#units) {
      const value = unitMean(members, NOBODY);
      const outcome = members[0]?.outcome;
      if (value === undefined || outcome === undefined || outcome === "unknown") continue;
      this.#values.set(key, value);
      this.#sums[outcome].sum += value;
      this.#sums[outcome].n++;
    }
  }

  counts(): readonly [negative: number, positive: number] {
    return [this.#sums.negative.n, this.#sums.positive.n];
  }

  means(): { negative: number; positive: number } {
    return { negative: this.#sums.negative.sum / this.#sums.negative.n, positive: this.#sums.positive.sum / this.#sums.positive.n };
  }

  /** Probed conversations and unprobed donors, joined by customer where customers are the unit. */
  *clusters(): Generator<Cluster> {
    const members = new Map<string, Set<string>>();
    for (const id of [...new Set([...this.#conversations.keys(), ...this.#drawers.keys()])].sort(compare)) {
      const key = this.#conversations.get(id)?.cluster ?? `c ${id}`;
      members.set(key, (members.get(key) ?? new Set()).add(id));
    }
    for (const conversations of members.values()) {
      const affected = new Set<string>();
      const outcomes = new Set<string>();
      for (const id of conversations) {
        outcomes.add(this.#conversations.get(id)?.outcome ?? "unprobed");
        for (const drawer of this.#drawers.get(id) ?? []) affected.add(drawer);
        if (this.#conversations.has(id)) affected.add(id);
      }
      yield { group: [...outcomes].sort(compare).join(" "), conversations, affected, size: affected.size };
    }
  }

  /** Stratum means with the cluster gone from both roles. */
  without({ conversations, affected }: Cluster): { negative: number; positive: number } {
    const sums = { negative: { ...this.#sums.negative }, positive: { ...this.#sums.positive } };
    const units = new Set([...affected].flatMap((id) => this.#conversations.get(id)?.unit ?? []));
    for (const key of units) {
      const members = this.#units.get(key) ?? [];
      const outcome = members[0]?.outcome;
      const before = this.#values.get(key);
      if (outcome === undefined || outcome === "unknown" || before === undefined) continue;
      const after = unitMean(members, conversations);
      sums[outcome].sum += (after ?? 0) - before;
      if (after === undefined) sums[outcome].n--;
    }
    return { negative: sums.negative.sum / sums.negative.n, positive: sums.positive.sum / sums.positive.n };
  }
}

const NOBODY: ReadonlySet<string> = new Set();

function unitMean(members: readonly Conversation[], gone: ReadonlySet<string>): number | undefined {
  return meanOf(members.map(({ id, probes }) => (gone.has(id) ? undefined : meanOf(probes.map((probe) => probeBias(probe, gone))))));
}

function probeBias({ real, samples, used }: DepthProbe, gone: ReadonlySet<string>): number | undefined {
  const simulated = meanOf(samples.map((depth, i) => (gone.has(used[i]?.donor ?? "") ? undefined : depth)));
  return simulated === undefined ? undefined : simulated - real;
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  let n = 0;
  for (const value of values) {
    if (value === undefined) continue;
    sum += value;
    n++;
  }
  return n === 0 ? undefined : sum / n;
}

function sameOutcome(depths: readonly DepthProbe[]): ControlResult["sameOutcome"] {
  const outcomes = new Map(depths.map(({ source }) => [source.conversation, source.outcome]));
  const sizes = { negative: 0, positive: 0, unknown: 0 };
  for (const outcome of outcomes.values()) sizes[outcome]++;
  const others = sizes.negative + sizes.positive - 1;
  let [same, picks, expected] = [0, 0, 0];
  for (const { source, used } of depths) {
    if (source.outcome === "unknown") continue;
    for (const { donor } of used) {
      const outcome = donor === undefined || donor === source.conversation ? undefined : outcomes.get(donor);
      if (outcome === undefined || outcome === "unknown") continue;
      picks++;
      expected += (sizes[source.outcome] - 1) / others;
      if (outcome === source.outcome) same++;
    }
  }
  return picks === 0 ? missing("no-pairs") : { ok: true, value: { rate: same / picks, chance: expected / picks, picks } };
}
