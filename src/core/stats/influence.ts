// Owns what single units do to Δ and d: influences for BCa (E8) and delete-one values. Refuses drawing (bootstrap.ts).
import type { Sides } from "./arrangement.ts";
import { contrast, summary, type Summary } from "./contrast.ts";

/** Influence of each unit (customer) on Δ: (x − mean of its type)/n_s, negated in the positive stratum, summed for linked customers (E8). */
export function deltaInfluences({ negative, positive, linked = 0 }: Sides): readonly number[] {
  const parts = (side: ArrayLike<number>, sign: 1 | -1): { readonly both: readonly number[]; readonly free: readonly number[] } => {
    const values = Array.from(side);
    const centred = (group: readonly number[]): readonly number[] => {
      const { mean } = summary(group);
      return group.map((value) => (sign * (value - mean)) / values.length);
    };
    return { both: centred(values.slice(0, linked)), free: centred(values.slice(linked)) };
  };
  const a = parts(negative, 1);
  const b = parts(positive, -1);
  return [...a.both.map((value, i) => value + (b.both[i] ?? 0)), ...a.free, ...b.free];
}

/** Influence of each unit on d by delete-one: U/n_s with U = (n_s − 1)(θ̄ − θ₍ᵢ₎) (E8). Empty where a delete-one d is undefined. */
export function effectInfluences({ negative, positive }: Sides): readonly number[] {
  const [all, other] = [summary(negative), summary(positive)];
  const without = (stratum: Summary, values: ArrayLike<number>, d: (rest: Summary) => number): readonly number[] => {
    const thetas = Array.from(values, (value) => d(deleted(stratum, value)));
    const mean = thetas.reduce((sum, theta) => sum + theta, 0) / thetas.length;
    return thetas.map((theta) => ((stratum.n - 1) * (mean - theta)) / stratum.n);
  };
  const d = (x: Summary, y: Summary): number => {
    const { cohensD } = contrast(x, y);
    return cohensD.ok ? cohensD.value : NaN;
  };
  const influences = [...without(all, negative, (rest) => d(rest, other)), ...without(other, positive, (rest) => d(all, rest))];
  return influences.every(Number.isFinite) ? influences : [];
}

/** Δ without each unit in turn. Both strata need two units, else the entries are those of what is left. */
export function deleteOneDeltas({ negative, positive }: Sides): { readonly negative: readonly number[]; readonly positive: readonly number[] } {
  const [n, p] = [summary(negative), summary(positive)];
  return {
    negative: Array.from(negative, (value) => deleted(n, value).mean - p.mean),
    positive: Array.from(positive, (value) => n.mean - deleted(p, value).mean),
  };
}

/** The summary without one of its values. */
function deleted({ n, mean, variance }: Summary, value: number): Summary {
  const rest = n - 1;
  const off = value - mean;
  const squares = (n - 1) * variance - (off * off * n) / rest;
  return { n: rest, mean: mean - off / rest, variance: rest < 2 ? 0 : Math.max(0, squares / (rest - 1)) };
}
