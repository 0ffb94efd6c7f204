// Owns the bootstrap of stratum means within stratum (E8): draws, percentile and BCa ends. Refuses permutation and closed forms.
import { normalCdf, normalQuantile } from "./distributions.ts";
import { missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import type { Pair } from "./contrast.ts";
import { leastTie } from "./permutation.ts";
import { RandomStream } from "./random.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";

/** Unit values by column, every column of a stratum equally long; the first `linked` units of both strata are the same customers (E4). */
export interface Tables {
  readonly negative: readonly ArrayLike<number>[];
  readonly positive: readonly ArrayLike<number>[];
  readonly linked?: number;
}

/** Column means of each draw: `negative[column][draw]`. A stratum without units has means NaN; its caller says why before it asks. */
export interface DrawnMeans {
  readonly draws: number;
  readonly seed: number;
  readonly negative: readonly Float64Array[];
  readonly positive: readonly Float64Array[];
}

/** Draws units with replacement inside each type (negative only, positive only, both), so that n₋ and n₊ stay what they are. */
export function* bootstrapMeans({ negative, positive, linked = 0 }: Tables, draws: number, seed: number): Steps<DrawnMeans> {
  const sides = [new Side(negative, draws), new Side(positive, draws)] as const;
  const stream = new RandomStream(seed);
  const together = new Int32Array(linked);
  const cost = sides[0].cost + sides[1].cost;
  let work = 0;
  for (let draw = 0; draw < draws; draw++) {
    if (linked > 0) stream.fillBelow(linked, together);
    sides[0].draw(draw, together, stream);
    sides[1].draw(draw, together, stream);
    work += cost;
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  return { draws, seed, negative: sides[0].means, positive: sides[1].means };
}

/** One stratum: how often each unit was drawn, and the column means that follow. */
class Side {
  readonly means: readonly Float64Array[];
  readonly #columns: readonly Column[];
  readonly #drawn: Int32Array;
  readonly #times: Float64Array;

  constructor(columns: readonly ArrayLike<number>[], draws: number) {
    this.#columns = columns.map(columnOf);
    this.#drawn = new Int32Array(columns[0]?.length ?? 0);
    this.#times = new Float64Array(this.#drawn.length);
    this.means = columns.map(() => new Float64Array(draws));
  }

  get cost(): number {
    return this.#drawn.length * 4 + this.#columns.reduce((sum, { values }) => sum + values.length, 0);
  }

  draw(draw: number, together: Int32Array, stream: RandomStream): void {
    const drawn = this.#drawn;
    const linked = together.length;
    drawn.set(together);
    if (drawn.length > linked) stream.fillBelow(drawn.length - linked, drawn, linked, linked);
    count(drawn, this.#times);
    for (let c = 0; c < this.#columns.length; c++) {
      const column = this.#columns[c] as Column;
      (this.means[c] as Float64Array)[draw] = column.origin + weighted(column, this.#times) / drawn.length;
    }
  }
}

/** Values off the origin, with their units where most values are the origin. A column of equal values has none: its means are exact. */
interface Column {
  readonly origin: number;
  readonly values: Float64Array;
  readonly units: Int32Array | undefined;
}

function columnOf(given: ArrayLike<number>): Column {
  const all = Float64Array.from(given);
  const first = all[0] ?? NaN;
  const origin = all.every((value) => value === first) ? first : 0;
  const off = Int32Array.from(all.keys()).filter((unit) => all[unit] !== origin);
  return off.length > all.length / 2 ? { origin: 0, values: all, units: undefined } : { origin, values: Float64Array.from(off, (unit) => all[unit] as number), units: off };
}

function count(drawn: Int32Array, times: Float64Array): void {
  times.fill(0);
  for (const unit of drawn) times[unit] = (times[unit] as number) + 1;
}

function weighted({ values, units }: Column, times: Float64Array): number {
  let sum = 0;
  if (units) for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (times[units[i] as number] as number);
  else for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (times[i] as number);
  return sum;
}

/** One number for each draw, from the draw's column means by stratum. */
export function perDraw(means: DrawnMeans, value: (negative: (column: number) => number, positive: (column: number) => number) => number): Float64Array {
  let at = 0;
  const negative = (column: number): number => means.negative[column]?.[at] ?? NaN;
  const positive = (column: number): number => means.positive[column]?.[at] ?? NaN;
  return Float64Array.from({ length: means.draws }, (_, draw) => {
    at = draw;
    return value(negative, positive);
  });
}

/** Quantile of sorted values, type 7 of R. J. Hyndman & Y. Fan, Am. Stat. 50 (1996): linear between order statistics. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const a = sorted[low] as number;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return at === low || a === b ? a : a + (at - low) * (b - a);
}

/** 95 % percentile interval; `zero-variance` where draws are not finite (an undefined standard deviation). */
export function percentileInterval(values: Float64Array): Estimate<Pair> {
  const sorted = values.slice().sort();
  const pair: Pair = [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  return pair.every(Number.isFinite) ? { ok: true, value: pair } : missing("zero-variance");
}

/**
 * Bias-corrected and accelerated 95 % interval (B. Efron, J. Am. Stat. Assoc. 82, 1987): z₀ from {@link biasCorrection}, `acceleration`
 * from {@link influenceAcceleration}. `zero-variance` where all draws are equal.
 */
export function bcaInterval(values: Float64Array, observed: number, acceleration: number): Estimate<Pair> {
  const sorted = values.slice().sort();
  if (sorted[0] === sorted.at(-1)) return missing("zero-variance");
  const z0 = biasCorrection(sorted, observed);
  const [low, high] = bcaLevels(z0, acceleration);
  const pair: Pair = [quantile(sorted, low), quantile(sorted, high)];
  return Number.isFinite(z0) && pair.every(Number.isFinite) ? { ok: true, value: pair } : missing("zero-variance");
}

/** z₀ = Φ⁻¹(share of draws below the observed value + half the share level with it) (E8); ±∞ where it lies outside all draws. */
export function biasCorrection(values: Float64Array, observed: number): number {
  const low = leastTie(observed);
  const high = observed + (observed - low);
  let [below, level] = [0, 0];
  for (const value of values) {
    if (value < low) below++;
    else if (value <= high) level++;
  }
  return normalQuantile((below + level / 2) / values.length);
}

/** The shares of draws between which the 95 % interval lies: Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))). */
export function bcaLevels(z0: number, acceleration: number): Pair {
  const end = (z: number): number => normalCdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z)));
  return [end(normalQuantile(0.025)), end(normalQuantile(0.975))];
}

/** ⅙·ΣU³/(ΣU²)^1.5 of the units' influences on the statistic; 0 where there are none. */
export function influenceAcceleration(influences: readonly number[]): number {
  let squares = 0;
  let cubes = 0;
  for (const u of influences) {
    squares += u * u;
    cubes += u * u * u;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
