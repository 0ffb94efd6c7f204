// Owns how probes become unit values (E2–E4): usable probes, their depths, means by conversation and by customer × outcome. Refuses comparing strata.
import type { LabelledProbe, LabelScheme, OutcomeValue, SampleValue } from "./labelledProbe.ts";
import type { ProbeKind, UnitKind } from "./reportShape.ts";

/** A probe that counts (E2): its real depth and the depths of its usable samples, at least one. */
export interface DepthProbe {
  readonly source: LabelledProbe;
  readonly real: number;
  readonly samples: readonly number[];
  /** The sample behind each entry of `samples`. */
  readonly used: readonly SampleValue[];
}

/** What one probe contributes; `bias` is simulated minus real unless the measure says otherwise. */
export interface MeasuredProbe {
  readonly real: number;
  readonly simulated: number;
  readonly bias: number;
}

/** A coding of depth into what is averaged; undefined leaves the probe out. */
export type Measure = (probe: DepthProbe) => MeasuredProbe | undefined;

/** The mean over a unit's probes: every probe weighs 1 in its conversation, every conversation 1 in its customer (E3). */
export interface UnitValue extends MeasuredProbe {
  readonly id: string;
  readonly outcome: OutcomeValue;
  readonly customer: string | undefined;
  readonly conversations: number;
  readonly probes: number;
}

/** Units by stratum, each ordered by id. The first `linked` of both strata are the same customers in the same order (E4, type ±). */
export interface Strata {
  readonly negative: readonly UnitValue[];
  readonly positive: readonly UnitValue[];
  readonly unknown: readonly UnitValue[];
  readonly linked: number;
}

/**
 * Probes with a valid real label and at least one usable sample, as depths (E2). Under `all` a reply counts by its stage, leave and
 * silence as 0; under `replies` valid replies only. A stage the scheme does not know is invalid. Ended turns have no real label: unused.
 */
export function depthProbes(probes: readonly LabelledProbe[], scheme: Pick<LabelScheme, "stages">, kind: ProbeKind): readonly DepthProbe[] {
  const depths = new Map(scheme.stages.map((stage, depth) => [stage.name, depth]));
  return probes.flatMap((source) => {
    const found = depthProbe(source, depths, kind);
    return found ? [found] : [];
  });
}

/** One probe as {@link depthProbes} takes it; `depths` maps stage names to depth. */
export function depthProbe(source: LabelledProbe, depths: ReadonlyMap<string, number>, kind: ProbeKind): DepthProbe | undefined {
  if (source.realKind !== "reply" || source.real.status !== "valid") return undefined;
  const real = depths.get(source.real.stage);
  if (real === undefined) return undefined;
  const samples: number[] = [];
  const used: SampleValue[] = [];
  for (const sample of source.samples) {
    const depth = sample.kind !== "reply" ? (kind === "all" ? 0 : undefined) : sample.label.status === "valid" ? depths.get(sample.label.stage) : undefined;
    if (depth === undefined) continue;
    samples.push(depth);
    used.push(sample);
  }
  return samples.length === 0 ? undefined : { source, real, samples, used };
}

/** The mean of a function of the samples' depths. */
export function meanOver(samples: readonly number[], value: (depth: number) => number): number {
  let sum = 0;
  for (const depth of samples) sum += value(depth);
  return sum / samples.length;
}

/** Depth itself: D = S − r (E2). */
export const depthMeasure: Measure = ({ real, samples }) => {
  const simulated = meanOver(samples, (depth) => depth);
  return { real, simulated, bias: simulated - real };
};

/** Threshold j (E11): share at or above depth j. The thresholds' contrasts add up to Δ. */
export function thresholdMeasure(j: number): Measure {
  return ({ real, samples }) => {
    const simulated = meanOver(samples, (depth) => (depth >= j ? 1 : 0));
    const reached = real >= j ? 1 : 0;
    return { real: reached, simulated, bias: simulated - reached };
  };
}

/** Sign-coded (E12): mean of sgn(S − r) over samples; real and simulated are the depths. */
export const signMeasure: Measure = ({ real, samples }) => ({
  real,
  simulated: meanOver(samples, (depth) => depth),
  bias: meanOver(samples, (depth) => Math.sign(depth - real)),
});

