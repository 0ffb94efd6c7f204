// Owns counts of probes, samples and invalid labels behind a report. Refuses anything averaged.
import type { LabelledProbe, LabelScheme } from "./labelledProbe.ts";
import type { Counts, StratumCounts } from "./reportShape.ts";
import { customersRepeat, type DepthProbe } from "./units.ts";

/** Counts over all probes given; `usable` are those of kind `all`. A stage the scheme does not know counts as invalid. */
export function countsOf(probes: readonly LabelledProbe[], usable: readonly DepthProbe[], scheme: Pick<LabelScheme, "stages">): Counts {
  const stages = new Set(scheme.stages.map((stage) => stage.name));
  const cause = (label: LabelledProbe["real"]): string | undefined => (label.status === "invalid" ? label.cause : stages.has(label.stage) ? undefined : "unknown-stage");
  const causes = new Map<string, number>();
  const positions = new Map<number, { probes: number; invalidReal: number; samples: number; invalidSimulated: number }>();
  const strata = { negative: emptyCounts(), positive: emptyCounts(), unknown: emptyCounts() };
  const conversations = { negative: new Set<string>(), positive: new Set<string>(), unknown: new Set<string>() };
  let samples = 0;
  for (const probe of probes) {
    const stratum = strata[probe.outcome];
    conversations[probe.outcome].add(probe.conversation);
    const position = positions.get(probe.position) ?? { probes: 0, invalidReal: 0, samples: 0, invalidSimulated: 0 };
    positions.set(probe.position, position);
    stratum.probes++;
    position.probes++;
    const why = probe.realKind === "reply" ? cause(probe.real) : undefined;
    if (why !== undefined) {
      stratum.invalidReal++;
      position.invalidReal++;
      causes.set(why, (causes.get(why) ?? 0) + 1);
    }
    for (const sample of probe.samples) {
      samples++;
      position.samples++;
      const invalid = sample.kind === "reply" ? cause(sample.label) : undefined;
      if (invalid === undefined) stratum[sample.kind]++;
      else {
        stratum.invalid++;
        position.invalidSimulated++;
        causes.set(invalid, (causes.get(invalid) ?? 0) + 1);
      }
    }
  }
  const named = new Set(probes.flatMap(({ customer }) => (customer === undefined ? [] : [customer])));
  return {
    conversations: conversations.negative.size + conversations.positive.size + conversations.unknown.size,
    probes: probes.length,
    samples,
    customers: named.size,
    customersRepeated: customersRepeat(probes),
    usableProbes: usable.length,
    endedProbes: probes.filter((probe) => probe.realKind !== "reply").length,
    byStratum: {
      negative: { ...strata.negative, conversations: conversations.negative.size },
      positive: { ...strata.positive, conversations: conversations.positive.size },
      unknown: { ...strata.unknown, conversations: conversations.unknown.size },
    },
    byPosition: [...positions].sort(([a], [b]) => a - b).map(([position, each]) => ({ position, ...each })),
    invalidCauses: Object.fromEntries([...causes].sort()),
  };
}

/** Invalid labels among all labels of probes, real turns and replies; 0 without labels. */
export function invalidShare({ byStratum, endedProbes }: Pick<Counts, "byStratum" | "endedProbes">): number {
  const all = Object.values(byStratum);
  const sum = (value: (each: StratumCounts) => number): number => all.reduce((total, each) => total + value(each), 0);
  const labels = sum((each) => each.probes + each.reply + each.invalid) - endedProbes;
  return labels === 0 ? 0 : sum((each) => each.invalidReal + each.invalid) / labels;
}

function emptyCounts(): { conversations: number; probes: number; invalidReal: number; reply: number; leave: number; silence: number; invalid: number } {
  return { conversations: 0, probes: 0, invalidReal: 0, reply: 0, leave: 0, silence: 0, invalid: 0 };
}
