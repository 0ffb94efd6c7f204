// Owns folds for cross-validation: whole customers, stratified by outcome, seeded. Refuses fitting.
import { RandomStream, streamSeed } from "./random.ts";
import { compare } from "./units.ts";

/** What decides a fold: the customer (or the conversation, where it names none) and the outcome. */
export interface FoldItem {
  readonly cluster: string;
  readonly stratum: string;
}

/** Fold of each item, 0 … folds − 1. All items of a cluster share one; each outcome is spread evenly. Order of items does not matter. */
export function foldsOf(items: readonly FoldItem[], folds: number, seed: number): readonly number[] {
  const strata = new Map<string, Set<string>>();
  for (const { cluster, stratum } of items) strata.set(cluster, (strata.get(cluster) ?? new Set()).add(stratum));
  const groups = new Map<string, string[]>();
  for (const [cluster, own] of [...strata].sort(([a], [b]) => compare(a, b))) {
    const key = [...own].sort(compare).join(" ");
    groups.set(key, [...(groups.get(key) ?? []), cluster]);
  }
  const fold = new Map<string, number>();
  let next = 0;
  for (const [key, clusters] of [...groups].sort(([a], [b]) => compare(a, b))) {
    const stream = new RandomStream(streamSeed(seed, `folds / ${key}`));
    for (let last = clusters.length - 1; last > 0; last--) {
      const other = stream.below(last + 1);
      const held = clusters[last] ?? "";
      clusters[last] = clusters[other] ?? "";
      clusters[other] = held;
    }
    for (const cluster of clusters) fold.set(cluster, next++ % folds);
  }
  return items.map(({ cluster }) => fold.get(cluster) ?? 0);
}
