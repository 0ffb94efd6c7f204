// Owns the limit on nesting of kept fields: deeper ones would overflow whoever writes them back.

/** Levels of objects and arrays a kept field may have. */
export const MOST_LEVELS = 100;

/** True when the value nests deeper than {@link MOST_LEVELS}. A loop, so that the value it guards against cannot overflow it. */
export function isTooDeep(value: unknown): boolean {
  let level = typeof value === "object" && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MOST_LEVELS) return true;
    const next: object[] = [];
    for (const each of level) for (const inner of Object.values(each) as unknown[]) if (typeof inner === "object" && inner !== null) next.push(inner);
    level = next;
  }
  return false;
}
