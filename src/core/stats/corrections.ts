// Owns corrections of judge labels by drawn labels of people (E34, E36–E38). Refuses the corrected contrast (correctedContrast.ts).
import { summary, type Pair } from "./contrast.ts";
import { Z95 } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";

export interface PowerTuned {
  readonly lambda: number;
  /** Before clipping to [0, 1]. */
  readonly lambdaRaw: number;
  readonly estimate: number;
  readonly se: number;
  readonly interval: Pair;
}

/**
 * PPI++ mean (A. Angelopoulos, J. Duchi & T. Zrnic, 2023; E34): λ·mean(F) + mean(Y − λf), for independent items labelled as a simple
 * random sample only. λ tuned where not given. Variances have divisor n − 1, as in the reference implementation's tuning; the standard
 * error uses divisor n of both parts.
 */
export function powerTunedMean(human: readonly number[], judgeOnHuman: readonly number[], judgeElsewhere: readonly number[], lambda?: number): Estimate<PowerTuned> {
  const [n, rest] = [human.length, judgeElsewhere.length];
  if (n < 2 || rest < 1) return missing("not-enough-labels");
  const [y, f] = [summary(human).mean, summary(judgeOnHuman).mean];
  const covariance = human.reduce((sum, value, i) => sum + (value - y) * ((judgeOnHuman[i] ?? 0) - f), 0) / n;
  const pooled = summary([...judgeOnHuman, ...judgeElsewhere]).variance;
  const lambdaRaw = pooled === 0 ? 0 : covariance / ((1 + n / rest) * pooled);
  const used = lambda ?? Math.min(1, Math.max(0, lambdaRaw));
  const differences = human.map((value, i) => value - used * (judgeOnHuman[i] ?? 0));
  const estimate = used * summary(judgeElsewhere).mean + summary(differences).mean;
  const population = (values: readonly number[]): number => (summary(values).variance * (values.length - 1)) / values.length;
  const se = Math.sqrt((used * used * population(judgeElsewhere)) / rest + population(differences) / n);
  return { ok: true, value: { lambda: used, lambdaRaw, estimate, se, interval: [estimate - Z95 * se, estimate + Z95 * se] } };
}

export interface AdjustedRate {
  readonly estimate: number;
  readonly interval: Pair;
  /** The estimate lay outside [0, 1] and was clipped. */
  readonly clipped: boolean;
}

/**
 * Rate corrected for a judge's sensitivity and specificity measured elsewhere (W. Rogan & B. Gladen, 1978; E37), with the interval of
 * C. Lee et al. (arXiv 2511.21140) for independent counts: n judged items, m checked negatives and positives.
 */
export function adjustedRate(p: number, specificity: number, sensitivity: number, n: number, mNegative: number, mPositive: number): Estimate<AdjustedRate> {
  if (specificity + sensitivity <= 1) return missing("sensitivity-plus-specificity-not-above-1");
  const raw = (p + specificity - 1) / (specificity + sensitivity - 1);
  const z2 = Z95 * Z95;
  const rate = (n * p + z2 / 2) / (n + z2);
  const q0 = (mNegative * specificity + 1) / (mNegative + 2);
  const q1 = (mPositive * sensitivity + 1) / (mPositive + 2);
  const [items, negatives, positives] = [n + z2, mNegative + 2, mPositive + 2];
  const gain = q0 + q1 - 1;
  const centre = (rate + q0 - 1) / gain;
  const [e0, e1] = [(q0 * (1 - q0)) / negatives, (q1 * (1 - q1)) / positives];
  const shift = 2 * z2 * (-(1 - centre) * e0 + centre * e1);
  const half = (Z95 * Math.sqrt((rate * (1 - rate)) / items + (1 - centre) ** 2 * e0 + centre ** 2 * e1)) / gain;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return { ok: true, value: { estimate: clip(raw), interval: [clip(centre + shift - half), clip(centre + shift + half)], clipped: raw < 0 || raw > 1 } };
}

/** A turn of one branch and stratum with the judge's label and, where it was drawn, the person's; labels are places in the codebook. */
export interface CheckedLabel {
  readonly judge: number;
  readonly human: number | undefined;
  /** Probability with which it was drawn for labelling. */
  readonly inclusion: number;
}

/** Judge × human weights Σ1/π of the drawn items; rows judge, columns human. */
export function checkedTable(turns: readonly CheckedLabel[], labels: number): readonly (readonly number[])[] {
  const table = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  for (const { judge, human, inclusion } of turns) {
    const row = table[judge];
    if (row && human !== undefined) row[human] = (row[human] ?? 0) + 1 / inclusion;
  }
  return table;
}

/**
 * Shares of people's labels by the judge's predictive values (E36): θ_s = Σ_j p_j · P̂(human s | judge j), with p_j over all turns and P̂
 * from the drawn ones weighted 1/π. A judge class that occurs and was never checked: `empty-judge-class`.
 */
export function correctedShares(turns: readonly CheckedLabel[], labels: number): Estimate<readonly number[]> {
  if (turns.length === 0) return missing("no-units");
  const table = checkedTable(turns, labels);
  const shares = new Array<number>(labels).fill(0);
  for (let judge = 0; judge < labels; judge++) {
    const p = turns.filter((turn) => turn.judge === judge).length / turns.length;
    if (p === 0) continue;
    const row = table[judge] ?? [];
    const total = row.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return missing("empty-judge-class");
    row.forEach((weight, human) => (shares[human] = (shares[human] ?? 0) + (p * weight) / total));
  }
  return { ok: true, value: shares };
}

/**
 * Sensitivity and specificity of the judge for one label, weighted 1/π, and the share they give (E37 on the same drawn items; for one
 * label this equals {@link correctedShares} only when the weights match the judge's shares).
 */
export function weightedRate(turns: readonly CheckedLabel[], label: number): Estimate<{ readonly sensitivity: number; readonly specificity: number; readonly estimate: number }> {
  const drawn = turns.filter((turn) => turn.human !== undefined);
  const weight = (rows: readonly CheckedLabel[]): number => rows.reduce((sum, { inclusion }) => sum + 1 / inclusion, 0);
  const positives = drawn.filter((turn) => turn.human === label);
  const negatives = drawn.filter((turn) => turn.human !== label);
  if (positives.length === 0 || negatives.length === 0) return missing("not-enough-labels");
  const sensitivity = weight(positives.filter((turn) => turn.judge === label)) / weight(positives);
  const specificity = weight(negatives.filter((turn) => turn.judge !== label)) / weight(negatives);
  if (sensitivity + specificity <= 1) return missing("sensitivity-plus-specificity-not-above-1");
  const p = turns.filter((turn) => turn.judge === label).length / turns.length;
  return { ok: true, value: { sensitivity, specificity, estimate: (p + specificity - 1) / (sensitivity + specificity - 1) } };
}

/** Judge minus human depth, weighted 1/π, of one branch × stratum (E38); `not-enough-labels` where nothing was drawn. */
export function judgeError(turns: readonly CheckedLabel[]): Estimate<number> {
  let [sum, weights] = [0, 0];
  for (const { judge, human, inclusion } of turns) {
    if (human === undefined) continue;
    sum += (judge - human) / inclusion;
    weights += 1 / inclusion;
  }
  return weights === 0 ? missing("not-enough-labels") : known(sum / weights);
}
