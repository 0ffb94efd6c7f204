// Owns agreement of labels (E33): κ plain and weighted, AC1, PABAK, Fleiss, Krippendorff's α. Refuses correcting with it (corrections.ts).
import type { Pair } from "./contrast.ts";
import { Z95 } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";

/** Weights of pairs of labels: rows one rater, columns the other, in the order of the codebook. Entries may be Σ1/π of drawn labels. */
export type AgreementTable = readonly (readonly number[])[];

/** How disagreement grows with the distance of two labels. */
export type Weighting = "none" | "linear" | "quadratic";

/** The table of two raters' labels (places in the codebook), each item weighing `weights[i]` (default 1). */
export function agreementTable(a: readonly number[], b: readonly number[], labels: number, weights?: readonly number[]): AgreementTable {
  const table = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  a.forEach((label, i) => {
    const row = table[label];
    const other = b[i];
    if (row && other !== undefined) row[other] = (row[other] ?? 0) + (weights?.[i] ?? 1);
  });
  return table;
}

/** Share of weight on the diagonal. */
export function observedAgreement(table: AgreementTable): Estimate<number> {
  const total = totalOf(table);
  return total === 0 ? missing("no-units") : known(table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / total);
}

/** Cohen's κ, 1 − observed over expected disagreement (1960; weighted 1968). One label only: `no-variation`. */
export function kappa(table: AgreementTable, weighting: Weighting = "none"): Estimate<number> {
  const total = totalOf(table);
  if (total === 0) return missing("no-units");
  const { rows, columns } = marginsOf(table, total);
  let [observed, expected] = [0, 0];
  table.forEach((row, i) => row.forEach((count, j) => {
    const cost = disagreement(i, j, weighting);
    observed += (cost * count) / total;
    expected += cost * (rows[i] ?? 0) * (columns[j] ?? 0);
  }));
  return expected < 1e-15 ? missing("no-variation") : known(1 - observed / expected);
}

/** Large-sample 95 % interval of plain κ for unweighted independent items (J. Fleiss, J. Cohen & B. Everitt, Psychol. Bull. 72, 1969). */
export function kappaInterval(table: AgreementTable): Estimate<Pair> {
  const value = kappa(table);
  if (!value.ok) return value;
  const total = totalOf(table);
  const { rows, columns } = marginsOf(table, total);
  const chance = rows.reduce((sum, row, i) => sum + row * (columns[i] ?? 0), 0);
  const k = value.value;
  let variance = 0;
  table.forEach((row, i) => row.forEach((count, j) => {
    const p = count / total;
    const margin = (columns[i] ?? 0) + (rows[j] ?? 0);
    variance += i === j ? p * (1 - margin * (1 - k)) ** 2 : p * (1 - k) ** 2 * margin ** 2;
  }));
  variance -= (k - chance * (1 - k)) ** 2;
  const half = (Z95 * Math.sqrt(Math.max(0, variance) / total)) / (1 - chance);
  return { ok: true, value: [k - half, k + half] };
}

/** Gwet's AC1 (2008): chance agreement from mean label shares, over the codebook's number of labels, used or not. */
export function gwetAc1(table: AgreementTable): Estimate<number> {
  const total = totalOf(table);
  const labels = table.length;
  if (total === 0 || labels < 2) return missing("no-units");
  const { rows, columns } = marginsOf(table, total);
  const chance = rows.reduce((sum, row, i) => {
    const share = (row + (columns[i] ?? 0)) / 2;
    return sum + share * (1 - share);
  }, 0) / (labels - 1);
  const observed = observedAgreement(table);
  return observed.ok ? known((observed.value - chance) / (1 - chance)) : observed;
}

/** Prevalence- and bias-adjusted κ: chance agreement 1/labels (T. Byrt et al., 1993). */
export function pabak(table: AgreementTable): Estimate<number> {
  const observed = observedAgreement(table);
  return observed.ok ? known((table.length * observed.value - 1) / (table.length - 1)) : observed;
}

