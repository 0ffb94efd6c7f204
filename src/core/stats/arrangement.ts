// Owns arrangements of outcomes over unit values: enumerating, shuffling, Δ and Welch's t of each. Refuses counting p (permutation.ts).
import type { RandomStream } from "./random.ts";

/** Unit values by stratum; the first `linked` of both are the same customers, whose two labels swap together (E4). */
export interface Sides {
  readonly negative: ArrayLike<number>;
  readonly positive: ArrayLike<number>;
  readonly linked?: number;
}

/** Labels over units. It follows the sums of the smaller group of free units; values are centred, so that variances do not cancel. */
export class Arrangement {
  readonly #n: number;
  readonly #m: number;
  /** Free units, the smaller observed group first. */
  readonly #free: Float64Array;
  readonly #small: number;
  readonly #smallIsNegative: boolean;
  readonly #freeSums: Sums;
  readonly #linkedNegative: Float64Array;
  readonly #linkedPositive: Float64Array;
  readonly #all: Sums;
  readonly #chosen: Int32Array;
  readonly #swapped: Uint8Array;
  #sum = 0;
  #squares = 0;

  /** Starts at the observed arrangement. Both strata have at least one unit. */
  constructor({ negative, positive, linked = 0 }: Sides) {
    const values = [...Array.from(negative), ...Array.from(positive)];
    const origin = values[0] ?? 0;
    const centre = origin + values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
    const centred = (side: ArrayLike<number>, from: number, to: number): Float64Array => Float64Array.from(Array.from(side).slice(from, to), (value) => value - centre);
    this.#n = negative.length;
    this.#m = positive.length;
    this.#linkedNegative = centred(negative, 0, linked);
    this.#linkedPositive = centred(positive, 0, linked);
    const freeNegative = centred(negative, linked, this.#n);
    const freePositive = centred(positive, linked, this.#m);
    this.#smallIsNegative = freeNegative.length <= freePositive.length;
    this.#small = Math.min(freeNegative.length, freePositive.length);
    this.#free = Float64Array.from(this.#smallIsNegative ? [...freeNegative, ...freePositive] : [...freePositive, ...freeNegative]);
    this.#freeSums = sumsOf(this.#free);
    this.#all = sumsOf(Float64Array.from([...this.#free, ...this.#linkedNegative, ...this.#linkedPositive]));
    this.#chosen = Int32Array.from({ length: this.#small }, (_, i) => i);
    this.#swapped = new Uint8Array(linked);
    this.#settleChosen();
  }

  /** C(free units, smaller group) · 2^linked; some number above `most` where it is larger. */
  count(most: number): number {
    let count = 2 ** this.#swapped.length;
    for (let i = 1; i <= this.#small && count <= most; i++) count = (count * (this.#free.length - this.#small + i)) / i;
    return Math.round(count);
  }

  /** Goes to the next arrangement of the enumeration that began with the observed one. Not to be mixed with {@link shuffle}. */
  next(): void {
    for (let i = 0; i < this.#swapped.length; i++) {
      this.#swapped[i] = 1 - (this.#swapped[i] ?? 0);
      if (this.#swapped[i] === 1) {
        this.#settleChosen();
        return;
      }
    }
    const chosen = this.#chosen;
    let at = this.#small - 1;
    while (at >= 0 && chosen[at] === this.#free.length - this.#small + at) at--;
    if (at >= 0) {
      const from = (chosen[at] ?? 0) + 1;
      for (let i = at; i < this.#small; i++) chosen[i] = from + i - at;
    }
    this.#settleChosen();
  }

  /** Goes to a random arrangement: any choice of free units, a coin for each linked customer. */
  shuffle(stream: RandomStream): void {
    const values = this.#free;
    let sum = 0;
    let squares = 0;
    stream.shuffleFront(values, this.#small);
    for (let i = 0; i < this.#small; i++) {
      const value = values[i] as number;
      sum += value;
      squares += value * value;
    }
    for (let i = 0; i < this.#swapped.length; i++) this.#swapped[i] = stream.word() < 0 ? 1 : 0;
    this.#settle(sum, squares);
  }

  /** Mean of the units now labelled negative minus that of the others. */
  delta(): number {
    return this.#sum / this.#n - (this.#all.sum - this.#sum) / this.#m;
  }

  /** Welch's t of the arrangement; 0/0 = 0, x/0 = ±∞ (E7). */
  t(): number {
    const delta = this.delta();
    const v = this.#variance(this.#squares, this.#sum, this.#n);
    const w = this.#variance(this.#all.squares - this.#squares, this.#all.sum - this.#sum, this.#m);
    if (v + w > 0) return delta / Math.sqrt(v / this.#n + w / this.#m);
    return Math.abs(delta) <= 1e-12 * Math.sqrt(this.#all.squares) ? 0 : Math.sign(delta) * Infinity;
  }

  /** A variance that is nothing but rounding is 0. */
  #variance(squares: number, sum: number, n: number): number {
    const spread = squares - (sum * sum) / n;
    return n < 2 || spread <= 1e-13 * this.#all.squares ? 0 : spread / (n - 1);
  }

  #settleChosen(): void {
    let sum = 0;
    let squares = 0;
    for (const at of this.#chosen) {
      const value = this.#free[at] as number;
      sum += value;
      squares += value * value;
    }
    this.#settle(sum, squares);
  }

  /** Sums of the units labelled negative, from those of the smaller free group and the linked customers. */
  #settle(sum: number, squares: number): void {
    this.#sum = this.#smallIsNegative ? sum : this.#freeSums.sum - sum;
    this.#squares = this.#smallIsNegative ? squares : this.#freeSums.squares - squares;
    for (let i = 0; i < this.#swapped.length; i++) {
      const value = (this.#swapped[i] === 1 ? this.#linkedPositive[i] : this.#linkedNegative[i]) as number;
      this.#sum += value;
      this.#squares += value * value;
    }
  }
}

interface Sums {
  readonly sum: number;
  readonly squares: number;
}

function sumsOf(values: Float64Array): Sums {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return { sum, squares };
}
