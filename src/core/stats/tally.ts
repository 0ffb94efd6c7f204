// Owns running sums of a run: one probe or label more costs the work of its own conversation, and any order of arrival
// gives the same sums as a replay, bit for bit. Refuses resampling (report.ts) and journals (journal/fold.ts).
import { ExactSum } from "./exactSum.ts";
import type { Summary } from "./contrast.ts";
import type { LabelledProbe, LabelScheme, OutcomeValue } from "./labelledProbe.ts";
import type { UnitKind } from "./reportShape.ts";
import { compare, depthMeasure, depthProbe, meanOver, type DepthProbe } from "./units.ts";

/** What is summed over units: bias, real and simulated depth, bias at one position, share of one depth in one branch. */
export type Column = "bias" | "real" | "simulated" | `at ${number}` | `real is ${number}` | `simulated is ${number}`;

type Columns = ReadonlyMap<Column, number>;

interface Conversation {
  readonly outcome: OutcomeValue;
  readonly customer: string | undefined;
  readonly probes: Map<number, LabelledProbe>;
  finished: boolean;
  /** What the sums hold of it now. */
  counted: { readonly columns: Columns; readonly used: number } | undefined;
}

interface Layer {
  readonly units: Map<string, Columns>;
  readonly sums: Map<string, ExactSum>;
}

/** Samples seen so far, of all probes put in. */
export type SampleCounts = Readonly<Record<"reply" | "leave" | "silence" | "invalid", number>>;

