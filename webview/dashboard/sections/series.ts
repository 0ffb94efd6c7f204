// Owns which numbers the two charts draw, with their table twins and spoken marks. Refuses drawing.
import { ends, interval, percent, signed } from "../../../src/core/figures/numbers.ts";
import { people, realWord, STRATA, type Stratum } from "../../../src/core/figures/words.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { ChartData, Mark } from "../charts.ts";
import type { Table } from "../../../src/core/figures/tableText.ts";
import { speak, type MarkQuery, type View } from "../view.ts";

/** Mean bias by position, one line an outcome. */
export function positions(view: View): { readonly chart: ChartData<MarkQuery>; readonly table: Table } {
  const { overview, wording } = view;
  const rows = overview?.positions ?? [];
  const title = speak(view, "positions-title");
  const series = STRATA.map((stratum) => ({
    label: people(stratum, wording),
    tone: stratum,
    hollow: false,
    marks: rows.map(({ position, strata }): Mark<MarkQuery> => {
      const bias = strata[stratum];
      const spoken = speak(view, "positions-spoken", { people: people(stratum, wording), position, bias: bias.ok ? signed(bias.value) : "–", interval: interval(bias) });
      return { ...placed(bias, 1), spoken, query: { outcome: stratum, position } };
    }),
  }));
  const head = [speak(view, "column-position"), ...STRATA.flatMap((stratum) => [people(stratum, wording), speak(view, "column-interval")]), "Δ", speak(view, "column-interval")];
  const body = rows.map(({ position, strata, delta }) => [String(position), ...STRATA.flatMap((stratum) => [text(strata[stratum]), interval(strata[stratum])]), text(delta), interval(delta)]);
  return { chart: { kind: "points", categories: rows.map(({ position }) => String(position)), series, axis: speak(view, "column-bias"), name: title }, table: { title, rows: [head, ...body] } };
}

/** Shares of the stages in one outcome, real beside simulated. */
export function shares(view: View, stratum: Stratum): { readonly chart: ChartData<MarkQuery>; readonly table: Table } {
  const { overview, wording } = view;
  const stages = overview?.stages ?? [];
  const title = speak(view, "shares-title", { people: people(stratum, wording) });
  const branch = (name: "real" | "simulated"): ChartData<MarkQuery>["series"][number] => {
    const word = name === "real" ? realWord(wording) : speak(view, "word-simulated");
    return {
      label: word,
      tone: stratum,
      hollow: name === "real",
      marks: stages.map((stage): Mark<MarkQuery> => {
        const share = stage[stratum][name];
        const spoken = speak(view, "shares-spoken", { stage: visibleLabel(stage.label, 40), branch: word, share: share.ok ? percent(share.value, wording.language, 1) : "–", interval: interval(share, (value) => percent(value, wording.language, 1)) });
        return { ...placed(share, 100), spoken, query: { outcome: stratum, ...(name === "real" ? { realStage: stage.label } : { simulatedStage: stage.label }) } };
      }),
    };
  };
  const head = [speak(view, "column-stage"), speak(view, "column-share-real", { real: realWord(wording) }), speak(view, "column-interval"), speak(view, "column-share-simulated"), speak(view, "column-interval")];
  const share = (reported: Reported): readonly string[] => [reported.ok ? percent(reported.value, wording.language, 1) : "–", interval(reported, (value) => percent(value, wording.language, 1))];
  const body = stages.map((stage) => [visibleLabel(stage.label, 40), ...share(stage[stratum].real), ...share(stage[stratum].simulated)]);
  const categories = stages.map(({ label }) => visibleLabel(label, 20));
  return { chart: { kind: "bars", categories, series: [branch("real"), branch("simulated")], axis: "", name: title }, table: { title, rows: [head, ...body] } };
}

function placed(reported: Reported, factor: number): Pick<Mark<MarkQuery>, "value" | "low" | "high"> {
  const bounds = ends(reported);
  return { value: reported.ok ? factor * reported.value : undefined, ...(bounds ? { low: factor * bounds[0], high: factor * bounds[1] } : {}) };
}

function text(reported: Reported): string {
  return reported.ok ? signed(reported.value) : "–";
}
