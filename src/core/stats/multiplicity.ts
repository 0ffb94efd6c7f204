// Owns p values of a family (E39): Holm and Benjamini–Hochberg. Refuses deciding what a family is.

/** Adjusted p in the order given; null p are not counted and stay null. */
export type Adjusted = readonly (number | null)[];

/** Holm's step-down p, monotone and capped at 1 (S. Holm, Scand. J. Stat. 6, 1979). */
export function holm(ps: readonly (number | null)[]): Adjusted {
  const order = ranked(ps);
  let highest = 0;
  return placed(ps, order, (p, rank) => (highest = Math.max(highest, Math.min(1, p * (order.length - rank)))));
}

/** Benjamini–Hochberg step-up p (J. R. Stat. Soc. B 57, 1995): bounds the false discovery rate. */
export function benjaminiHochberg(ps: readonly (number | null)[]): Adjusted {
  const order = ranked(ps).reverse();
  let lowest = 1;
  return placed(ps, order, (p, rank) => (lowest = Math.min(lowest, (p * order.length) / (order.length - rank))));
}

/** Places of the p values that exist, smallest first. */
function ranked(ps: readonly (number | null)[]): number[] {
  return ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p).map(({ at }) => at);
}

function placed(ps: readonly (number | null)[], order: readonly number[], next: (p: number, rank: number) => number): Adjusted {
  const adjusted: (number | null)[] = ps.map(() => null);
  order.forEach((at, rank) => {
    adjusted[at] = next(ps[at] ?? 1, rank);
  });
  return adjusted;
}
