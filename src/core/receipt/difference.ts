// Owns finding the first place where two pieces of plain data differ. Refuses saying whether that matters.

/** A place in plain data and what stands there in each; absent values are undefined. */
export interface Difference {
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** The first difference in the order of the keys of `a`, then of `b`; undefined where both are the same as JSON. Numbers differ in their last digit. */
export function firstDifference(a: unknown, b: unknown, path = ""): Difference | undefined {
  if (Object.is(a, b) || (typeof a === "number" && a === b)) return undefined;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return { path, a, b };
  const [one, other] = [a, b] as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = firstDifference(one[key], other[key], path === "" ? key : `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}
