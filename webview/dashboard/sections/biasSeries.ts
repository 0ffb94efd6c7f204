// Owns figures of bias over categories: positions, acts, values of a field, datasets. Refuses drawing.
import type { ChartMark, ChartSeries } from "../../../src/core/figures/chart.ts";
import { ends, interval, probability, signed } from "../../../src/core/figures/numbers.ts";
import { readableRange } from "../../../src/core/figures/readable.ts";
import { people, STRATA, type Stratum } from "../../../src/core/figures/words.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import type { Chosen } from "../drawing.ts";
import type { FigureData } from "../figure.ts";
import { provenance, publishedNote, speak, titled, type MarkQuery, type View } from "../view.ts";

/** Bias of both outcomes in one category. */
export interface BiasRow {
  readonly label: string;
  /** As it is said of a mark: `position 30`. */
  readonly named: string;
  readonly strata: Readonly<Record<Stratum, Reported>>;
  readonly delta: Reported;
  /** p adjusted over the rows. */
  readonly holm?: number;
  readonly query: MarkQuery;
  /** What was published for it. */
  readonly published?: Readonly<Record<Stratum, number>> & { readonly delta: number };
}

export interface BiasOver {
  readonly title: string;
  readonly note: string;
  /** Head of the first column. */
  readonly column: string;
  readonly rows: readonly BiasRow[];
  /** The categories have an order. */
  readonly ordered: boolean;
  readonly empty: string;
  readonly file: string;
}

/** Points with intervals, one series an outcome. */
export function biasFigure(view: View, over: BiasOver): FigureData {
  const { wording } = view;
  const { rows, ordered, empty, file } = over;
  const title = titled(view, over.title);
  const ghosts = rows.some(({ published }) => published !== undefined);
  const series = [...STRATA.map((stratum) => biasSeries(view, stratum, rows)), ...(ghosts ? STRATA.map((stratum) => ghostSeries(view, stratum, rows)) : [])];
  const range = readableRange(series.flatMap(({ marks }) => marks.flatMap(({ value, low, high }) => (value === undefined ? [] : [{ value, ...(low === undefined || high === undefined ? {} : { low, high }) }]))));
  const note = [over.note, ...(range ? [speak(view, "chart-cut")] : []), ...(ghosts ? [publishedNote(view)] : [])].join(" ");
  const { source, invented } = provenance(view);
  const said = { title, description: rows.flatMap((row) => STRATA.map((stratum) => `${spoken(view, stratum, row)}.`)).join(" "), caption: [`${title}.`, note, source].join(" ") };
  const chart = { kind: "points" as const, ...(ordered ? { connected: true as const } : {}), categories: rows.map(({ label }) => label), series, axis: speak(view, "column-bias"), ...(range ? { range } : {}) };
  const drawn = series.some(({ marks }) => marks.some(({ value }) => value !== undefined));
  return {
    title,
    note,
    table: { title, rows: tableRows(view, over, ghosts) },
    picture: drawn ? { kind: "chart", chart, said, watermark: invented ? speak({ wording }, "figure-watermark") : undefined } : undefined,
    empty,
    file,
  };
}

function biasSeries(view: View, stratum: Stratum, rows: readonly BiasRow[]): ChartSeries<Chosen> {
  const label = people(stratum, view.wording);
  return {
    label,
    tone: stratum,
    hollow: false,
    marks: rows.map((row): ChartMark<Chosen> => {
      const bias = row.strata[stratum];
      const bounds = ends(bias);
      return { value: bias.ok ? bias.value : undefined, ...(bounds ? { low: bounds[0], high: bounds[1] } : {}), text: text(bias), spoken: spoken(view, stratum, row), query: { query: { ...row.query, outcome: stratum }, what: `${label} · ${row.named}` } };
    }),
  };
}

function ghostSeries(view: View, stratum: Stratum, rows: readonly BiasRow[]): ChartSeries<Chosen> {
  const label = speak(view, "published-of", { what: people(stratum, view.wording) });
  return {
    label,
    tone: stratum,
    hollow: true,
    ghost: true,
    marks: rows.map(({ published, named }): ChartMark<Chosen> => {
      const value = published?.[stratum];
      const shown = value === undefined ? "–" : signed(value);
      return { value, text: shown, spoken: speak(view, "bias-spoken", { people: label, what: named, bias: shown, interval: "" }) };
    }),
  };
}

function spoken(view: View, stratum: Stratum, { strata, named }: BiasRow): string {
  const bias = strata[stratum];
  return speak(view, "bias-spoken", { people: people(stratum, view.wording), what: named, bias: bias.ok ? signed(bias.value) : "–", interval: interval(bias) }).trim();
}

function tableRows(view: View, { column, rows }: BiasOver, ghosts: boolean): readonly (readonly string[])[] {
  const names = STRATA.map((stratum) => people(stratum, view.wording));
  const bounds = speak(view, "column-interval");
  const adjusted = rows.some(({ holm }) => holm !== undefined);
  const head = [column, ...names.flatMap((name) => [name, bounds]), "Δ", bounds, ...(adjusted ? [speak(view, "column-holm")] : []), ...(ghosts ? [...names, "Δ"].map((name) => speak(view, "published-of", { what: name })) : [])];
  const published = (row: BiasRow): readonly string[] => (ghosts ? [...STRATA.map((stratum) => row.published?.[stratum]), row.published?.delta].map((value) => (value === undefined ? "–" : signed(value))) : []);
  const body = rows.map((row) => [row.label, ...[...STRATA.map((stratum) => row.strata[stratum]), row.delta].flatMap((each) => [each.ok ? signed(each.value) : "–", interval(each)]), ...(adjusted ? [row.holm === undefined ? "–" : probability(row.holm)] : []), ...published(row)]);
  return [head, ...body];
}

function text(bias: Reported): string {
  return bias.ok ? `${signed(bias.value)} ${interval(bias)}`.trim() : "–";
}
