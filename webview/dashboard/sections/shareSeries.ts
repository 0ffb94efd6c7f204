// Owns figures of shares of labels in one outcome, real beside simulated. Refuses drawing.
import type { ChartMark, ChartSeries } from "../../../src/core/figures/chart.ts";
import { ends, interval, percent } from "../../../src/core/figures/numbers.ts";
import { people, realWord, type Stratum } from "../../../src/core/figures/words.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { PublishedShare } from "../../../src/core/figures/published.ts";
import type { Chosen } from "../drawing.ts";
import type { FigureData } from "../figure.ts";
import { provenance, publishedNote, speak, titled, type View } from "../view.ts";

const BRANCHES = ["real", "simulated"] as const;
export type Branch = (typeof BRANCHES)[number];

/** Share of one label in one outcome, 0…1. */
export interface LabelShare {
  readonly label: string;
  readonly shares: Readonly<Record<Branch, Reported>>;
  readonly published?: PublishedShare;
}

export interface SharesOf {
  readonly title: string;
  readonly note: string;
  readonly what: "stage" | "emotion" | "blocker";
  readonly stratum: Stratum;
  readonly rows: readonly LabelShare[];
  readonly empty: string;
  readonly file: string;
}

/** Bars with intervals, hollow real and filled simulated. */
export function shareFigure(view: View, of: SharesOf): FigureData {
  const { wording } = view;
  const { rows, empty, file } = of;
  const title = titled(view, of.title);
  const ghosts = rows.some(({ published }) => published !== undefined);
  const note = [of.note, ...(ghosts ? [publishedNote(view), speak(view, "published-pooled")] : [])].join(" ");
  const { source, invented } = provenance(view);
  const series = [...BRANCHES.map((branch) => branchSeries(view, of, branch)), ...(ghosts ? BRANCHES.map((branch) => ghostSeries(view, of, branch)) : [])];
  const said = { title, description: series.flatMap(({ marks }) => marks.map(({ spoken }) => `${spoken}.`)).join(" "), caption: [`${title}.`, note, source].join(" ") };
  const chart = { kind: "bars" as const, categories: rows.map(({ label }) => visibleLabel(label, 20)), series, axis: speak(view, "shares-axis") };
  const drawn = rows.some(({ shares }) => shares.real.ok || shares.simulated.ok);
  return {
    title,
    note,
    table: { title, rows: tableRows(view, of, ghosts) },
    picture: drawn ? { kind: "chart", chart, said, watermark: invented ? speak({ wording }, "figure-watermark") : undefined } : undefined,
    empty,
    file,
  };
}

export function branchWord(branch: Branch, { wording }: Pick<View, "wording">): string {
  return branch === "real" ? realWord(wording) : speak({ wording }, "word-simulated");
}

function branchSeries(view: View, { rows, stratum, what }: SharesOf, branch: Branch): ChartSeries<Chosen> {
  const word = branchWord(branch, view);
  return {
    label: word,
    tone: stratum,
    hollow: branch === "real",
    marks: rows.map(({ label, shares }): ChartMark<Chosen> => {
      const share = shares[branch];
      const bounds = ends(share);
      const shown = visibleLabel(label, 40);
      return {
        value: share.ok ? 100 * share.value : undefined,
        ...(bounds ? { low: 100 * bounds[0], high: 100 * bounds[1] } : {}),
        text: text(share, view),
        spoken: speak(view, "shares-spoken", { stage: shown, branch: word, share: share.ok ? percent(share.value, view.wording.language, 1) : "–", interval: bounds ? bracketed(share, view) : "" }).trim(),
        query: { query: { outcome: stratum, ...labelQuery(branch, what, label) }, what: `${people(stratum, view.wording)} · ${speak(view, "probes-stage", { branch: word, stage: shown })}` },
      };
    }),
  };
}

/** The first stage has leave and silence with it, as in the shares. */
function labelQuery(branch: Branch, what: SharesOf["what"], value: string): Chosen["query"] {
  if (what !== "stage") return { label: { branch, what, value } };
  return branch === "real" ? { realStage: value } : { simulatedStage: value };
}

function ghostSeries(view: View, { rows, stratum }: SharesOf, branch: Branch): ChartSeries<Chosen> {
  const label = speak(view, "published-of", { what: branchWord(branch, view) });
  return {
    label,
    tone: stratum,
    hollow: true,
    ghost: true,
    marks: rows.map(({ label: name, published }): ChartMark<Chosen> => {
      const share = published?.[branch];
      const shown = share === undefined ? "–" : percent(share, view.wording.language, 1);
      return { value: share === undefined ? undefined : 100 * share, text: shown, spoken: speak(view, "shares-spoken", { stage: visibleLabel(name, 40), branch: label, share: shown, interval: "" }).trim() };
    }),
  };
}

function tableRows(view: View, { rows, what }: SharesOf, ghosts: boolean): readonly (readonly string[])[] {
  const bounds = speak(view, "column-interval");
  const published = (row: LabelShare): readonly string[] => (ghosts ? BRANCHES.map((branch) => (row.published ? percent(row.published[branch], view.wording.language, 1) : "–")) : []);
  const head = [speak(view, `column-${what}`), speak(view, "column-share-real"), bounds, speak(view, "column-share-simulated"), bounds, ...(ghosts ? BRANCHES.map((branch) => speak(view, "published-of", { what: branchWord(branch, view) })) : [])];
  const body = rows.map((row) => [visibleLabel(row.label, 40), ...BRANCHES.flatMap((branch) => [row.shares[branch].ok ? percent(row.shares[branch].value, view.wording.language, 1) : "–", bracketed(row.shares[branch], view)]), ...published(row)]);
  return [head, ...body];
}

function bracketed(share: Reported, { wording }: View): string {
  return interval(share, (value) => percent(value, wording.language, 1));
}

function text(share: Reported, view: View): string {
  return share.ok ? `${percent(share.value, view.wording.language, 1)} ${bracketed(share, view)}`.trim() : "–";
}
