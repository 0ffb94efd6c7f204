// Owns sums that do not depend on the order of arrival. Refuses statistics over them (contrast.ts).
import { cleaned, type Summary } from "./contrast.ts";

/** Values are held to 2⁻⁵⁰ (9e-16), as whole numbers: adding and removing is exact, so any order gives the same sums. */
const SCALE = 2 ** 50;

/** Count, sum and sum of squares of values that come and go. */
export class ExactSum {
  #n = 0;
  #sum = 0n;
  #squares = 0n;

  add(value: number): void {
    const held = BigInt(Math.round(value * SCALE));
    this.#n++;
    this.#sum += held;
    this.#squares += held * held;
  }

  /** Takes a value out that was added before. */
  remove(value: number): void {
    const held = BigInt(Math.round(value * SCALE));
    this.#n--;
    this.#sum -= held;
    this.#squares -= held * held;
  }

  get summary(): Summary {
    const n = this.#n;
    if (n === 0) return { n, mean: 0, variance: 0 };
    const mean = Number(this.#sum) / n / SCALE;
    const spread = Number(BigInt(n) * this.#squares - this.#sum * this.#sum);
    return { n, mean, variance: n < 2 ? 0 : cleaned(spread / n / (n - 1) / SCALE / SCALE, mean) };
  }
}
