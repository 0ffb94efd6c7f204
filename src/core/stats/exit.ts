// Owns exit statistics (E24–E26, E28): who ended, end rate at the real end, premature end rate, balanced score. Refuses hazards (hazard.ts).
import { bootstrapMeans, percentileInterval, type DrawnMeans } from "./bootstrap.ts";
import { auc, brier, constantBrier, reliability, skill, type ReliabilityBin, type Scored } from "./discrimination.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate, LabelledProbe, OutcomeValue } from "./labelledProbe.ts";
import { streamSeed } from "./random.ts";
import { intervalOf, reported } from "./reported.ts";
import type { Interval, Reported, UnitCount, UnitKind } from "./reportShape.ts";
import type { Steps } from "./steps.ts";
import { compare } from "./units.ts";

/** Who ended a conversation and how (E24). */
export type EndKind = "user-silent" | "user-explicit" | "agent" | "limit" | "outcome" | "cut" | "unknown";

/** How a conversation ended, with what decides whether an end probe after it makes sense. */
export interface ConversationEnd {
  readonly conversation: string;
  readonly customer?: string;
  readonly outcome: OutcomeValue;
  /** User turns of the truncated conversation. */
  readonly userTurns: number;
  readonly end: EndKind;
  readonly lastTurnBy: "agent" | "user";
  readonly truncated: boolean;
}

/** Why a conversation has no end probe, or undefined when it has one (K+1). Unknown ends are eligible on request only, which is said. */
export function endProbeRefusal(end: ConversationEnd, unknownToo = false): "end-kind" | "user-spoke-last" | "truncated" | "no-user-turn" | undefined {
  if (end.lastTurnBy === "user") return "user-spoke-last";
  if (end.userTurns < 1) return "no-user-turn";
  if (end.truncated) return "truncated";
  return end.end === "user-silent" || end.end === "user-explicit" || (unknownToo && end.end === "unknown") ? undefined : "end-kind";
}

/** One moment at which the person went on or ended, with what the simulator did. */
export interface ExitPoint {
  readonly conversation: string;
  readonly customer: string | undefined;
  readonly outcome: OutcomeValue;
  readonly ordinal: number;
  readonly ended: boolean;
  /** Shares of usable samples. */
  readonly leave: number;
  readonly silence: number;
  /** Mean stated probability of leaving, where every usable sample states one. */
  readonly stated: number | undefined;
}

/** Share of usable samples that end the conversation. */
export function endShare(point: ExitPoint): number {
  return point.leave + point.silence;
}

/**
 * Moments of probes with a usable sample: end probes, and continuing probes from the second user turn on. A reply is usable when its
 * label is not invalid; the real label does not matter here.
 */
export function exitPoints(probes: readonly LabelledProbe[]): readonly ExitPoint[] {
  return probes.flatMap((probe) => {
    const usable = probe.samples.filter((sample) => sample.kind !== "reply" || sample.label.status === "valid");
    const ended = probe.realKind === "ended";
    // A silence in the middle is neither an end nor a going on.
    if (usable.length === 0 || probe.realKind === "silent" || (!ended && probe.ordinal < 2)) return [];
    const share = (kind: "leave" | "silence"): number => usable.filter((sample) => sample.kind === kind).length / usable.length;
    const stated = usable.flatMap(({ leaveProbability }) => leaveProbability ?? []);
    const mean = stated.length === usable.length ? stated.reduce((sum, p) => sum + p, 0) / stated.length : undefined;
    const { conversation, customer, outcome, ordinal } = probe;
    return [{ conversation, customer, outcome, ordinal, ended, leave: share("leave"), silence: share("silence"), stated: mean }];
  });
}

/** Rates of one group of units. */
export interface ExitRates {
  /** Mean over units with an end probe of the share of samples that end there too. */
  readonly endRate: Reported;
  readonly endRateLeave: Reported;
  readonly endRateSilence: Reported;
  /** Mean over units of the mean share of samples that end where the person went on. */
  readonly prematureRate: Reported;
  /** ½·end rate + ½·(1 − premature); constants score .5. */
  readonly balanced: Reported;
}

export interface ExitReport {
  readonly all: ExitRates;
  readonly negative: ExitRates;
  readonly positive: ExitRates;
  /** On units that have an end probe and continuing probes. */
  readonly paired: ExitRates;
  readonly discrimination: {
    readonly points: number;
    readonly events: number;
    readonly auc: Estimate<number>;
    readonly brier: Estimate<number>;
    readonly constantBrier: Estimate<number>;
    readonly skill: Estimate<number>;
    readonly reliability: readonly ReliabilityBin[];
  };
}

export interface ExitOptions {
  readonly seed: number;
  readonly bootstrapDraws: number;
  readonly unit: UnitKind;
  /** The condition offers a structural end; otherwise every rate is `not-offered`, never 0 %. */
  readonly offersExit: boolean;
}

interface ExitUnit {
  readonly id: string;
  readonly outcome: OutcomeValue;
  readonly end: { readonly all: number; readonly leave: number; readonly silence: number } | undefined;
  readonly premature: number | undefined;
}

/** E25, E26, E28 over points of known outcome. */
export function* exitReport(points: readonly ExitPoint[], options: ExitOptions): Steps<ExitReport> {
  const known = points.filter(({ outcome }) => outcome !== "unknown");
  const units = exitUnits(known, options.unit);
  const scored: readonly Scored[] = known.map((point) => ({ score: point.stated ?? endShare(point), event: point.ended }));
  const area = auc(scored);
  return {
    all: yield* rates(units, options, "all"),
    negative: yield* rates(units.filter(({ outcome }) => outcome === "negative"), options, "negative"),
    positive: yield* rates(units.filter(({ outcome }) => outcome === "positive"), options, "positive"),
    paired: yield* rates(units.filter(({ end, premature }) => end !== undefined && premature !== undefined), options, "paired"),
    discrimination: {
      points: scored.length,
      events: scored.filter(({ event }) => event).length,
      auc: area.ok ? { ok: true, value: area.value.value } : area,
      brier: brier(scored),
      constantBrier: constantBrier(scored),
      skill: skill(brier(scored), constantBrier(scored)),
      reliability: reliability(scored),
    },
  };
}