/** Probes whose real turn and samples are at depth 1 or more (E11); conditions on an endpoint: description only. */
export const nonResistingMeasure: Measure = (probe) => {
  const samples = probe.samples.filter((depth) => depth >= 1);
  if (probe.real < 1 || samples.length === 0) return undefined;
  const simulated = meanOver(samples, (depth) => depth);
  return { real: probe.real, simulated, bias: simulated - probe.real };
};

/** Unit values of a measure (E3). Customers count only under `customer`; a conversation without one is its own unit. */
export function unitValues(probes: readonly DepthProbe[], measure: Measure, unit: UnitKind): readonly UnitValue[] {
  const byConversation = new Map<string, { source: LabelledProbe; values: { at: LabelledProbe; value: MeasuredProbe }[] }>();
  for (const probe of probes) {
    const value = measure(probe);
    if (!value) continue;
    const { source } = probe;
    const entry = byConversation.get(source.conversation) ?? { source, values: [] };
    entry.values.push({ at: source, value });
    byConversation.set(source.conversation, entry);
  }
  const conversations = [...byConversation.values()]
    .sort((a, b) => compare(a.source.conversation, b.source.conversation))
    .map(({ source, values }) => {
      const ordered = values.sort((a, b) => a.at.ordinal - b.at.ordinal || a.at.position - b.at.position).map(({ value }) => value);
      return unitOf(source.conversation, source.outcome, source.customer, ordered, 1, ordered.length);
    });
  return unit === "conversation" ? conversations : byCustomer(conversations);
}

/** Customer × outcome: the mean of its conversations' values; `id` is the customer's, or the conversation's where it names none. */
export function byCustomer(conversations: readonly UnitValue[]): readonly UnitValue[] {
  const groups = new Map<string, UnitValue[]>();
  for (const value of conversations) {
    const key = `${value.outcome}\n${value.customer === undefined ? "c" : "u"}\n${value.customer ?? value.id}`;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()]
    .map((group) => {
      const [first] = group as [UnitValue, ...UnitValue[]];
      const probes = group.reduce((sum, each) => sum + each.probes, 0);
      return unitOf(first.customer ?? first.id, first.outcome, first.customer, group, group.length, probes);
    })
    .sort((a, b) => compare(a.id, b.id));
}

/** Units split by stratum, customers of both outcomes first and in the same order. */
export function strataOf(units: readonly UnitValue[]): Strata {
  const named = (outcome: OutcomeValue): ReadonlySet<string> =>
    new Set(units.flatMap((unit) => (unit.outcome === outcome && unit.customer !== undefined && unit.id === unit.customer ? [unit.customer] : [])));
  const negatives = named("negative");
  const positives = named("positive");
  const both = (unit: UnitValue): boolean => unit.customer !== undefined && unit.id === unit.customer && negatives.has(unit.customer) && positives.has(unit.customer);
  const stratum = (outcome: OutcomeValue): readonly UnitValue[] => {
    const own = units.filter((unit) => unit.outcome === outcome);
    return [...own.filter(both), ...own.filter((unit) => !both(unit))];
  };
  const negative = stratum("negative");
  return { negative, positive: stratum("positive"), unknown: stratum("unknown"), linked: negative.filter(both).length };
}

/** True where a customer id names more than one conversation: the customer is then the headline unit (E3). */
export function customersRepeat(probes: readonly Pick<LabelledProbe, "conversation" | "customer">[]): boolean {
  const first = new Map<string, string>();
  return probes.some(({ customer, conversation }) => {
    if (customer === undefined) return false;
    const known = first.get(customer);
    if (known === undefined) first.set(customer, conversation);
    return known !== undefined && known !== conversation;
  });
}

/** Order by code units: the same everywhere, unlike a locale's. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unitOf(id: string, outcome: OutcomeValue, customer: string | undefined, parts: readonly MeasuredProbe[], conversations: number, probes: number): UnitValue {
  let [real, simulated, bias] = [0, 0, 0];
  for (const part of parts) {
    real += part.real;
    simulated += part.simulated;
    bias += part.bias;
  }
  const n = parts.length;
  return { id, outcome, customer, conversations, probes, real: real / n, simulated: simulated / n, bias: bias / n };
}
