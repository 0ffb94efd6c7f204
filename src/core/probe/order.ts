// Owns the order in which a planned run visits conversations. Refuses choosing probes inside one (rule.ts).
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { OutcomeValue } from "../stats/labelledProbe.ts";

/** What the order may know of a conversation. */
export interface Orderable {
  readonly id: string;
  readonly outcome: OutcomeValue;
}

/**
 * Seeded random order in outcome-balanced blocks: each block holds one conversation of either stratum in random order,
 * so that any beginning of the list is a balanced random subsample. What one stratum has more comes after the blocks,
 * conversations with an unknown outcome last, since they enter no contrast. File order does not matter.
 */
export function balancedOrder<T extends Orderable>(items: readonly T[], seed: number): readonly T[] {
  const generator = xoroshiro128plus(seed);
  const stratum = (value: OutcomeValue): T[] => shuffled(items.filter((item) => item.outcome === value).sort(byId), generator);
  const negative = stratum("negative");
  const positive = stratum("positive");
  const unknown = stratum("unknown");
  const order: T[] = [];
  for (let block = 0; block < Math.max(negative.length, positive.length); block++) {
    const pair = [negative[block], positive[block]].filter((item) => item !== undefined);
    order.push(...(uniformInt(generator, 0, 1) === 1 ? pair.reverse() : pair));
  }
  return [...order, ...unknown];
}

function byId(a: Orderable, b: Orderable): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function shuffled<T>(items: T[], generator: ReturnType<typeof xoroshiro128plus>): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const held = items[last] as T;
    items[last] = items[other] as T;
    items[other] = held;
  }
  return items;
}
