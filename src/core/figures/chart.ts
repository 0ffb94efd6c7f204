// Owns what a chart shows, whoever draws it, and the same as a dot picture for paper. Refuses choosing numbers and drawing.
import { niceAxis } from "./axis.ts";
import type { DotFigure, DotMark } from "./dots.ts";
import type { Said } from "./frame.ts";
import { signed } from "./numbers.ts";

/** One mark: a value with its interval where there is one, as text, as it is said aloud, and what it stands for. */
export interface ChartMark<Q> {
  readonly value: number | undefined;
  readonly low?: number;
  readonly high?: number;
  /** `+0.40 [0.30, 0.49]`. */
  readonly text: string;
  readonly spoken: string;
  /** Absent where nothing is behind it, as with what was published. */
  readonly query?: Q;
}

/** Marks of one series over the categories. `hollow` ones are real or recorded turns; a `ghost` was published and is no result of the run. */
export interface ChartSeries<Q> {
  readonly label: string;
  readonly tone: DotMark["tone"];
  readonly hollow: boolean;
  readonly ghost?: true;
  readonly marks: readonly ChartMark<Q>[];
}

/** Bars are shares in per cent; points are biases in depth steps, `connected` where their categories have an order. */
export interface Chart<Q> {
  readonly kind: "points" | "bars";
  readonly connected?: true;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries<Q>[];
  /** What its values measure. */
  readonly axis: string;
  /** How far the axis goes where it does not show every interval whole; those have an arrow head at its end. */
  readonly range?: readonly [low: number, high: number];
}

/** The chart as a picture for files: a row a category, a line a series. */
export function chartDots<Q>({ kind, categories, series, axis, range }: Chart<Q>, said: Said, watermark: string | undefined): DotFigure {
  const rows = categories.map((label, index) => {
    const shown = series.flatMap((each) => {
      const mark = each.marks[index];
      return mark?.value === undefined ? [] : [{ each, mark, value: mark.value }];
    });
    return {
      label,
      marks: shown.map(({ each: { tone, hollow, ghost }, mark: { low, high }, value }): DotMark => ({ value, tone, hollow, ...(ghost ? { ghost } : {}), ...(low === undefined || high === undefined ? {} : { low, high }) })),
      values: shown.map(({ mark }) => mark.text),
    };
  });
  const bounds = range ?? rows.flatMap(({ marks }) => marks.flatMap(({ value, low = value, high = value }) => [low, high]));
  const label = (at: number): string => (kind === "bars" ? `${at} %` : at === 0 ? "0" : signed(at, Number.isInteger(at * 10) ? 1 : 2));
  const [least, most] = kind === "bars" ? [0, 10] : [-0.1, 0.1];
  return {
    ...said,
    axis: { ...niceAxis(axis, Math.min(least, ...bounds), Math.max(most, ...bounds), label), zero: 0 },
    legend: series.map(({ label: name, tone, hollow, ghost }) => ({ label: name, tone, hollow, ...(ghost ? { ghost } : {}) })),
    groups: [{ title: "", rows }],
    ...(watermark === undefined ? {} : { watermark }),
  };
}
