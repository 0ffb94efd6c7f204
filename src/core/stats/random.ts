// Owns seeded random draws for resampling: streams by name, unbiased indices, coin flips. Refuses entropy: the same seed gives the same draws everywhere.
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of 32-bit words; the same seed gives the same words on every machine. */
export class RandomStream {
  readonly seed: number;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  /** `seed`: any 32-bit integer. */
  constructor(seed: number) {
    this.seed = seed;
    this.#generator = xoroshiro128plus(mixed(seed));
    for (let skipped = 0; skipped < 16; skipped++) this.#generator.next();
  }

  /** 32 random bits, as a signed integer. */
  word(): number {
    return this.#generator.next();
  }

  /** A whole number in [0, n), each equally likely; 1 ≤ n ≤ 2²¹. D. Lemire, ACM Trans. Model. Comput. Simul. 29 (2019), 3:1–12. */
  below(n: number): number {
    let product = (this.#generator.next() >>> 0) * n;
    let whole = Math.floor(product / 4294967296);
    let rest = product - whole * 4294967296;
    if (rest < n) {
      const threshold = 4294967296 % n;
      while (rest < threshold) {
        product = (this.#generator.next() >>> 0) * n;
        whole = Math.floor(product / 4294967296);
        rest = product - whole * 4294967296;
      }
    }
    return whole;
  }
}

/** The seed of a named stream under a master seed, so that a new estimate never shifts the draws of another. A 32-bit unsigned integer. */
export function streamSeed(master: number, name: string): number {
  let hash = mixed(master ^ Math.floor(master / 4294967296)) ^ 0x811c9dc5;
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
