// Owns the tables of an exit audit in words and aligned columns, for a terminal or a page of text. Refuses computing any number.
import { count, fixed, interval, percent, percentage, signed } from "../../core/figures/numbers.ts";
import { realWord, reason, say, STRATA, type Wording } from "../../core/figures/words.ts";
import { BEHAVIOURS } from "../../core/instrument/exitBehaviours.ts";
import { END_REFUSALS, ENDINGS } from "../../core/probe/endings.ts";
import type { ByOutcome, EndsLedger } from "../../core/probe/endsLedger.ts";
import type { Reported } from "../../core/stats/reportShape.ts";
import type { BehaviourBlock, ExitAudit } from "./exitAudit.ts";
import { aligned, wrapped } from "../../core/figures/columns.ts";

/** Turns shown of the hazard; the document has all. */
const TURNS_SHOWN = 12;

/** Everything of an audit but its title. */
export function exitTables(audit: ExitAudit, wording: Wording): readonly string[] {
  const { ends, people, behaviours, silences } = audit;
  const parts: readonly (readonly string[])[] = [
    audit.setByTask ? wrapped(say("exit-audit-by-task", {}, wording)) : [],
    ends.ok ? endsTables(ends.value, wording) : [],
    ratesTable(audit, wording),
    silences.ok ? aligned([
      [say("exit-audit-silence-rate", { count: count(silences.value.probes) }, wording), "", say("table-interval", {}, wording)],
      ...STRATA.map((stratum) => shareCells(wording.strata[stratum], silences.value[stratum], wording)),
    ], [0]) : [],
    scoresTable(audit, wording),
    people.ok ? hazardTable(people.value, wording) : [],
    behaviours.ok ? behaviourTable(behaviours.value, wording) : wrapped(say("exit-audit-without-data", {}, wording)),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ["", ...part]));
}

function endsTables({ endings, refused, endProbes, stated, inferred, silenceProbes, untimed }: EndsLedger, wording: Wording): readonly string[] {
  const row = (label: string, counts: ByOutcome | undefined): readonly (readonly string[])[] => (counts ? [[label, ...STRATA.map((stratum) => count(counts[stratum])), count(counts.unknown)]] : []);
  const head = (title: string): readonly string[] => [title, ...STRATA.map((stratum) => wording.strata[stratum]), say("exit-audit-unknown-outcome", {}, wording)];
  const total = ({ negative, positive, unknown }: ByOutcome): number => negative + positive + unknown;
  const words = stated.filter(({ by, how }) => by !== "-" || how !== "-").map(({ by, how, counts }) => `${by} ${how} ${count(total(counts))}`);
  return [
    ...aligned([head(say("exit-audit-ends-table", {}, wording)), ...ENDINGS.flatMap((ending) => row(say(`ending-${ending}`, {}, wording), endings[ending]))]),
    ...(inferred > 0 ? wrapped(say("exit-audit-inferred", { count: count(inferred) }, wording)) : []),
    ...(words.length > 0 ? wrapped(say("exit-audit-stated", { stated: words.join("; ") }, wording)) : []),
    "",
    ...aligned([head(say("exit-audit-probes-table", {}, wording)), ...row(say("exit-audit-eligible", {}, wording), endProbes), ...END_REFUSALS.flatMap((why) => row(say(`end-refusal-${why}`, {}, wording), refused[why]))]),
    ...wrapped(say("exit-audit-silences-there", { count: count(total(silenceProbes)), untimed: count(untimed) }, wording)),
  ];
}

/** Each rate of the simulator with that of counting turns below it. */
function ratesTable({ exit, turnCount, offersExit }: ExitAudit, wording: Wording): readonly string[] {
  if (!offersExit) return [say("exit-not-offered", {}, wording)];
  const rates = ["prematureRate", ...(exit.moments.ended > 0 ? (["endRate", "balanced"] as const) : [])] as const;
  const names = { prematureRate: "exit-premature", endRate: "exit-end", balanced: "exit-balanced" } as const;
  const sources = [{ who: "exit-audit-simulator" as const, of: exit.rates }, ...(turnCount.ok ? [{ who: "exit-audit-turn-count" as const, of: turnCount.value }] : [])];
  const rows = rates.flatMap((rate) => sources.map(({ who, of }) => [say("exit-audit-rate-row", { rate: say(names[rate], {}, wording), who: say(who, {}, wording) }, wording), ...STRATA.flatMap((stratum) => shareCells("", of[stratum][rate], wording).slice(1))]));
  return aligned([[say("exit-audit-rates-table", {}, wording), ...STRATA.flatMap((stratum) => [wording.strata[stratum], say("table-interval", {}, wording)])], ...rows]);
}