/** Running sums over the finished conversations of one run (E2, E3; kind `all`). */
export class Tally {
  readonly #depths: ReadonlyMap<string, number>;
  readonly #conversations = new Map<string, Conversation>();
  readonly #customers = new Map<string, Set<string>>();
  readonly #layers: Readonly<Record<UnitKind, Layer>> = { conversation: { units: new Map(), sums: new Map() }, customer: { units: new Map(), sums: new Map() } };
  readonly #used: Record<OutcomeValue, { conversations: number; probes: number }> = {
    negative: { conversations: 0, probes: 0 },
    positive: { conversations: 0, probes: 0 },
    unknown: { conversations: 0, probes: 0 },
  };
  readonly #samples = { reply: 0, leave: 0, silence: 0, invalid: 0 };
  #repeated = 0;

  constructor(scheme: Pick<LabelScheme, "stages">) {
    this.#depths = new Map(scheme.stages.map((stage, depth) => [stage.name, depth]));
  }

  /** Number of stages of the scheme. */
  get stages(): number {
    return this.#depths.size;
  }

  get samples(): SampleCounts {
    return { ...this.#samples };
  }

  /** The headline unit so far: customer once an id repeats (E3). */
  get unit(): UnitKind {
    return this.#repeated > 0 ? "customer" : "conversation";
  }

  /** Puts a probe in, or the same probe (conversation and ordinal) with what is known of it now. */
  put(probe: LabelledProbe): void {
    const conversation = this.#conversation(probe);
    this.#count(conversation.probes.get(probe.ordinal), -1);
    conversation.probes.set(probe.ordinal, probe);
    this.#count(probe, 1);
    if (conversation.finished) this.#renew(probe.conversation, conversation);
  }

  /** Says whether a conversation counts: only finished ones do (E40). Unknown ids are ignored. */
  finish(id: string, finished = true): void {
    const conversation = this.#conversations.get(id);
    if (!conversation || conversation.finished === finished) return;
    conversation.finished = finished;
    this.#renew(id, conversation);
  }

  /** Finished conversations and probes that count in a stratum. */
  used(outcome: OutcomeValue): { readonly conversations: number; readonly probes: number } {
    return this.#used[outcome];
  }

  /** Units of a stratum with the column, their mean and variance. */
  summary(unit: UnitKind, outcome: OutcomeValue, column: Column): Summary {
    return this.#layers[unit].sums.get(`${outcome} ${column}`)?.summary ?? { n: 0, mean: 0, variance: 0 };
  }

  /** Positions that occur in counted conversations, ascending. */
  positions(): readonly number[] {
    const found = new Set<number>();
    for (const [key, sum] of this.#layers.conversation.sums) {
      const at = /^\w+ at (.+)$/.exec(key)?.[1];
      if (at !== undefined && sum.summary.n > 0) found.add(Number(at));
    }
    return [...found].sort((a, b) => a - b);
  }

  #conversation(probe: LabelledProbe): Conversation {
    const known = this.#conversations.get(probe.conversation);
    if (known) return known;
    const made: Conversation = { outcome: probe.outcome, customer: probe.customer, probes: new Map(), finished: false, counted: undefined };
    this.#conversations.set(probe.conversation, made);
    if (probe.customer !== undefined) {
      const own = this.#customers.get(probe.customer) ?? new Set();
      this.#customers.set(probe.customer, own.add(probe.conversation));
      if (own.size === 2) this.#repeated++;
    }
    return made;
  }

  #count(probe: LabelledProbe | undefined, by: 1 | -1): void {
    for (const sample of probe?.samples ?? []) {
      const kind = sample.kind === "reply" && sample.label.status === "invalid" ? "invalid" : sample.kind;
      this.#samples[kind] += by;
    }
  }

  #renew(id: string, conversation: Conversation): void {
    const { outcome } = conversation;
    const used = this.#used[outcome];
    if (conversation.counted) {
      used.conversations--;
      used.probes -= conversation.counted.used;
    }
    conversation.counted = conversation.finished ? this.#columns(conversation) : undefined;
    if (conversation.counted) {
      used.conversations++;
      used.probes += conversation.counted.used;
    }
    replace(this.#layers.conversation, outcome, id, conversation.counted?.columns);
    const customer = conversation.customer;
    if (customer === undefined) replace(this.#layers.customer, outcome, `c ${id}`, conversation.counted?.columns);
    else replace(this.#layers.customer, outcome, `u ${outcome} ${customer}`, this.#customerColumns(customer, outcome));
  }

  #columns(conversation: Conversation): { readonly columns: Columns; readonly used: number } | undefined {
    const probes = [...conversation.probes.values()]
      .sort((a, b) => a.ordinal - b.ordinal)
      .flatMap((probe) => depthProbe(probe, this.#depths, "all") ?? []);
    return probes.length === 0 ? undefined : { columns: meanColumns(probes.map((probe) => this.#probeColumns(probe))), used: probes.length };
  }

  #probeColumns(probe: DepthProbe): Columns {
    const { real, simulated, bias } = depthMeasure(probe) ?? { real: 0, simulated: 0, bias: 0 };
    const columns = new Map<Column, number>([["bias", bias], ["real", real], ["simulated", simulated], [`at ${probe.source.position}`, bias]]);
    for (let depth = 0; depth < this.#depths.size; depth++) {
      columns.set(`real is ${depth}`, real === depth ? 1 : 0);
      columns.set(`simulated is ${depth}`, meanOver(probe.samples, (each) => (each === depth ? 1 : 0)));
    }
    return columns;
  }

  #customerColumns(customer: string, outcome: OutcomeValue): Columns | undefined {
    const parts = [...(this.#customers.get(customer) ?? [])].sort(compare).flatMap((id) => {
      const conversation = this.#conversations.get(id);
      return conversation?.outcome === outcome && conversation.counted ? [conversation.counted.columns] : [];
    });
    return parts.length === 0 ? undefined : meanColumns(parts);
  }
}

/** Column means over the parts that have the column, in the order given. */
function meanColumns(parts: readonly Columns[]): Columns {
  const sums = new Map<Column, { sum: number; n: number }>();
  for (const part of parts) {
    for (const [column, value] of part) {
      const known = sums.get(column);
      if (known) {
        known.sum += value;
        known.n++;
      } else sums.set(column, { sum: value, n: 1 });
    }
  }
  return new Map([...sums].map(([column, { sum, n }]) => [column, sum / n]));
}

function replace(layer: Layer, outcome: OutcomeValue, unit: string, next: Columns | undefined): void {
  const before = layer.units.get(unit);
  for (const [column, value] of before ?? []) layer.sums.get(`${outcome} ${column}`)?.remove(value);
  if (next) layer.units.set(unit, next);
  else layer.units.delete(unit);
  for (const [column, value] of next ?? []) {
    const key = `${outcome} ${column}`;
    const sum = layer.sums.get(key) ?? new ExactSum();
    layer.sums.set(key, sum);
    sum.add(value);
  }
}