/** Unit values: means over conversations of a customer × outcome where customers are the unit. */
function exitUnits(points: readonly ExitPoint[], unit: UnitKind): readonly ExitUnit[] {
  const byUnit = new Map<string, Map<string, ExitPoint[]>>();
  for (const point of points) {
    const key = `${point.outcome}\n${unit === "customer" && point.customer !== undefined ? `u ${point.customer}` : `c ${point.conversation}`}`;
    const conversations = byUnit.get(key) ?? new Map<string, ExitPoint[]>();
    byUnit.set(key, conversations);
    conversations.set(point.conversation, [...(conversations.get(point.conversation) ?? []), point]);
  }
  return [...byUnit].sort(([a], [b]) => compare(a, b)).map(([id, conversations]) => {
    const groups = [...conversations].sort(([a], [b]) => compare(a, b)).map(([, own]) => own);
    const over = (value: (own: readonly ExitPoint[]) => number | undefined): number | undefined => meanOf(groups.flatMap((own) => value(own) ?? []));
    const at = (ended: boolean, value: (point: ExitPoint) => number) => (own: readonly ExitPoint[]): number | undefined => meanOf(own.filter((point) => point.ended === ended).map(value));
    const all = over(at(true, endShare));
    return {
      id,
      outcome: groups[0]?.[0]?.outcome ?? "unknown",
      end: all === undefined ? undefined : { all, leave: over(at(true, ({ leave }) => leave)) ?? 0, silence: over(at(true, ({ silence }) => silence)) ?? 0 },
      premature: over(at(false, endShare)),
    };
  });
}

/** Rates with a joint bootstrap of units within eligible × outcome. */
function* rates(units: readonly ExitUnit[], options: ExitOptions, name: string): Steps<ExitRates> {
  const ended = units.flatMap(({ end }) => end ?? []);
  const continuing = units.flatMap(({ premature }) => premature ?? []);
  const drawn = yield* jointDraws(units, options, name);
  const line = (value: number | undefined, n: UnitCount, draws: (at: number) => number): Reported => {
    const estimate: Estimate<number> = !options.offersExit ? missing("not-offered") : value === undefined ? missing("no-units") : known(value);
    const facts = { quantity: "share", method: "mean", n } as const;
    if (!estimate.ok || !drawn) return reported(estimate, facts);
    const interval: Estimate<Interval> = intervalOf(percentileInterval(Float64Array.from({ length: drawn.draws }, (_, at) => draws(at))), "bootstrap-percentile", drawn);
    return reported(estimate, { ...facts, interval });
  };
  const [end, premature] = [meanOf(ended.map(({ all }) => all)), meanOf(continuing)];
  const ratio = (top: number, bottom: number) => (at: number): number => (drawn?.sums[top]?.[at] ?? 0) / (drawn?.sums[bottom]?.[at] ?? 1);
  const [endDraw, leaveDraw, silenceDraw, prematureDraw] = [ratio(0, 3), ratio(1, 3), ratio(2, 3), ratio(4, 5)];
  return {
    endRate: line(end, { units: ended.length }, endDraw),
    endRateLeave: line(meanOf(ended.map(({ leave }) => leave)), { units: ended.length }, leaveDraw),
    endRateSilence: line(meanOf(ended.map(({ silence }) => silence)), { units: ended.length }, silenceDraw),
    prematureRate: line(premature, { units: continuing.length }, prematureDraw),
    balanced: line(end === undefined || premature === undefined ? undefined : (end + 1 - premature) / 2, { units: units.length }, (at) => (endDraw(at) + 1 - prematureDraw(at)) / 2),
  };
}

/** Sums of the six columns in each draw: end, leave, silence, has end; premature, has continuing probes. */
function* jointDraws(units: readonly ExitUnit[], { seed, bootstrapDraws }: ExitOptions, name: string): Steps<{ readonly seed: number; readonly draws: number; readonly sums: readonly Float64Array[] } | undefined> {
  if (bootstrapDraws === 0 || units.length === 0) return undefined;
  const master = streamSeed(seed, `exit / ${name}`);
  const sums = Array.from({ length: 6 }, () => new Float64Array(bootstrapDraws));
  for (const outcome of ["negative", "positive"] as const) {
    for (const eligible of [true, false]) {
      const group = units.filter((unit) => unit.outcome === outcome && (unit.end !== undefined) === eligible);
      if (group.length === 0) continue;
      const columns = [
        group.map(({ end }) => end?.all ?? 0),
        group.map(({ end }) => end?.leave ?? 0),
        group.map(({ end }) => end?.silence ?? 0),
        group.map(({ end }) => (end ? 1 : 0)),
        group.map(({ premature }) => premature ?? 0),
        group.map(({ premature }) => (premature === undefined ? 0 : 1)),
      ];
      const means: DrawnMeans = yield* bootstrapMeans({ negative: columns, positive: [] }, bootstrapDraws, streamSeed(master, `${outcome} ${eligible}`));
      means.negative.forEach((column, c) => {
        const sum = sums[c];
        if (sum) for (let at = 0; at < bootstrapDraws; at++) sum[at] = (sum[at] ?? 0) + (column[at] ?? 0) * group.length;
      });
    }
  }
  return { seed: master, draws: bootstrapDraws, sums };
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