function scoresTable({ exit: { discrimination }, scores }: ExitAudit, wording: Wording): readonly string[] {
  if (!scores.ok) return [];
  const { auc, turnCount } = discrimination;
  const { brier, turnCountBrier, skill } = scores.value;
  const cells = (each: Reported | undefined, show: (value: number) => string): readonly string[] => (each ? [each.ok ? show(each.value) : "–", each.ok ? (each.interval ? interval(each, show) : "") : reason(each.reason, wording)] : ["", ""]);
  const line = (id: "exit-audit-auc" | "exit-audit-brier" | "exit-audit-skill", own: Reported, baseline: Reported | undefined, show: (value: number) => string): readonly string[] => [say(id, {}, wording), ...cells(own, show), ...cells(baseline, show)];
  return aligned([
    [say("exit-audit-scores-table", {}, wording), say("exit-audit-simulator", {}, wording), say("table-interval", {}, wording), say("exit-audit-turn-count", {}, wording), say("table-interval", {}, wording)],
    line("exit-audit-auc", auc, turnCount.auc, (value) => fixed(value)),
    line("exit-audit-brier", brier, turnCountBrier, (value) => fixed(value, 3)),
    line("exit-audit-skill", skill, undefined, (value) => signed(value)),
  ], [0]);
}

function hazardTable({ hazard, turnCountAuc, anyStopAuc }: Extract<ExitAudit["people"], { ok: true }>["value"], wording: Wording): readonly string[] {
  const auc = (area: Reported): string => (area.ok ? fixed(area.value) : reason(area.reason, wording));
  const rows = hazard.slice(0, TURNS_SHOWN).map(({ turn, atRisk, ended, hazard: share }) => [count(turn), count(atRisk), count(ended), ...shareCells("", share, wording).slice(1)]);
  const more = hazard.length > rows.length ? [["…"]] : [];
  const table = aligned([[say("exit-audit-hazard-table", {}, wording), say("exit-audit-offered", {}, wording), say("exit-audit-stopped", {}, wording), say("exit-audit-hazard", {}, wording), say("table-interval", {}, wording)], ...rows, ...more], []);
  return [...(rows.length > 0 ? [...table, ...wrapped(say("exit-audit-people-auc", { auc: auc(turnCountAuc) }, wording))] : []), ...wrapped(say("exit-audit-any-stop", { auc: auc(anyStopAuc) }, wording))];
}

function behaviourTable({ judge, instrument, turns, rows }: BehaviourBlock, wording: Wording): readonly string[] {
  const named = (label: string): string => {
    const known = BEHAVIOURS.find((each) => each === label);
    return known ? say(`behaviour-${known}`, {}, wording) : label;
  };
  const head = STRATA.flatMap((stratum) => [`${wording.strata[stratum]}: ${realWord(wording)}`, say("exit-audit-behaviour-simulated", {}, wording), say("exit-audit-behaviour-difference", {}, wording), say("table-interval", {}, wording)]);
  const cell = (share: Reported): string => (share.ok ? percent(share.value, wording.language) : "–");
  const difference = (share: Reported): readonly string[] => [share.ok ? `${share.value > 0 ? "+" : ""}${percent(share.value, wording.language)}` : "–", share.ok ? interval(share, (value) => percentage(value)) : reason(share.reason, wording)];
  return [
    ...aligned([
      [say("exit-audit-behaviour-table", {}, wording), ...head],
      ...rows.map((row) => [named(row.label), ...STRATA.flatMap((stratum) => [cell(row[stratum].real.averaged), cell(row[stratum].simulated.averaged), ...difference(row[stratum].difference)])]),
    ]),
    ...wrapped(say("exit-audit-behaviour-judge", { judge: judge.kind === "model" ? judge.model : judge.kind, instrument: `${instrument.name} ${instrument.version}`, real: count(turns.real), simulated: count(turns.simulated), invalid: count(turns.invalid) }, wording)),
    ...(judge.kind === "lexicon" ? wrapped(say("exit-audit-lexicon-floor", {}, wording)) : []),
  ];
}

function shareCells(label: string, share: Reported, wording: Wording): readonly string[] {
  return [label, share.ok ? percent(share.value, wording.language) : "–", share.ok ? interval(share, (value) => percentage(value)) : reason(share.reason, wording)];
}
