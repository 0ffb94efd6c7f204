// Owns whether the simulated labels are distributed as the real ones: clustered tests (E17, E18) and distances with noise floors (E16).
import { chiSquaredUpper } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate } from "./labelledProbe.ts";
import { leastTie } from "./permutation.ts";
import { flipTest, type FlipResult } from "./signFlip.ts";
import type { Steps } from "./steps.ts";
import { quantile } from "./bootstrap.ts";
import { compare, type DepthProbe } from "./units.ts";

/** Label counts of one conversation in both branches; samples weigh 1/K. */
export interface Margins {
  readonly real: readonly number[];
  readonly simulated: readonly number[];
}

/** Margins by conversation, ordered by id; `labels` is the number of labels of the scheme. */
export function marginsOf(probes: readonly DepthProbe[], labels: number): readonly Margins[] {
  const byConversation = new Map<string, { real: number[]; simulated: number[] }>();
  for (const { source, real, samples } of probes) {
    const margins = byConversation.get(source.conversation) ?? { real: new Array<number>(labels).fill(0), simulated: new Array<number>(labels).fill(0) };
    margins.real[real] = (margins.real[real] ?? 0) + 1;
    for (const depth of samples) margins.simulated[depth] = (margins.simulated[depth] ?? 0) + 1 / samples.length;
    byConversation.set(source.conversation, margins);
  }
  return [...byConversation].sort(([a], [b]) => compare(a, b)).map(([, margins]) => margins);
}

export interface DistanceValues {
  readonly tvd: number;
  readonly jsd: number;
  readonly wasserstein: number;
}

export interface Homogeneity {
  /** D′(Σd_c d_c′)⁻¹D with its degrees of freedom; at one probe a conversation this is Stuart–Maxwell's statistic. */
  readonly w: Estimate<number>;
  readonly df: number;
  readonly chiSquaredP: Estimate<number>;
  readonly flipped: Estimate<FlipResult>;
  /** E18 for each label, from the same flips; `how` says how many. */
  readonly labels: readonly LabelTest[];
  readonly how: FlipResult | undefined;
  readonly distances: Estimate<DistanceValues>;
  /** Under the same flips: the median, and the value that 95 % of flips do not exceed. */
  readonly floor: Estimate<{ readonly median: DistanceValues; readonly upper95: DistanceValues; readonly draws: number; readonly seed: number }>;
}

/** E16, E17 and E18 from the same sign flips of whole conversations. */
export function* homogeneity(margins: readonly Margins[], draws: number, seed: number): Steps<Homogeneity> {
  const labels = margins[0]?.real.length ?? 0;
  const differences = margins.map(({ real, simulated }) => real.map((count, label) => tidy((simulated[label] ?? 0) - count)));
  const totals = Array.from({ length: labels }, (_, label) => margins.reduce((sum, { real, simulated }) => sum + (real[label] ?? 0) + (simulated[label] ?? 0), 0));
  const probes = margins.reduce((sum, { real }) => sum + real.reduce((a, b) => a + b, 0), 0);
  if (probes === 0) {
    const none = missing("no-usable-probe");
    return { w: none, df: 0, chiSquaredP: none, flipped: none, labels: [], how: undefined, distances: none, floor: none };
  }
  const used = totals.flatMap((total, label) => (total > 1e-12 ? [label] : [])).slice(0, -1);
  const factor = choleskyOf(used.map((row) => used.map((column) => differences.reduce((sum, d) => sum + (d[row] ?? 0) * (d[column] ?? 0), 0))));
  const quadratic = (sums: ArrayLike<number>): number => (factor ? quadraticForm(factor, used.map((label) => sums[label] ?? 0)) : 0);
  const observed = Array.from({ length: labels }, (_, label) => differences.reduce((sum, d) => sum + (d[label] ?? 0), 0));
  const drawn: DistanceValues[] = [];
  const tallies = observed.map((_, label) => new LabelTally(differences.map((d) => d[label] ?? 0)));
  let flippedSums: ArrayLike<number> = observed;
  const flipped = yield* flipTest(
    differences,
    (sums) => {
      flippedSums = sums;
      return quadratic(sums);
    },
    draws,
    seed,
    () => {
      drawn.push(distancesAt(flippedSums, totals, probes));
      tallies.forEach((tally, label) => tally.see(flippedSums[label] ?? 0));
    },
  );
  const discordant = differences.some((d) => d.some((value) => value !== 0));
  const w: Estimate<number> = !discordant ? missing("no-discordant-pairs") : used.length === 0 ? missing("no-variation") : factor ? known(quadratic(observed)) : missing("singular");
  const point = (share: number): DistanceValues => {
    const at = (name: keyof DistanceValues): number => quantile(Float64Array.from(drawn, (each) => each[name]).sort(), share);
    return { tvd: at("tvd"), jsd: at("jsd"), wasserstein: at("wasserstein") };
  };
  return {
    w,
    df: used.length,
    chiSquaredP: w.ok ? known(chiSquaredUpper(w.value, used.length)) : discordant ? w : known(1),
    flipped: w.ok || !discordant ? flipped : w,
    labels: flipped.ok ? tallies.map((tally) => tally.test(flipped.value)) : [],
    how: flipped.ok ? flipped.value : undefined,
    distances: { ok: true, value: distancesAt(observed, totals, probes) },
    floor: drawn.length === 0 ? missing("run-unfinished") : { ok: true, value: { median: point(0.5), upper95: point(0.95), draws: drawn.length, seed } },
  };
}

