// Owns shares of labels: averaged over units (E13) and pooled over probes with an effective n (E14). Refuses distances (homogeneity.ts).
import type { Pair } from "./contrast.ts";
import type { LabelledProbe } from "./labelledProbe.ts";
import { wilson } from "./proportions.ts";
import { compare, meanOver, type DepthProbe, type MeasuredProbe, type Measure } from "./units.ts";

/** Share of turns at one of the depths: an indicator in the real branch, averaged over samples in the other. */
export function depthShare(depths: ReadonlySet<number>): Measure {
  return ({ real, samples }) => {
    const simulated = meanOver(samples, (depth) => (depths.has(depth) ? 1 : 0));
    const held = depths.has(real) ? 1 : 0;
    return { real: held, simulated, bias: simulated - held };
  };
}

/**
 * Probes as places in a list of emotions or blockers instead of depths, so that every estimator of shares applies. Used where the real
 * turn and at least one valid reply carry a label of the list; leave and silence carry none.
 */
export function labelProbes(probes: readonly LabelledProbe[], labels: readonly string[], field: "emotion" | "blocker"): readonly DepthProbe[] {
  const places = new Map(labels.map((label, place) => [label, place]));
  const placeOf = (label: LabelledProbe["real"]): number | undefined => (label.status === "valid" && label[field] !== undefined ? places.get(label[field]) : undefined);
  return probes.flatMap((source) => {
    const real = source.realKind === "reply" ? placeOf(source.real) : undefined;
    const placed = source.samples.flatMap((sample) => {
      const place = sample.kind === "reply" ? placeOf(sample.label) : undefined;
      return place === undefined ? [] : [{ sample, place }];
    });
    if (real === undefined || placed.length === 0) return [];
    return [{ source, real, samples: placed.map(({ place }) => place), used: placed.map(({ sample }) => sample) }];
  });
}

export interface PooledShare {
  readonly value: number;
  /** Variance of the pooled share with whole conversations as the unit; 0 where all agree. */
  readonly clusterVariance: number;
  /** Probes the share is worth as independent ones: min(N, p(1−p)/v), the number of conversations where v = 0. */
  readonly effectiveN: number;
  /** Wilson at the effective n. */
  readonly interval: Pair;
  readonly probes: number;
  readonly conversations: number;
}

/** Pooled share of one branch over probes, clustered by conversation (E14); undefined without probes. */
export function pooledShare(probes: readonly DepthProbe[], measure: Measure, branch: keyof Pick<MeasuredProbe, "real" | "simulated">): PooledShare | undefined {
  const clusters = new Map<string, { x: number; k: number }>();
  for (const probe of probes) {
    const value = measure(probe);
    if (!value) continue;
    const cluster = clusters.get(probe.source.conversation) ?? { x: 0, k: 0 };
    cluster.x += value[branch];
    cluster.k++;
    clusters.set(probe.source.conversation, cluster);
  }
  const ordered = [...clusters].sort(([a], [b]) => compare(a, b)).map(([, cluster]) => cluster);
  const total = ordered.reduce((sum, { k }) => sum + k, 0);
  if (total === 0) return undefined;
  const p = ordered.reduce((sum, { x }) => sum + x, 0) / total;
  const n = ordered.length;
  const squares = ordered.reduce((sum, { x, k }) => sum + (x - p * k) ** 2, 0);
  const clusterVariance = n < 2 || squares < 1e-20 ? 0 : ((n / (n - 1)) * squares) / (total * total);
  const effectiveN = clusterVariance === 0 ? n : Math.min(total, (p * (1 - p)) / clusterVariance);
  return { value: p, clusterVariance, effectiveN, interval: wilson(p, effectiveN), probes: total, conversations: n };
}
