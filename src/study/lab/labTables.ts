// Owns the tables of the mitigation lab in words and aligned columns, for a terminal or a page of text. Refuses computing any number.
import { count, fixed, interval, percent, percentage, signed } from "../../core/figures/numbers.ts";
import { deltaTitle, realWord, reason, say, STRATA, type Wording } from "../../core/figures/words.ts";
import type { Reported } from "../../core/stats/reportShape.ts";
import type { Lab, LabDifference, LabRow } from "./lab.ts";
import { aligned, wrapped } from "../../core/figures/columns.ts";

/** What each run does, then what changed against the first, then what that says. */
export function labTables(lab: Lab, wording: Wording): readonly string[] {
  const [first] = lab.rows;
  return [
    ...wrapped(say("lab-title", { runs: lab.rows.map(({ name }) => name).join(", ") }, wording)),
    ...(lab.testable ? [] : wrapped(say("lab-untestable", {}, wording))),
    "",
    ...runsTable(lab.rows, wording),
    ...(lab.differences.length === 0 ? [] : ["", ...wrapped(say("lab-from-first", { first: first?.name ?? "" }, wording)), "", ...differencesTable(lab.differences, wording), ""]),
    ...lab.differences.flatMap(({ name, reading }) => wrapped(say(`lab-reading-${reading}`, { name, margin: fixed(lab.margin.value) }, wording))),
  ];
}

/** A row a quantity, a pair of columns a run: value and interval. */
function runsTable(rows: readonly LabRow[], wording: Wording): readonly string[] {
  const share = (value: number): string => percent(value, wording.language);
  const line = (label: string, of: (row: LabRow) => Reported | undefined, show: (value: number) => string, bound = show): readonly string[] => [label, ...rows.flatMap((row) => cells(of(row), show, bound, wording))];
  const real = (stratum: "negative" | "positive"): string => {
    const own = rows[0]?.resistance?.[stratum].real;
    return own?.ok ? share(own.value) : "–";
  };
  return aligned([
    ["", ...rows.flatMap(({ name }) => [name, say("table-interval", {}, wording)])],
    ...STRATA.map((stratum) => line(say("compare-bias", { stratum: wording.strata[stratum] }, wording), ({ bias }) => bias[stratum], (value) => signed(value))),
    line(say("lab-marginal", {}, wording), ({ marginal }) => marginal, (value) => signed(value)),
    ...STRATA.map((stratum) => line(say("lab-resistance", { stratum: wording.strata[stratum], real: realWord(wording), share: real(stratum) }, wording), ({ resistance }) => resistance?.[stratum].simulated, share, (value) => percentage(value))),
    line(say("lab-kept", {}, wording), ({ kept }) => kept, share, (value) => percentage(value)),
    line(deltaTitle(wording), ({ delta }) => delta, (value) => signed(value)),
  ]);
}

function differencesTable(differences: readonly LabDifference[], wording: Wording): readonly string[] {
  const share = (value: number): string => `${value > 0 ? "+" : ""}${percent(value, wording.language)}`;
  const line = (label: string, of: (row: LabDifference) => Reported, show: (value: number) => string, bound = show): readonly string[] => [label, ...differences.flatMap((row) => cells(of(row), show, bound, wording))];
  return aligned([
    ["", ...differences.flatMap(({ name }) => [name, say("table-interval", {}, wording)])],
    [say("lab-probes", {}, wording), ...differences.flatMap(({ probes }) => [count(probes), ""])],
    line(say("lab-marginal", {}, wording), ({ marginal }) => marginal, (value) => signed(value)),
    ...STRATA.map((stratum) => line(say("lab-resistance-change", { stratum: wording.strata[stratum] }, wording), ({ resistance }) => resistance[stratum], share, (value) => percentage(value))),
    line(say("lab-separation", {}, wording), ({ separation }) => separation, (value) => signed(value)),
    line(deltaTitle(wording), ({ delta }) => delta, (value) => signed(value)),
  ]);
}

function cells(reported: Reported | undefined, show: (value: number) => string, bound: (value: number) => string, wording: Wording): readonly [string, string] {
  if (reported === undefined) return ["–", ""];
  return [reported.ok ? show(reported.value) : "–", reported.ok ? interval(reported, bound) : reason(reported.reason, wording)];
}