/** Distances of the pooled shares when the column sums of simulated − real are `sums` (E16): TVD, squared JSD in bits, W₁ in depth steps. */
function distancesAt(sums: ArrayLike<number>, totals: readonly number[], probes: number): DistanceValues {
  let [tvd, jsd, wasserstein, cumulated] = [0, 0, 0, 0];
  totals.forEach((total, label) => {
    const difference = (sums[label] ?? 0) / probes;
    const p = Math.max(0, (total / probes - difference) / 2);
    const q = Math.max(0, (total / probes + difference) / 2);
    const middle = (p + q) / 2;
    tvd += Math.abs(difference) / 2;
    if (p > 0) jsd += (p * Math.log2(p / middle)) / 2;
    if (q > 0) jsd += (q * Math.log2(q / middle)) / 2;
    cumulated += difference;
    wasserstein += Math.abs(cumulated);
  });
  return { tvd, jsd: Math.max(0, jsd), wasserstein: tidy(wasserstein) };
}

/** E18: one label's count, simulated minus real, against 0 with conversations as clusters. Without discordant pairs p = 1. */
export interface LabelTest {
  readonly sum: number;
  /** (Σd_c)²/Σd_c². */
  readonly z2: Estimate<number>;
  readonly chiSquaredP: number;
  readonly p: number;
}

/** Counts the flips in which a label's |sum| is at least the observed one. */
class LabelTally {
  readonly sum: number;
  readonly #squares: number;
  readonly #least: number;
  #extreme = 0;

  constructor(differences: readonly number[]) {
    this.sum = differences.reduce((total, d) => total + d, 0);
    this.#squares = differences.reduce((total, d) => total + d * d, 0);
    this.#least = leastTie(Math.abs(this.sum));
  }

  see(sum: number): void {
    if (Math.abs(sum) >= this.#least) this.#extreme++;
  }

  test({ exact, draws }: FlipResult): LabelTest {
    const z2 = this.#squares === 0 ? missing("no-discordant-pairs") : known((this.sum * this.sum) / this.#squares);
    const p = exact ? this.#extreme / draws : (1 + this.#extreme) / (1 + draws);
    return { sum: this.sum, z2, chiSquaredP: z2.ok ? chiSquaredUpper(z2.value, 1) : 1, p };
  }
}

/** Sums of thirds that should cancel leave rounding behind. */
function tidy(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : value;
}

/** Lower Cholesky factor of a symmetric matrix (its lower half is read), or undefined where it is singular to `tolerance` of its diagonal. */
export function choleskyOf(matrix: readonly (readonly number[])[], tolerance = 1e-10): readonly (readonly number[])[] | undefined {
  const factor: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const current: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? current : (factor[j] ?? []);
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (current[k] ?? 0) * (other[k] ?? 0);
      if (j < i) current.push(sum / (other[j] ?? 1));
      else if (sum <= tolerance * (row[i] ?? 0) || !(sum > 0)) return undefined;
      else current.push(Math.sqrt(sum));
    }
    factor.push(current);
  }
  return factor;
}

/** x′A⁻¹x by forward substitution, A = LL′. */
function quadraticForm(factor: readonly (readonly number[])[], x: readonly number[]): number {
  const solved: number[] = [];
  let sum = 0;
  factor.forEach((row, i) => {
    let value = x[i] ?? 0;
    for (let j = 0; j < i; j++) value -= (row[j] ?? 0) * (solved[j] ?? 0);
    value /= row[i] ?? 1;
    solved.push(value);
    sum += value * value;
  });
  return sum;
}