/** Fleiss' κ (1971) of items rated equally often; entries are places in the codebook. */
export function fleissKappa(ratings: readonly (readonly number[])[], labels: number): Estimate<number> {
  const raters = ratings[0]?.length ?? 0;
  if (ratings.length === 0 || raters < 2) return missing("no-units");
  const shares = new Array<number>(labels).fill(0);
  let agreeing = 0;
  for (const item of ratings) {
    const counts = new Array<number>(labels).fill(0);
    for (const label of item) counts[label] = (counts[label] ?? 0) + 1;
    counts.forEach((count, label) => {
      shares[label] = (shares[label] ?? 0) + count / (ratings.length * raters);
      agreeing += (count * (count - 1)) / (raters * (raters - 1)) / ratings.length;
    });
  }
  const chance = shares.reduce((sum, share) => sum + share * share, 0);
  return 1 - chance < 1e-15 ? missing("no-variation") : known((agreeing - chance) / (1 - chance));
}

export type AlphaMetric = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's α (Content Analysis, 2004, ch. 11): 1 − observed over expected disagreement of the coincidences inside items.
 * Labels are numbers (places, or values for `interval`); undefined is a missing label; items with fewer than two labels count for nothing.
 */
export function krippendorffAlpha(items: readonly (readonly (number | undefined)[])[], metric: AlphaMetric): Estimate<number> {
  const rated = items.map((item) => item.flatMap((label) => label ?? [])).filter((item) => item.length >= 2);
  const values = [...new Set(rated.flat())].sort((a, b) => a - b);
  const place = new Map(values.map((value, i) => [value, i]));
  const table = values.map(() => new Array<number>(values.length).fill(0));
  for (const item of rated) addCoincidences(table, item.map((label) => place.get(label) ?? 0));
  return alphaOfCoincidences(table, metric, values);
}

/** Adds the ordered pairs of one item's labels (places), each 1 over the others it has, times the item's weight. */
export function addCoincidences(table: readonly number[][], labels: readonly number[], weight = 1): void {
  labels.forEach((a, i) => {
    const row = table[a];
    labels.forEach((b, j) => {
      if (row && i !== j) row[b] = (row[b] ?? 0) + weight / (labels.length - 1);
    });
  });
}

/** Coincidences of two raters' table of weights: every item gives its pair in both orders. */
export function coincidencesOf(table: AgreementTable): AgreementTable {
  return table.map((row, a) => row.map((weight, b) => weight + (table[b]?.[a] ?? 0)));
}

/** α of a table of coincidences, which may be sums of 1/π; `values` are what the places stand for under `interval`. */
export function alphaOfCoincidences(table: AgreementTable, metric: AlphaMetric, values: readonly number[] = table.map((_, place) => place)): Estimate<number> {
  const totals = table.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  const pairable = totals.reduce((sum, total) => sum + total, 0);
  if (pairable === 0) return missing("no-pairs");
  let [observed, expected] = [0, 0];
  table.forEach((row, a) => row.forEach((weight, b) => {
    const distance = squaredDistance(metric, values, totals, a, b);
    observed += weight * distance;
    expected += (totals[a] ?? 0) * (totals[b] ?? 0) * distance;
  }));
  return expected === 0 ? missing("no-variation") : known(1 - (observed * (pairable - 1)) / expected);
}

function squaredDistance(metric: AlphaMetric, values: readonly number[], totals: readonly number[], a: number, b: number): number {
  if (a === b) return 0;
  switch (metric) {
    case "nominal":
      return 1;
    case "interval":
      return ((values[a] ?? 0) - (values[b] ?? 0)) ** 2;
    case "ordinal": {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const between = totals.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
      return (between - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2;
    }
  }
}

function disagreement(i: number, j: number, weighting: Weighting): number {
  switch (weighting) {
    case "none":
      return i === j ? 0 : 1;
    case "linear":
      return Math.abs(i - j);
    case "quadratic":
      return (i - j) ** 2;
  }
}

function totalOf(table: AgreementTable): number {
  return table.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
}

function marginsOf(table: AgreementTable, total: number): { readonly rows: readonly number[]; readonly columns: readonly number[] } {
  return {
    rows: table.map((row) => row.reduce((sum, count) => sum + count, 0) / total),
    columns: table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0) / total),
  };
}
