// Owns one line "negative, positive, Δ" with interval and, in a family, its p. Refuses choosing what is contrasted (block.ts).
import { bootstrapMeans, percentileInterval, perDraw } from "./bootstrap.ts";
import { contrast, summary } from "./contrast.ts";
import { missing } from "./estimate.ts";
import type { StatReason } from "./labelledProbe.ts";
import { benjaminiHochberg, holm } from "./multiplicity.ts";
import { permutationTest } from "./permutation.ts";
import type { ByStratum, ContrastRow, FamilyRow, Quantity, Reported } from "./reportShape.ts";
import { countOf, FEWEST_FOR_BOOTSTRAP, FEWEST_FOR_P, intervalOf, reported, reportedMean, reportedP, welchInterval } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import type { Steps } from "./steps.ts";

/** Unit values of both strata; the first `linked` are the same customers. */
export interface Values extends ByStratum<Float64Array> {
  readonly linked: number;
}

export function valuesOf<T>(strata: ByStratum<readonly T[]> & { readonly linked: number }, value: (unit: T) => number): Values {
  return { negative: Float64Array.from(strata.negative, value), positive: Float64Array.from(strata.positive, value), linked: strata.linked };
}

/** Drawn statistics of Δ and of both means, where draws were made. */
export interface DrawnContrast {
  readonly seed: number;
  readonly draws: number;
  readonly delta: Float64Array;
  readonly negative: Float64Array;
  readonly positive: Float64Array;
}

/** Whether strata of these sizes have bootstrap intervals as headline; smaller ones have asymptotic intervals (E8). */
export function bootstrapLeads(negative: number, positive: number): boolean {
  return negative >= FEWEST_FOR_BOOTSTRAP && positive >= FEWEST_FOR_BOOTSTRAP;
}

/** The line; its interval is the percentile one where draws are given, else Welch's. */
export function contrastRow(values: Values, quantity: Quantity, drawn: DrawnContrast | undefined): ContrastRow {
  const all = contrast(summary(values.negative), summary(values.positive));
  const n = countOf(all);
  const how = drawn && { seed: drawn.seed, draws: drawn.draws };
  const side = (name: "negative" | "positive"): Reported => {
    const empty: StatReason = `${name}-stratum-empty`;
    return how ? reportedMean(all[name], empty, quantity, intervalOf(percentileInterval(drawn[name]), "bootstrap-percentile", how)) : reportedMean(all[name], empty, quantity);
  };
  const interval = how ? intervalOf(percentileInterval(drawn.delta), "bootstrap-percentile", how) : welchInterval(all);
  return { strata: { negative: side("negative"), positive: side("positive") }, delta: reported(all.delta, { quantity, method: "mean", n, interval }) };
}

/** Draws and the line of a quantity with units of its own. */
export function* drawnRow(values: Values, quantity: Quantity, setting: Setting, name: string): Steps<ContrastRow> {
  if (setting.bootstrapDraws === 0 || !bootstrapLeads(values.negative.length, values.positive.length)) return contrastRow(values, quantity, undefined);
  const seed = seedOf(setting, "bootstrap", name);
  const means = yield* bootstrapMeans({ negative: [values.negative], positive: [values.positive], linked: values.linked }, setting.bootstrapDraws, seed);
  const delta = perDraw(means, (negative, positive) => negative(0) - positive(0));
  return contrastRow(values, quantity, { seed, draws: means.draws, delta, negative: means.negative[0] ?? delta, positive: means.positive[0] ?? delta });
}

/** Studentised p of a line in a family; cells under ten units a stratum get none. */
export function* familyP(values: Values, setting: Setting, name: string): Steps<Reported> {
  const n = { negative: values.negative.length, positive: values.positive.length };
  const without = setting.withoutP ?? (Math.min(n.negative, n.positive) < FEWEST_FOR_P ? "fewer-than-ten-units" : undefined);
  if (without) return reportedP(missing(without), undefined, "permutation-studentised", n, without);
  const test = yield* permutationTest(values, setting.permutationDraws, seedOf(setting, "permutation", name));
  if (!test.ok) return reportedP(test, undefined, "permutation-studentised", n, undefined);
  const { studentised } = test.value;
  return reportedP(studentised.ok ? { ok: true, value: studentised.value.twoSided } : studentised, test.value, "permutation-studentised", n, undefined);
}

/** Lines of one family with Holm's and Benjamini–Hochberg's p beside their own (E39). */
export function family<T extends ContrastRow & { readonly p: Reported }>(name: string, rows: readonly T[]): readonly (T & FamilyRow)[] {
  const ps = rows.map(({ p }) => (p.ok ? p.value : null));
  const [holms, bhs] = [holm(ps), benjaminiHochberg(ps)];
  const size = ps.filter((p) => p !== null).length;
  return rows.map((row, i) => ({ ...row, family: { name, size }, ...adjusted(holms[i], bhs[i]) }));
}

function adjusted(byHolm: number | null | undefined, byBh: number | null | undefined): { readonly holm?: number; readonly benjaminiHochberg?: number } {
  return { ...(byHolm === null || byHolm === undefined ? {} : { holm: byHolm }), ...(byBh === null || byBh === undefined ? {} : { benjaminiHochberg: byBh }) };
}
