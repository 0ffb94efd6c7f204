// Owns the permutation test of outcomes over units (E7). Refuses arrangements themselves (arrangement.ts) and intervals (bootstrap.ts).
import { Arrangement, type Sides } from "./arrangement.ts";
import { emptiness, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { RandomStream } from "./random.ts";
import { WORK_BETWEEN_PAUSES, type Steps } from "./steps.ts";

/** At most this many arrangements are enumerated instead of drawn. */
const MOST_ARRANGEMENTS = 20_000;

/** One-sided towards larger values; two-sided by absolute value, never twice the one-sided. */
export interface ResampledP {
  readonly oneSided: number;
  readonly twoSided: number;
}

/** p values of one test. `exact`: all `draws` arrangements were seen, identity included; else p = (1 + k)/(draws + 1). */
export interface PermutationResult {
  readonly exact: boolean;
  readonly draws: number;
  readonly seed: number;
  /** Of Δ itself ("as published"). */
  readonly raw: ResampledP;
  /** Of Welch's t, the headline; needs two units a stratum. E. Chung & J. P. Romano, Ann. Statist. 41 (2013) 484–507. */
  readonly studentised: Estimate<ResampledP>;
}

/** Test of Δ = x̄₋ − x̄₊ against exchangeable outcomes. Ties count as extreme, to 1e-9 relative. */
export function* permutationTest(sides: Sides, draws: number, seed: number): Steps<Estimate<PermutationResult>> {
  const [n, m] = [sides.negative.length, sides.positive.length];
  const empty = emptiness(n, m);
  if (empty) return missing(empty);
  const arrangement = new Arrangement(sides);
  const raw = new Tail(arrangement.delta());
  const studentised = new Tail(arrangement.t());
  const arrangements = arrangement.count(MOST_ARRANGEMENTS);
  const exact = arrangements <= MOST_ARRANGEMENTS;
  const rounds = exact ? arrangements : draws;
  const stream = new RandomStream(seed);
  let work = 0;
  for (let round = 0; round < rounds; round++) {
    if (!exact) arrangement.shuffle(stream);
    else if (round > 0) arrangement.next();
    raw.see(arrangement.delta());
    studentised.see(arrangement.t());
    work += 2 * Math.min(n, m);
    if (work >= WORK_BETWEEN_PAUSES) {
      work = 0;
      yield;
    }
  }
  const few = n < 2 || m < 2;
  return {
    ok: true,
    value: { exact, draws: rounds, seed, raw: raw.p(rounds, exact), studentised: few ? missing("fewer-than-two-units") : { ok: true, value: studentised.p(rounds, exact) } },
  };
}

/** Counts values at least as extreme as the observed one. */
class Tail {
  readonly #least: number;
  readonly #leastAbsolute: number;
  #above = 0;
  #beyond = 0;

  constructor(observed: number) {
    this.#least = leastTie(observed);
    this.#leastAbsolute = leastTie(Math.abs(observed));
  }

  see(value: number): void {
    if (value >= this.#least) this.#above++;
    if (Math.abs(value) >= this.#leastAbsolute) this.#beyond++;
  }

  p(rounds: number, exact: boolean): ResampledP {
    const share = (k: number): number => (exact ? k / rounds : (1 + k) / (rounds + 1));
    return { oneSided: share(this.#above), twoSided: share(this.#beyond) };
  }
}

/** The least value that counts as tied with an observed one (E7). */
export function leastTie(observed: number): number {
  return Number.isFinite(observed) ? observed - 1e-9 * Math.max(1, Math.abs(observed)) : observed;
}
