// Owns the limit on nesting of kept fields: deeper ones would overflow whoever writes them back.

/** Levels of objects and arrays a kept field may have. */
export const MOST_LEVELS = 100;

/** True when the value nests deeper than {@link MOST_LEVELS}. A loop, so that the value it guards against cannot overflow it. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth++) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === "object" && each !== null) for (const inner of Object.values(each)) if (typeof inner === "object" && inner !== null) next.push(inner);
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
