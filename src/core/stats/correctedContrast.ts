// Owns depth bias and Δ corrected by drawn labels of people (E35). Refuses shares and rates (corrections.ts) and drawing (study).
import { contrast, summary, type Contrast, type Pair } from "./contrast.ts";
import { Z95 } from "./distributions.ts";
import { missing } from "./estimate.ts";
import type { Estimate, OutcomeValue } from "./labelledProbe.ts";
import { compare } from "./units.ts";

/** One labelled turn of one branch at a probe. */
export interface DrawnTurn {
  readonly conversation: string;
  /** Headline unit; the conversation where absent. */
  readonly customer?: string;
  readonly outcome: OutcomeValue;
  readonly position: number;
  readonly branch: "real" | "simulated";
  /** Depth by the judge; for several samples their mean, which a drawn label of one sample cannot correct: give samples apart. */
  readonly judge: number;
  /** Depth by people (adjudicated, else the mean of annotators) where drawn. */
  readonly human: number | undefined;
  readonly inclusion: number;
  /** Cell of the draw; each that occurs needs two drawn labels. Default: branch × outcome. */
  readonly cell?: string;
  /** What it is needs no label: leave and silence are depth 0 to judge and people alike. */
  readonly settled?: boolean;
}

/** Δ with Welch's standard error of the pseudo-values and Δ ± z·SE; conservative for stratified draws. */
export interface CorrectedContrast {
  readonly lambda: number;
  readonly contrast: Contrast;
  readonly interval: Estimate<Pair>;
}

export interface CorrectedBias {
  /** Uncorrected. */
  readonly judgeOnly: Contrast;
  /** λ = 1. */
  readonly headline: CorrectedContrast;
  readonly tuned: CorrectedContrast & { readonly lambdaRaw: number };
  /** λ = 0: only the drawn labels, weighted 1/π. */
  readonly humanOnly: CorrectedContrast;
  readonly labelsUsed: number;
}

/**
 * Design-based Δ: each turn's pseudo-value λf + (R/π)(Y − λf), their difference simulated − real a probe, then means over probes,
 * conversations and units as always, and Welch on those. N. Egami et al., NeurIPS 2023; tuned λ as in E35.
 */
export function correctedBias(turns: readonly DrawnTurn[]): Estimate<CorrectedBias> {
  const drawn = new Map<string, number>();
  for (const turn of turns) {
    if (turn.settled) continue;
    const cell = turn.cell ?? `${turn.branch} ${turn.outcome}`;
    drawn.set(cell, (drawn.get(cell) ?? 0) + (turn.human === undefined ? 0 : 1));
  }
  if (turns.length === 0 || [...drawn.values()].some((labels) => labels < 2)) return missing("not-enough-labels");
  const at = (lambda: number): CorrectedContrast => {
    const all = contrastOf(unitValues(turns, (turn) => pseudoValue(turn, lambda)));
    const half = all.welch.ok ? Z95 * all.welch.value.se : 0;
    return { lambda, contrast: all, interval: all.welch.ok && all.delta.ok ? { ok: true, value: [all.delta.value - half, all.delta.value + half] } : missing("fewer-than-two-units") };
  };
  const judge = unitValues(turns, (turn) => turn.judge);
  const lambdaRaw = tunedLambda(turns);
  const lambda = Math.min(1, Math.max(0, lambdaRaw));
  return {
    ok: true,
    value: {
      judgeOnly: contrastOf(judge),
      headline: at(1),
      tuned: { ...at(lambda), lambdaRaw },
      humanOnly: at(0),
      labelsUsed: turns.filter((turn) => turn.human !== undefined).length,
    },
  };
}

function pseudoValue({ judge, human, inclusion, settled }: DrawnTurn, lambda: number): number {
  if (settled) return judge;
  return lambda * judge + (human === undefined ? 0 : (human - lambda * judge) / inclusion);
}

interface Unit {
  readonly outcome: OutcomeValue;
  readonly value: number;
}

/** λ* = −Σ_s Cov_s(A, B)/n_s ÷ Σ_s Var_s(B)/n_s with A the units at λ = 0 and B those at 1 minus A; 0 where B does not vary. */
function tunedLambda(turns: readonly DrawnTurn[]): number {
  const zero = unitValues(turns, (turn) => pseudoValue(turn, 0));
  const one = unitValues(turns, (turn) => pseudoValue(turn, 1));
  let [covariance, variance] = [0, 0];
  for (const outcome of ["negative", "positive"] as const) {
    const a = zero.filter((unit) => unit.outcome === outcome).map(({ value }) => value);
    const b = one.filter((unit) => unit.outcome === outcome).map(({ value }, i) => value - (a[i] ?? 0));
    const [ma, mb] = [summary(a), summary(b)];
    if (ma.n < 2) continue;
    covariance += a.reduce((sum, value, i) => sum + (value - ma.mean) * ((b[i] ?? 0) - mb.mean), 0) / (ma.n - 1) / ma.n;
    variance += mb.variance / mb.n;
  }
  return variance === 0 ? 0 : -covariance / variance;
}

/** Unit values of simulated minus real over probes that have both branches. */
function unitValues(turns: readonly DrawnTurn[], value: (turn: DrawnTurn) => number): readonly Unit[] {
  const probes = new Map<string, { turn: DrawnTurn; real: number[]; simulated: number[] }>();
  for (const turn of turns) {
    const key = `${turn.conversation}\n${turn.position}`;
    const probe = probes.get(key) ?? { turn, real: [], simulated: [] };
    probes.set(key, probe);
    probe[turn.branch].push(value(turn));
  }
  const conversations = new Map<string, { turn: DrawnTurn; values: number[] }>();
  for (const { turn, real, simulated } of probes.values()) {
    if (real.length === 0 || simulated.length === 0) continue;
    const conversation = conversations.get(turn.conversation) ?? { turn, values: [] };
    conversations.set(turn.conversation, conversation);
    conversation.values.push(mean(simulated) - mean(real));
  }
  const units = new Map<string, { outcome: OutcomeValue; values: number[] }>();
  for (const { turn, values } of conversations.values()) {
    const key = `${turn.outcome}\n${turn.customer === undefined ? `c ${turn.conversation}` : `u ${turn.customer}`}`;
    const unit = units.get(key) ?? { outcome: turn.outcome, values: [] };
    units.set(key, unit);
    unit.values.push(mean(values));
  }
  return [...units].sort(([a], [b]) => compare(a, b)).map(([, { outcome, values }]) => ({ outcome, value: mean(values) }));
}

function contrastOf(units: readonly Unit[]): Contrast {
  const side = (outcome: OutcomeValue): readonly number[] => units.filter((unit) => unit.outcome === outcome).map(({ value }) => value);
  return contrast(summary(side("negative")), summary(side("positive")));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
