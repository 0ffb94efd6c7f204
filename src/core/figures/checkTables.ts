// Owns the short tables that say how far to trust a run's numbers: other choices, chance, leaving. Refuses computing any number and layout.
import type { Distance, Reported, StatsReport } from "../stats/reportShape.ts";
import { count, fixed, interval, percent, percentage, signed } from "./numbers.ts";
import type { Table } from "./tableText.ts";
import { people, realWord, reason, say, STRATA, type Wording } from "./words.ts";

/** The share of late converters that is shown; the document has others. */
const SHOWN_LATE = 0.1;

/** Δ under other choices and of simulators with known answers. */
export function firmnessTable(report: Pick<StatsReport, "counts" | "headline" | "specifications" | "influence" | "invalidBounds"> & Partial<Pick<StatsReport, "knownAnswers" | "unknownBounds" | "sensitivity">>, wording: Wording): Table {
  const { counts, headline, knownAnswers, specifications, influence, invalidBounds, unknownBounds, sensitivity } = report;
  const real = realWord(wording);
  const line = (label: string, reported: Reported): Row => [label, shown(reported, signed), reported.ok ? interval(reported, (value) => signed(value)) : reason(reported.reason, wording)];
  const range = (label: string, values: readonly (number | undefined)[]): readonly Row[] => {
    const known = values.filter((value) => value !== undefined);
    return new Set(known).size < 2 ? [] : [[label, "", `${signed(Math.min(...known))} … ${signed(Math.max(...known))}`]];
  };
  const other = specifications.filter(({ coding }) => coding === "depth").map(({ delta }) => valueOf(delta));
  const late = unknownBounds?.lateConverters.find(({ share }) => share === SHOWN_LATE);
  return table("table-checks", wording, [
    [say("table-checks", {}, wording), "Δ", say("table-interval", {}, wording)],
    ...(knownAnswers ? [line(say("check-constant", { real }, wording), knownAnswers.constantDelta), line(say("check-shuffled", {}, wording), knownAnswers.shuffledDelta)] : []),
    ...(counts.byPosition.length > 1 ? [line(say("check-standardised", {}, wording), headline.positionStandardised)] : []),
    ...(sensitivity?.agentClustered ? [line(say("check-agents", { count: count(sensitivity.agentClustered.agents) }, wording), sensitivity.agentClustered)] : []),
    ...(late ? [line(say("check-late", { share: percent(late.share, wording.language), people: people("negative", wording) }, wording), late.delta)] : []),
    ...range(say("check-specifications", {}, wording), other),
    ...(influence.length > 0 ? range(say("check-influence", {}, wording), [valueOf(headline.delta), ...influence.map(({ deltaWithout }) => deltaWithout)]) : []),
    ...(invalidBounds.invalidShare > 0 ? range(say("check-invalid", {}, wording), [valueOf(invalidBounds.low), valueOf(invalidBounds.high)]) : []),
    ...(unknownBounds && unknownBounds.conversations > 0 ? range(say("check-unknown", { ...wording.strata }, wording), [valueOf(unknownBounds.allNegative), valueOf(unknownBounds.allPositive)]) : []),
  ]);
}

/** Agreement, distances and spread beside what chance gives. */
export function likenessTable({ confusion: { all }, knownAnswers, spreadRatio }: Pick<StatsReport, "confusion"> & Partial<Pick<StatsReport, "knownAnswers" | "spreadRatio">>, wording: Wording): Table {
  const share = (value: number): string => percent(value, wording.language);
  const distance = (label: string, { value, floor }: Distance): Row => [label, shown(value, fixed), "", floor.ok ? `${fixed(floor.value.median)} … ${fixed(floor.value.upper95)}` : reason(floor.reason, wording)];
  const agreement = knownAnswers?.agreement;
  const chance = agreement?.shuffled.ok && agreement.constant.ok ? say("alike-agreement-chance", { shuffled: share(agreement.shuffled.value), constant: share(agreement.constant.value) }, wording) : "";
  return table("table-alike", wording, [
    [say("table-alike", {}, wording), "", say("table-interval", {}, wording), say("alike-by-chance", {}, wording)],
    [say("alike-agreement", {}, wording), shown(all.exactAgreement, share), interval(all.exactAgreement, (value) => percentage(value)), chance],
    distance(say("alike-tvd", {}, wording), all.distances.tvd),
    distance(say("alike-wasserstein", {}, wording), all.distances.wasserstein),
    ...(spreadRatio ? [[say("alike-spread", { real: realWord(wording) }, wording), shown(spreadRatio, fixed), spreadRatio.ok ? interval(spreadRatio) : reason(spreadRatio.reason, wording), ""]] : []),
  ]);
}

/** Leaving where the person went on, and where the run has end probes at ends; nothing where the condition offers no exit. */
export function leavingTable({ exit: { rates, moments }, options }: Pick<StatsReport, "exit" | "options">, wording: Wording): Table | undefined {
  if (!options.offersExit) return undefined;
  const share = (value: number): string => percent(value, wording.language);
  const rows = (["prematureRate", ...(moments.ended > 0 ? (["endRate", "balanced"] as const) : [])] as const).map((rate): Row => [
    say(rate === "prematureRate" ? "exit-premature" : rate === "endRate" ? "exit-end" : "exit-balanced", {}, wording),
    ...STRATA.flatMap((stratum) => {
      const one = rates[stratum][rate];
      return [shown(one, share), one.ok ? interval(one, (value) => percentage(value)) : reason(one.reason, wording)];
    }),
  ]);
  return table("table-exit", wording, [[say("table-exit", {}, wording), ...STRATA.flatMap((stratum) => [wording.strata[stratum], say("table-interval", {}, wording)])], ...rows]);
}

function table(title: "table-checks" | "table-alike" | "table-exit", wording: Wording, rows: Table["rows"]): Table {
  return { title: say(title, {}, wording), rows };
}

type Row = readonly string[];

function shown(reported: Reported, show: (value: number) => string): string {
  return reported.ok ? show(reported.value) : "–";
}

function valueOf(reported: Reported): number | undefined {
  return reported.ok ? reported.value : undefined;
}
