// Owns the short tables that say how far to trust a run's numbers: other choices, chance, leaving. Refuses computing any number.
import { count, fixed, interval, percent, percentage, signed } from "../core/figures/numbers.ts";
import { people, realWord, reason, say, STRATA, type Wording } from "../core/figures/words.ts";
import type { Distance, Reported, StatsReport } from "../core/stats/reportShape.ts";
import { aligned } from "./columns.ts";

/** The share of late converters that is shown; the document has others. */
const SHOWN_LATE = 0.1;

/** Δ under other choices and of simulators with known answers. */
export function firmnessTable(report: StatsReport, wording: Wording): readonly string[] {
  const { headline, knownAnswers, specifications, influence, invalidBounds, unknownBounds, sensitivity } = report;
  const real = realWord(wording);
  const line = (label: string, reported: Reported): Row => [label, shown(reported, signed), reported.ok ? interval(reported, (value) => signed(value)) : reason(reported.reason, wording)];
  const range = (label: string, values: readonly (number | undefined)[]): readonly Row[] => {
    const known = values.filter((value) => value !== undefined);
    return new Set(known).size < 2 ? [] : [[label, "", `${signed(Math.min(...known))} … ${signed(Math.max(...known))}`]];
  };
  const other = specifications.filter(({ coding }) => coding === "depth").map(({ delta }) => valueOf(delta));
  const late = unknownBounds.lateConverters.find(({ share }) => share === SHOWN_LATE);
  return aligned([
    [say("table-checks", {}, wording), "Δ", say("table-interval", {}, wording)],
    line(say("check-constant", { real }, wording), knownAnswers.constantDelta),
    line(say("check-shuffled", {}, wording), knownAnswers.shuffledDelta),
    ...(headline.byPosition.length > 1 ? [line(say("check-standardised", {}, wording), headline.positionStandardised)] : []),
    ...(sensitivity.agentClustered ? [line(say("check-agents", { count: count(sensitivity.agentClustered.agents) }, wording), sensitivity.agentClustered)] : []),
    ...(late ? [line(say("check-late", { share: percent(late.share, wording.language), people: people("negative", wording) }, wording), late.delta)] : []),
    ...range(say("check-specifications", {}, wording), other),
    ...(influence.length > 0 ? range(say("check-influence", {}, wording), [valueOf(headline.delta), ...influence.map(({ deltaWithout }) => deltaWithout)]) : []),
    ...(invalidBounds.invalidShare > 0 ? range(say("check-invalid", {}, wording), [valueOf(invalidBounds.low), valueOf(invalidBounds.high)]) : []),
    ...(unknownBounds.conversations > 0 ? range(say("check-unknown", { ...wording.strata }, wording), [valueOf(unknownBounds.allNegative), valueOf(unknownBounds.allPositive)]) : []),
  ], [0, 2]);
}

/** Agreement, distances and spread beside what chance gives. */
export function likenessTable({ confusion: { all }, knownAnswers: { agreement }, spreadRatio }: StatsReport, wording: Wording): readonly string[] {
  const share = (value: number): string => percent(value, wording.language);
  const distance = (label: string, { value, floor }: Distance): Row => [label, shown(value, fixed), "", floor.ok ? `${fixed(floor.value.median)} … ${fixed(floor.value.upper95)}` : reason(floor.reason, wording)];
  const chance = agreement.shuffled.ok && agreement.constant.ok ? say("alike-agreement-chance", { shuffled: share(agreement.shuffled.value), constant: share(agreement.constant.value) }, wording) : "";
  return aligned([
    [say("table-alike", {}, wording), "", say("table-interval", {}, wording), say("alike-by-chance", {}, wording)],
    [say("alike-agreement", {}, wording), shown(all.exactAgreement, share), interval(all.exactAgreement, (value) => percentage(value)), chance],
    distance(say("alike-tvd", {}, wording), all.distances.tvd),
    distance(say("alike-wasserstein", {}, wording), all.distances.wasserstein),
    [say("alike-spread", { real: realWord(wording) }, wording), shown(spreadRatio, fixed), spreadRatio.ok ? interval(spreadRatio) : reason(spreadRatio.reason, wording)],
  ], [0, 2, 3]);
}

/** Leaving where the person went on, and where the run has end probes at ends; one line where the condition offers no exit. */
export function leavingTable({ exit: { rates, moments }, options }: StatsReport, wording: Wording): readonly string[] {
  if (!options.offersExit) return [say("exit-not-offered", {}, wording)];
  const share = (value: number): string => percent(value, wording.language);
  const rows = (["prematureRate", ...(moments.ended > 0 ? (["endRate", "balanced"] as const) : [])] as const).map((rate): Row => [
    say(rate === "prematureRate" ? "exit-premature" : rate === "endRate" ? "exit-end" : "exit-balanced", {}, wording),
    ...STRATA.flatMap((stratum) => {
      const one = rates[stratum][rate];
      return [shown(one, share), one.ok ? interval(one, (value) => percentage(value)) : reason(one.reason, wording)];
    }),
  ]);
  return aligned([[say("table-exit", {}, wording), ...STRATA.flatMap((stratum) => [wording.strata[stratum], say("table-interval", {}, wording)])], ...rows]);
}

type Row = readonly string[];

function shown(reported: Reported, show: (value: number) => string): string {
  return reported.ok ? show(reported.value) : "–";
}

function valueOf(reported: Reported): number | undefined {
  return reported.ok ? reported.value : undefined;
}
