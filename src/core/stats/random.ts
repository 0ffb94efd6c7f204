// Owns seeded random draws for resampling: streams by name, unbiased indices, coin flips. Refuses entropy: the same seed gives the same draws everywhere.

const TWO_32 = 4294967296;
/** 2⁻³², a power of two: multiplying by it is exact. */
const UNIT = 1 / TWO_32;
/** Below this many values an index takes half a word. */
const HALF = 65536;

/**
 * A stream of 32-bit words, the same for a seed on every machine: sfc32 (C. Doty-Humphrey, PractRand, public domain), all of whose
 * bits are good. Resampling draws tens of millions of indices, so they are made in whole loops with the state in local variables.
 */
export class RandomStream {
  readonly #state: Int32Array;

  /** `seed`: any 32-bit integer. */
  constructor(seed: number) {
    this.#state = Int32Array.from([mixed(seed), mixed(seed ^ 0x9e3779b9), mixed(seed ^ 0x7f4a7c15), 1]);
    for (let skipped = 0; skipped < 12; skipped++) this.word();
  }

  /** 32 random bits, as a signed integer. */
  word(): number {
    const state = this.#state as unknown as [number, number, number, number];
    const word = (state[0] + state[1] + state[3]) | 0;
    state[3] = (state[3] + 1) | 0;
    state[0] = state[1] ^ (state[1] >>> 9);
    state[1] = (state[2] + (state[2] << 3)) | 0;
    state[2] = (((state[2] << 21) | (state[2] >>> 11)) + word) | 0;
    return word;
  }

  /** A whole number in [0, n), each equally likely; 1 ≤ n ≤ 2²¹. D. Lemire, ACM Trans. Model. Comput. Simul. 29 (2019), 3:1–12. */
  below(n: number): number {
    for (;;) {
      const product = (this.word() >>> 0) * n;
      const whole = Math.floor(product * UNIT);
      const rest = product - whole * TWO_32;
      if (rest >= n || rest >= TWO_32 % n) return whole;
    }
  }

  /** Fills target[from …] with `offset` plus whole numbers in [0, n), each equally likely; 1 ≤ n ≤ 2²¹. */
  fillBelow(n: number, target: Int32Array, from = 0, offset = 0): void {
    if (n <= HALF) this.#fillFromHalves(n, target, from, offset);
    else for (let i = from; i < target.length; i++) target[i] = offset + this.below(n);
  }

  /** Puts a random choice of `count` values to the front, every choice equally likely: a partial Fisher–Yates shuffle. */
  shuffleFront(values: Float64Array, count: number): void {
    const state = this.#state;
    let [a, b, c, counter] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    for (let i = 0; i < count; ) {
      const word = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      const n = values.length - i;
      const product = (word >>> 0) * n;
      const whole = Math.floor(product * UNIT);
      const rest = product - whole * TWO_32;
      if (rest < n && rest < TWO_32 % n) continue;
      const held = values[i] as number;
      values[i] = values[i + whole] as number;
      values[i + whole] = held;
      i++;
    }
    this.#keep(a, b, c, counter);
  }

  /** Two indices from one word, by the same rule on 16 bits. */
  #fillFromHalves(n: number, target: Int32Array, from: number, offset: number): void {
    const state = this.#state;
    let [a, b, c, counter] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    const threshold = HALF % n;
    const end = target.length;
    for (let i = from; i < end; ) {
      const word = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      const first = Math.imul(word >>> 16, n);
      if ((first & 0xffff) >= threshold) target[i++] = offset + (first >>> 16);
      const second = Math.imul(word & 0xffff, n);
      if ((second & 0xffff) >= threshold && i < end) target[i++] = offset + (second >>> 16);
    }
    this.#keep(a, b, c, counter);
  }

  #keep(a: number, b: number, c: number, counter: number): void {
    this.#state[0] = a;
    this.#state[1] = b;
    this.#state[2] = c;
    this.#state[3] = counter;
  }
}

/** The seed of a named stream under a master seed, so that a new estimate never shifts the draws of another. A 32-bit unsigned integer. */
export function streamSeed(master: number, name: string): number {
  let hash = mixed(mixed(master) + Math.floor(master / TWO_32)) ^ 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return mixed(hash) >>> 0;
}

/** Finaliser of MurmurHash3 (A. Appleby, public domain): every input bit reaches every output bit. */
function mixed(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
