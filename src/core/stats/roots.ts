// Owns finding the root of a continuous function in a bracket. Refuses derivatives and several dimensions.

/**
 * The x between the two ends with f(x) = 0, to about two units in the last place. Where f has the same sign at both ends,
 * the end whose value is nearer to 0. Source: T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145–149.
 */
export function root(f: (x: number) => number, low: number, high: number): number {
  let [x1, x2, x3] = [low, high, low];
  let [f1, f2, f3] = [f(low), f(high), 0];
  if (f1 === 0 || f2 === 0 || f1 > 0 === f2 > 0) return Math.abs(f1) <= Math.abs(f2) ? low : high;
  let fraction = 0.5;
  for (let round = 0; round < 1000; round++) {
    const x = x1 + fraction * (x2 - x1);
    const value = f(x);
    if (value > 0 === f1 > 0) [x3, f3] = [x1, f1];
    else [x3, f3, x2, f2] = [x2, f2, x1, f1];
    [x1, f1] = [x, value];
    const best = Math.abs(f1) < Math.abs(f2) ? x1 : x2;
    const limit = (2 * Number.EPSILON * Math.abs(best) + Number.MIN_VALUE) / Math.abs(x2 - x1);
    if (limit > 0.5 || f1 === 0 || x1 === x2) return best;
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const inverse =
      phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
        ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + (((x3 - x1) / (x2 - x1)) * f1 * f2) / ((f3 - f1) * (f3 - f2))
        : 0.5;
    fraction = Math.min(1 - limit, Math.max(limit, inverse));
  }
  return Math.abs(f1) < Math.abs(f2) ? x1 : x2;
}

/** The x > 0 at which a decreasing function falls through 0: doubled or halved from `start`, then {@link root}. */
export function rootOfDecreasing(f: (x: number) => number, start: number): number {
  let low = start;
  let high = start;
  for (let round = 0; round < 1000 && f(high) > 0; round++) [low, high] = [high, high * 2];
  for (let round = 0; round < 1000 && f(low) < 0; round++) [low, high] = [low / 2, low];
  return root(f, low, high);
}
