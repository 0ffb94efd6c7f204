// Owns the tables of compared runs that people read in a terminal. Refuses computing any number.
import { count, fixed, interval, probability, signed } from "../core/figures/numbers.ts";
import { deltaTitle, reason, say, STRATA, type Wording } from "../core/figures/words.ts";
import type { RunComparison } from "../core/stats/compareRuns.ts";
import type { Reported } from "../core/stats/reportShape.ts";
import type { ComparedPair, Comparisons } from "../study/comparison.ts";
import { aligned, wrapped } from "./columns.ts";

/** One block a comparison, then what holds for all. */
export function comparisonTables({ comparisons, margin, runs }: Comparisons, wording: Wording): readonly string[] {
  const family = comparisons.length > 1 ? ["", ...wrapped(say("compare-family", { size: comparisons.length }, wording))] : [];
  const source = (name: string): Comparisons["runs"][number] | undefined => runs.find((run) => run.name === name);
  return [
    ...comparisons.flatMap((pair, i) => [
      ...(i > 0 ? ["", ""] : []),
      ...wrapped(say("compare-title", { a: pair.a, b: pair.b }, wording)),
      ...wrapped(common(pair, wording)),
      "",
      ...table(pair, comparisons.length > 1, wording),
      "",
      ...wrapped(equivalence(pair.headline, wording)),
      ...pair.notes.flatMap((note) => {
        const field = note === "other-instrument" ? "instrument" : "judge";
        return wrapped(say(`note-${note}`, { a: source(pair.a)?.[field] ?? pair.a, b: source(pair.b)?.[field] ?? pair.b, margin: margin.value }, wording));
      }),
    ]),
    ...family,
  ];
}

function common({ a, b, headline: { probes, units, unit } }: ComparedPair, wording: Wording): string {
  const { negative: negativeName, positive: positiveName } = wording.strata;
  const numbers = { both: count(probes.both), onlyA: count(probes.onlyA), onlyB: count(probes.onlyB), negative: count(units.negative), positive: count(units.positive), lostA: count(units.lostA), lostB: count(units.lostB) };
  return say(unit === "customer" ? "compare-common-customer" : "compare-common", { a, b, negativeName, positiveName, ...numbers }, wording);
}

function table({ a, b, headline, holm }: ComparedPair, adjusted: boolean, wording: Wording): readonly string[] {
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
  return aligned([
    ["", a, b, say("compare-difference", {}, wording), say("table-interval", {}, wording), "p", ...(adjusted ? [say("compare-holm", {}, wording)] : [])],
    ...STRATA.map((stratum) => line(say("compare-bias", { stratum: wording.strata[stratum] }, wording), runs.a.strata[stratum], runs.b.strata[stratum], headline[stratum])),
    line(say("compare-marginal", {}, wording), undefined, undefined, marginal.difference, marginal.p, holm.marginal),
    line(deltaTitle(wording), runs.a.delta, runs.b.delta, contrast.difference, contrast.studentised.twoSided, holm.contrast),
  ]);
}

function equivalence({ contrast: { equivalence: test } }: RunComparison, wording: Wording): string {
  const { margin, p, interval90 } = test;
  if (!p.ok || !interval90.ok) return say("compare-no-equivalence", { reason: reason(p.ok ? "not-identified" : p.reason, wording) }, wording);
  const values = { margin: fixed(margin), p: probability(p.value), interval: `[${fixed(interval90.value.low)}, ${fixed(interval90.value.high)}]` };
  return say(p.value < 0.05 ? "compare-equivalent" : "compare-not-equivalent", values, wording);
}

function shown(reported: Reported | undefined): string {
  return reported === undefined ? "" : reported.ok ? signed(reported.value) : "–";
}
