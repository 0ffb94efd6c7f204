// Statistics documents made by hand from a few numbers, for tests of what people see. They compute nothing.
import type { LiveReport, Method, PositionRow, Quantity, Reported, ShareCell, StatsReport, StratumRow } from "../../src/core/stats/reportShape.ts";

type Triple = readonly [value: number, low?: number, high?: number];

export interface FakeStratum {
  readonly conversations: number;
  readonly probes: number;
  readonly real: Triple;
  readonly simulated: Triple;
  readonly bias: Triple;
  readonly sd: number;
}

/** The numbers a test cares about; the default is the published pattern on the scale of the sample. */
export interface FakeNumbers {
  readonly invented?: boolean;
  readonly look?: boolean;
  readonly negative?: FakeStratum;
  readonly positive?: FakeStratum;
  readonly delta?: Triple;
  readonly d?: Triple;
  readonly kept?: Triple | "real-gap-includes-zero";
  readonly positions?: readonly { readonly position: number; readonly negative: Triple; readonly positive: Triple; readonly delta: Triple }[];
  readonly shares?: Readonly<Record<string, readonly [negativeReal: number, negativeSimulated: number, positiveReal: number, positiveSimulated: number]>>;
}

export const PUBLISHED = {
  negative: { conversations: 181, probes: 537, real: [1.42, 1.33, 1.51], simulated: [1.82, 1.73, 1.91], bias: [0.4, 0.3, 0.49], sd: 0.65 },
  positive: { conversations: 193, probes: 572, real: [1.95, 1.85, 2.05], simulated: [2.04, 1.94, 2.14], bias: [0.09, -0.04, 0.22], sd: 0.92 },
  delta: [0.3, 0.14, 0.46],
  d: [0.38, 0.18, 0.59],
  kept: [0.43, 0.18, 0.7],
  positions: [
    { position: 30, negative: [0.25, 0.12, 0.38], positive: [0.2, 0.04, 0.36], delta: [0.05, -0.16, 0.26] },
    { position: 60, negative: [0.43, 0.3, 0.56], positive: [0.28, 0.11, 0.45], delta: [0.15, -0.06, 0.36] },
    { position: 90, negative: [0.5, 0.36, 0.64], positive: [-0.2, -0.4, 0], delta: [0.71, 0.46, 0.95] },
  ],
  shares: { resisting: [0.251, 0.135, 0.16, 0.136], exploring: [0.35, 0.29, 0.26, 0.22], engaging: [0.137, 0.132, 0.173, 0.134], considering: [0.219, 0.401, 0.337, 0.466], deciding: [0.043, 0.043, 0.07, 0.044] },
} as const satisfies FakeNumbers;

/** One number; without ends it has no interval. */
export function reported([value, low, high]: Triple, quantity: Quantity = "depth", method: Method = "mean"): Reported {
  const interval = low === undefined || high === undefined ? {} : { interval: { ok: true as const, value: { low, high, level: 0.95, method: "bootstrap-percentile" as const } } };
  return { ok: true, value, quantity, method, n: {}, ...interval };
}

export function missing(reason: Extract<Reported, { ok: false }>["reason"], quantity: Quantity = "depth"): Reported {
  return { ok: false, reason, quantity, method: "mean", n: {} };
}

