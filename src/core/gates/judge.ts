// Owns the verdict of a gate over a run's statistics, and about how many conversations would settle it. Refuses choosing gates and runs.
import { normalQuantile, Z95 } from "../stats/distributions.ts";
import type { RunComparison } from "../stats/compareRuns.ts";
import type { Reported, StatsReport } from "../stats/reportShape.ts";
import type { Gate, GateResult, Measure, Range, Unsettled, Verdict } from "./shape.ts";

/** Above this share of invalid labels a run settles nothing (method §6). */
const MOST_INVALID = 0.05;

/** What gates are judged by. */
export interface Judged {
  readonly report: StatsReport;
  /** The run minus the baseline on common probes. */
  readonly change?: RunComparison;
  /** A coefficient of agreement with people, where there are labels. */
  readonly agreement?: (measure: Extract<Measure, { of: "agreement" }>) => Reported | undefined;
  /** Whether the gate was stored with the run before its first call. */
  readonly setBefore: (gate: Gate) => boolean;
}

/** The verdict: something missing first, then where the interval lies. */
export function judgeGate(gate: Gate, judged: Judged): GateResult {
  const measured = measure(gate.measure, judged);
  const setBefore = judged.setBefore(gate);
  if (typeof measured === "string") return { gate, verdict: "inconclusive", value: null, interval: null, because: measured, setBefore };
  const value = measured.ok ? measured.value : null;
  const interval = measured.ok && measured.interval?.ok ? measured.interval.value : null;
  const found = { gate, value, interval, ...(measured.ok ? {} : { reason: measured.reason }), setBefore };
  const lacking = lacks(gate, judged.report);
  if (lacking) return { ...found, verdict: "inconclusive", ...lacking };
  if (value === null) return { ...found, verdict: "inconclusive", because: "no-value" };
  if (interval === null) return { ...found, verdict: "inconclusive", because: "no-interval" };
  const verdict = placeOf(interval, gate.range);
  if (verdict !== "inconclusive") return { ...found, verdict };
  const units = unitsOf(gate.measure, measured, judged.report);
  return { ...found, verdict, because: "straddles", more: units === undefined ? null : moreConversations({ value, ...interval }, gate.range, units) };
}

/** Pass: the whole interval lies in the range. Fail: none of it does. Else it straddles an end. Wider ranges never turn a pass into anything else. */
export function placeOf({ low, high }: { readonly low: number; readonly high: number }, { atLeast = -Infinity, atMost = Infinity }: Range): Verdict {
  if (low >= atLeast && high <= atMost) return "pass";
  return high < atLeast || low > atMost ? "fail" : "inconclusive";
}

/** `fail` where any fails, else `inconclusive` where any is. */
export function verdictOf(results: readonly Pick<GateResult, "verdict">[]): Verdict {
  const any = (verdict: Verdict): boolean => results.some((result) => result.verdict === verdict);
  return any("fail") ? "fail" : any("inconclusive") ? "inconclusive" : "pass";
}

/**
 * About how many more conversations would settle it with power .8, in the same mix of outcomes, if the value stays where it is. An interval's end at distance h of
 * the value shrinks as √(n/n′); it must come (z_.975 + z_.8)/z_.975 times nearer than the threshold at distance t, so n′ = n·(h/t · (z_.975 + z_.8)/z_.975)²
 * (E32). Inside the range both ends must; outside, the end towards the nearer threshold. Null where the value lies on the threshold.
 */
export function moreConversations({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }, { atLeast = -Infinity, atMost = Infinity }: Range, conversations: number): number | null {
  const ratios = value > atMost ? [(value - low) / (value - atMost)] : value < atLeast ? [(high - value) / (atLeast - value)] : [...(atMost < Infinity ? [(high - value) / (atMost - value)] : []), ...(atLeast > -Infinity ? [(value - low) / (value - atLeast)] : [])];
  const worst = Math.max(...ratios);
  if (!Number.isFinite(worst)) return null;
  const factor = (worst * (Z95 + normalQuantile(0.8))) / Z95;
  return Math.max(1, Math.ceil(conversations * (factor ** 2 - 1)));
}

/** The number, or why there is none. */
function measure(measured: Measure, { report, change, agreement }: Judged): Reported | Unsettled {
  const { headline, exit } = report;
  switch (measured.of) {
    case "delta":
      return headline.delta;
    case "delta-change":
      return change?.contrast.difference ?? "no-baseline";
    case "suppression": {
      const { suppression } = headline.shares;
      if (!suppression) return "no-value";
      return measured.in === "contrast" ? suppression.delta : suppression.strata[measured.in];
    }
    case "balanced-exit":
      return exit.rates[measured.in].balanced;
    case "agreement":
      return agreement?.(measured) ?? "no-agreement";
  }
}

/** What the run lacks for such a gate to say anything. Agreement rests on its own labels, not on the run's size. */
function lacks({ measure: { of }, conversations }: Gate, report: StatsReport): Pick<GateResult, "because" | "more"> | undefined {
  if (of === "agreement") return undefined;
  const { headline: { separation: { real }, strata }, invalidBounds, power } = report;
  const gap = real.ok && real.interval?.ok ? { value: real.value, ...real.interval.value } : undefined;
  const whole = strata.negative.conversations + strata.positive.conversations;
  if ((of === "delta" || of === "delta-change") && (!gap || (gap.low <= 0 && gap.high >= 0))) {
    return { because: "not-testable", more: gap && gap.value !== 0 ? moreConversations(gap, gap.value > 0 ? { atLeast: 0 } : { atMost: 0 }, whole) : null };
  }
  const few = (needed: number): number => (["negative", "positive"] as const).reduce((sum, stratum) => sum + Math.max(0, needed - strata[stratum].units), 0);
  const missing = conversations === undefined ? (power.warning ? few(power.neededPerStratum) : 0) : few(conversations);
  if (missing > 0 || (conversations === undefined && power.warning)) return { because: "few-conversations", more: Math.max(1, missing) };
  return invalidBounds.invalidShare >= MOST_INVALID ? { because: "invalid-labels" } : undefined;
}

/** Conversations behind the number: of one stratum where it is of one. */
function unitsOf(measured: Measure, { n }: Reported, { headline: { strata } }: StatsReport): number | undefined {
  if (measured.of === "agreement") return n.units ?? n.probes;
  if ((measured.of === "suppression" || measured.of === "balanced-exit") && (measured.in === "negative" || measured.in === "positive")) return strata[measured.in].conversations;
  return strata.negative.conversations + strata.positive.conversations;
}
