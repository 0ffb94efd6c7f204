// Owns ridge regression, linear and logistic, on a few hundred columns at most. Refuses choosing features or folds.
import { choleskyOf } from "./homogeneity.ts";
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";

/** Rows of equally many features. */
export type Rows = readonly ArrayLike<number>[];

/** Mean and population SD of each column of the training rows; columns that do not vary stay 0 after scaling. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

export function scalingOf(rows: Rows): Scaling {
  const width = rows[0]?.length ?? 0;
  const mean = new Float64Array(width);
  const sd = new Float64Array(width);
  for (let c = 0; c < width; c++) {
    let sum = 0;
    for (const row of rows) sum += row[c] ?? 0;
    const centre = sum / rows.length;
    let squares = 0;
    for (const row of rows) squares += ((row[c] ?? 0) - centre) ** 2;
    mean[c] = centre;
    sd[c] = Math.sqrt(squares / rows.length);
  }
  return { mean, sd };
}

/** Scaled rows with a leading 1 for the intercept. */
export function scaled(rows: Rows, { mean, sd }: Scaling): readonly Float64Array[] {
  return rows.map((row) => {
    const out = new Float64Array(mean.length + 1);
    out[0] = 1;
    for (let c = 0; c < mean.length; c++) out[c + 1] = (sd[c] ?? 0) > 1e-12 ? ((row[c] ?? 0) - (mean[c] ?? 0)) / (sd[c] ?? 1) : 0;
    return out;
  });
}

export interface Fit {
  /** Intercept first. */
  readonly coefficients: Float64Array;
  /** √diagonal of the inverse Hessian of the unpenalised sum; meaningful for λ = 0. */
  readonly standardErrors: Float64Array;
}

export interface FitOptions {
  /** Penalty λ/2·|β|² on all but the intercept, beside a mean loss. */
  readonly lambda: number;
  /** Row weights; default 1 each. */
  readonly weights?: readonly number[];
}

/** Minimises mean log loss + λ/2·|β|² by Newton's method; rows as {@link scaled} gives them, y in [0, 1]. `singular` where it does not converge. */
export function logisticFit(rows: readonly Float64Array[], y: ArrayLike<number>, options: FitOptions): Estimate<Fit> {
  return newton(rows, options, (eta, i) => {
    const p = 1 / (1 + Math.exp(-eta));
    return { residual: (y[i] ?? 0) - p, curvature: p * (1 - p) };
  });
}

/** Minimises ½·mean squared error + λ/2·|β|². */
export function linearFit(rows: readonly Float64Array[], y: ArrayLike<number>, options: FitOptions): Estimate<Fit> {
  return newton(rows, options, (eta, i) => ({ residual: (y[i] ?? 0) - eta, curvature: 1 }));
}

/** Value of the linear predictor for a scaled row. */
export function predictor(fit: Fit, row: Float64Array): number {
  let eta = 0;
  for (let c = 0; c < row.length; c++) eta += (fit.coefficients[c] ?? 0) * (row[c] ?? 0);
  return eta;
}

export function probability(fit: Fit, row: Float64Array): number {
  return 1 / (1 + Math.exp(-predictor(fit, row)));
}

function newton(rows: readonly Float64Array[], { lambda, weights }: FitOptions, link: (eta: number, row: number) => { readonly residual: number; readonly curvature: number }): Estimate<Fit> {
  const width = rows[0]?.length ?? 0;
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows.length;
  if (width === 0 || total === 0) return missing("no-units");
  const fit: Fit = { coefficients: new Float64Array(width), standardErrors: new Float64Array(width) };
  const { coefficients } = fit;
  for (let round = 0; round < 100; round++) {
    const gradient = Array.from(coefficients, (value, c) => (c === 0 ? 0 : -lambda * value));
    const hessian = Array.from({ length: width }, (_, c) => Array.from({ length: width }, (__, d) => (c === d && c > 0 ? lambda : 0)));
    rows.forEach((row, i) => {
      const { residual, curvature } = link(predictor(fit, row), i);
      const weight = (weights?.[i] ?? 1) / total;
      for (let c = 0; c < width; c++) {
        const x = row[c] ?? 0;
        if (x === 0) continue;
        gradient[c] = (gradient[c] ?? 0) + weight * residual * x;
        const line = hessian[c] as number[];
        for (let d = 0; d <= c; d++) line[d] = (line[d] ?? 0) + weight * curvature * x * (row[d] ?? 0);
      }
    });
    // A column that does not vary has no curvature of its own; its coefficient stays 0.
    hessian.forEach((line, c) => (line[c] = Math.max(line[c] ?? 0, 1e-14)));
    const factor = choleskyOf(hessian, 1e-13);
    if (!factor) return missing("singular");
    const step = solve(factor, gradient);
    step.forEach((move, c) => (coefficients[c] = (coefficients[c] ?? 0) + move));
    if (!coefficients.every((value) => Math.abs(value) < 1e6)) return missing("singular");
    if (Math.max(...step.map(Math.abs)) < 1e-12) {
      for (let c = 0; c < width; c++) {
        const unit = solve(factor, Array.from({ length: width }, (_, d) => (d === c ? 1 : 0)));
        fit.standardErrors[c] = Math.sqrt(Math.max(0, unit[c] ?? 0) / total);
      }
      return { ok: true, value: fit };
    }
  }
  return missing("singular");
}

/** A⁻¹b by forward and back substitution, A = LL′. */
function solve(factor: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length;
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i] = (x[i] ?? 0) - (factor[i]?.[j] ?? 0) * (x[j] ?? 0);
    x[i] = (x[i] ?? 0) / (factor[i]?.[i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] = (x[i] ?? 0) - (factor[j]?.[i] ?? 0) * (x[j] ?? 0);
    x[i] = (x[i] ?? 0) / (factor[i]?.[i] ?? 1);
  }
  return x;
}