/** A finished run's document; only what headline, picture and panel read is filled. */
export function fakeReport(given: FakeNumbers = {}): StatsReport {
  const numbers: Required<FakeNumbers> = { ...PUBLISHED, invented: false, look: false, ...given };
  const hidden = numbers.invented ? "invented" : numbers.look ? "run-unfinished" : undefined;
  const p = (value: number): Reported => (hidden ? missing(hidden, "probability") : reported([value], "probability", "permutation-studentised"));
  const stratum = (side: "negative" | "positive"): StratumRow => {
    const { conversations, probes, real, simulated, bias, sd } = numbers[side];
    return { conversations, units: conversations, probes, bias: reported(bias), sd: reported([sd], "sd"), real: reported(real), simulated: reported(simulated), zeroTest: p(side === "negative" ? 0.0001 : 0.17) };
  };
  const [negative, positive] = [stratum("negative"), stratum("positive")];
  const unknown = { conversations: 0, units: 0, probes: 0, bias: missing("no-units") };
  const positions = numbers.positions.map(({ position, ...row }) => ({ position, strata: { negative: reported(row.negative), positive: reported(row.positive) }, delta: reported(row.delta), p: p(0.002), holm: 0.006 }) as unknown as PositionRow);
  const cell = (value: number): ShareCell => ({ averaged: reported([value, Math.max(0, value - 0.035), value + 0.035], "share"), pooled: reported([value], "share"), effectiveN: 100 });
  const moved = (value: number): Reported => reported([value, value - 0.05, value + 0.05], "share");
  const stage = Object.entries(numbers.shares).map(([label, [a, b, c, d]]) => ({ label, negative: { real: cell(a), simulated: cell(b), difference: moved(b - a) }, positive: { real: cell(c), simulated: cell(d), difference: moved(d - c) }, contrast: reported([b - a - d + c], "share") }));
  const roles = { resistance: stage[0] && { ...stage[0], label: "resists" }, deliberation: stage[3] && { ...stage[3], label: "deliberates" } };
  const kept = numbers.kept;
  const counts = (row: StratumRow) => ({ conversations: row.conversations, probes: row.probes, invalidReal: 0, reply: row.probes, leave: 0, silence: 0, invalid: 0 });
  const report = {
    what: "decision-fidelity-statistics",
    version: 2,
    options: { seed: 1, bootstrapDraws: 10_000, permutationDraws: 20_000, look: numbers.look, invented: numbers.invented, offersExit: true, strataNames: { positive: "buyer", negative: "non-buyer" } },
    labels: { stages: Object.keys(numbers.shares), emotions: [], blockers: [] },
    counts: { conversations: negative.conversations + positive.conversations, probes: negative.probes + positive.probes, byStratum: { negative: counts(negative), positive: counts(positive), unknown: counts({ ...negative, conversations: 0, probes: 0 }) }, invalidCauses: {} },
    headline: {
      unit: "conversation",
      kind: "all",
      strata: { negative, positive, unknown },
      linkedCustomers: 0,
      delta: reported(numbers.delta),
      cohensD: reported(numbers.d, "sd", "cohens-d"),
      permutation: { studentised: { oneSided: p(0.0002), twoSided: p(0.0004) }, raw: { oneSided: p(0.0002), twoSided: p(0.0003) } },
      separation: {
        real: reported([0.53, 0.39, 0.67]),
        simulated: reported([0.23, 0.1, 0.36]),
        kept: kept === "real-gap-includes-zero" ? missing(kept, "ratio") : reported(kept, "ratio", "fieller"),
        testable: kept !== "real-gap-includes-zero",
      },
      byPosition: positions,
      shares: { stage, emotion: [], blocker: [], ends: [], ...roles },
    },
    beside: [],
    invalidBounds: { low: reported([0.28]), high: reported([0.33]), invalidShare: 0.01, robust: true },
    power: { detectableD: reported([0.29], "sd"), detectableDepth: reported([0.23]), neededPerStratum: 110, warning: false },
  };
  return report as unknown as StatsReport;
}

/** Running numbers of an unfinished run. */
export function fakeLook(given: FakeNumbers = {}): LiveReport {
  const { headline, counts } = fakeReport(given);
  const pick = ({ conversations, units, probes, bias, real, simulated }: StratumRow) => ({ conversations, units, probes, bias, real, simulated });
  return {
    what: "decision-fidelity-look",
    version: 2,
    unit: "conversation",
    conversations: counts.conversations,
    probes: counts.probes,
    strata: { negative: pick(headline.strata.negative), positive: pick(headline.strata.positive) },
    delta: headline.delta,
    byPosition: headline.byPosition.map(({ position, strata, delta }) => ({ position, strata, delta })),
    stageShares: headline.shares.stage.map(({ label, negative, positive }) => ({ label, negative: { real: negative.real.averaged, simulated: negative.simulated.averaged }, positive: { real: positive.real.averaged, simulated: positive.simulated.averaged } })),
    samples: { reply: counts.probes, leave: 0, silence: 0, invalid: 0 },
  };
}
