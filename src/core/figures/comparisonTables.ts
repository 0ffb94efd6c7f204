// Owns what is said of two compared runs: common probes, the table of differences, equivalence, notes. Refuses computing any number and layout.
import type { RunComparison } from "../stats/compareRuns.ts";
import type { Reported } from "../stats/reportShape.ts";
import { count, fixed, interval, probability, signed } from "./numbers.ts";
import type { Table } from "./tableText.ts";
import { deltaTitle, reason, say, STRATA, type Wording } from "./words.ts";

/** Two runs on the same probes, named, with p adjusted over all comparisons of the document. */
export interface NamedPair {
  readonly a: string;
  readonly b: string;
  readonly headline: RunComparison;
  readonly holm: { readonly marginal?: number; readonly contrast?: number };
}

/** How much the two have in common. */
export function commonSentence({ a, b, headline: { probes, units, unit } }: NamedPair, wording: Wording): string {
  const { negative: negativeName, positive: positiveName } = wording.strata;
  const numbers = { both: count(probes.both), onlyA: count(probes.onlyA), onlyB: count(probes.onlyB), negative: count(units.negative), positive: count(units.positive), lostA: count(units.lostA), lostB: count(units.lostB) };
  return say(unit === "customer" ? "compare-common-customer" : "compare-common", { a, b, negativeName, positiveName, ...numbers }, wording);
}

/** Biases and Δ of both, and their differences; `adjusted` where there are several comparisons. */
export function comparisonTable({ a, b, headline, holm }: NamedPair, adjusted: boolean, wording: Wording): Table {
  const { runs, marginal, contrast } = headline;
  const line = (label: string, ofA: Reported | undefined, ofB: Reported | undefined, difference: Reported, p?: Reported, byHolm?: number): readonly string[] => [
    label,
    shown(ofA),
    shown(ofB),
    shown(difference),
    difference.ok ? interval(difference, (value) => signed(value)) : reason(difference.reason, wording),
    p ? (p.ok ? probability(p.value) : "–") : "",
    ...(adjusted ? [byHolm === undefined ? "" : probability(byHolm)] : []),
  ];
  const rows = [
    ["", a, b, say("compare-difference", {}, wording), say("table-interval", {}, wording), "p", ...(adjusted ? [say("compare-holm", {}, wording)] : [])],
    ...STRATA.map((stratum) => line(say("compare-bias", { stratum: wording.strata[stratum] }, wording), runs.a.strata[stratum], runs.b.strata[stratum], headline[stratum])),
    line(say("compare-marginal", {}, wording), undefined, undefined, marginal.difference, marginal.p, holm.marginal),
    line(deltaTitle(wording), runs.a.delta, runs.b.delta, contrast.difference, contrast.studentised.twoSided, holm.contrast),
  ];
  return { title: say("compare-title", { a, b }, wording), rows };
}

/** Whether they are shown to be hardly different (E23). */
export function equivalenceSentence({ contrast: { equivalence: test } }: RunComparison, wording: Wording): string {
  const { margin, p, interval90 } = test;
  if (!p.ok || !interval90.ok) return say("compare-no-equivalence", { reason: reason(p.ok ? "not-identified" : p.reason, wording) }, wording);
  const values = { margin: fixed(margin), p: probability(p.value), interval: `[${fixed(interval90.value.low)}, ${fixed(interval90.value.high)}]` };
  return say(p.value < 0.05 ? "compare-equivalent" : "compare-not-equivalent", values, wording);
}

function shown(reported: Reported | undefined): string {
  return reported === undefined ? "" : reported.ok ? signed(reported.value) : "–";
}
