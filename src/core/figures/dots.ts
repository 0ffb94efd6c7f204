// Owns the dot picture: rows of marks with their intervals on one axis, hollow real and filled simulated. Refuses statistics and sentences.
import { scale, type Axis } from "./axis.ts";
import { drawn, type Drawn, type Inside } from "./drawn.ts";
import { frame, label as text, PAD, round, SMALL, type Said } from "./frame.ts";
import type { FigureStyle } from "./style.ts";
import { fitted, textWidth } from "./textWidth.ts";
import { watermark } from "./watermark.ts";

/** A value on the axis with its interval, where there is one. */
export interface DotMark {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly tone: "negative" | "positive" | "neutral";
  /** Real turns are hollow; what is not a branch is filled. */
  readonly hollow: boolean;
  /** What was published: dashed, in no outcome's colour. */
  readonly ghost?: true;
}

export interface DotRow {
  readonly label: string;
  /** Drawn from the top down, each on its own line. */
  readonly marks: readonly DotMark[];
  /** At the right end, e.g. "+0.40 [0.30, 0.49]"; one line a mark, or fewer. */
  readonly values: readonly string[];
}

export interface DotGroup {
  /** Above its rows; empty for none. */
  readonly title: string;
  readonly rows: readonly DotRow[];
}

export interface DotFigure extends Said {
  readonly axis: Axis;
  readonly legend: readonly { readonly label: string; readonly tone: DotMark["tone"]; readonly hollow: boolean; readonly ghost?: true }[];
  readonly groups: readonly DotGroup[];
  readonly watermark?: string;
}

const LABEL = 13;
const LINE = 20;
const RADIUS = 5;

interface Layout {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Height of the line above each row where its label stands because there is no room beside it; 0 where there is. */
  readonly above: number;
  readonly x: (value: number) => number;
  readonly axis: Axis;
}

/** Draws the picture, `width` pixels wide; the height follows. */
export function dots(figure: DotFigure, width: number, style: FigureStyle): Drawn {
  const layout = layoutOf(figure, width);
  const top = PAD + (figure.legend.length > 0 ? 26 : 4);
  const body: Inside[] = [];
  let y = top;
  for (const group of figure.groups) {
    if (group.title !== "") {
      body.push(text(PAD, y + 18, fitted(group.title, LABEL, width - 2 * PAD), { "font-size": LABEL, "font-weight": 600, fill: style.text }));
      y += 28;
    }
    for (const row of group.rows) {
      body.push(rowOf(row, y, layout, style));
      y += layout.above + heightOf(row);
    }
    y += 6;
  }
  return frame(figure, width, y + 44, style, [
    legendOf(figure.legend, style),
    axisOf(figure, layout, top, y, style),
    watermark(figure.watermark, { ...layout, top, bottom: y }, 46, style),
    body,
  ]);
}

function layoutOf({ groups, axis }: DotFigure, width: number): Layout {
  const rows = groups.flatMap((group) => group.rows);
  const labels = Math.max(0, ...rows.map(({ label }) => textWidth(label, LABEL)));
  const values = Math.max(0, ...rows.flatMap((row) => row.values.map((value) => textWidth(value, SMALL))));
  const above = labels + 16 > width * 0.3 ? 18 : 0;
  const left = PAD + (above > 0 ? 16 : labels + 16);
  // Estimated widths are within a tenth.
  const right = width - PAD - Math.min(values * 1.12 + 14, width * 0.38);
  return { width, left, right, above, axis, x: scale(axis, left, right) };
}

function heightOf({ marks }: DotRow): number {
  return Math.max(1, marks.length) * LINE + 8;
}

function rowOf(row: DotRow, from: number, layout: Layout, style: FigureStyle): Inside {
  const { left, right, above, width, x } = layout;
  const { label, marks, values } = row;
  const top = from + above;
  const name = { "font-size": LABEL, fill: style.text };
  return [
    above > 0 ? text(PAD, from + 16, fitted(label, LABEL, width - 2 * PAD), name) : text(PAD, top + heightOf(row) / 2 + 4, fitted(label, LABEL, left - PAD - 10), name),
    marks.map((mark, index) => [markOf(mark, top + 4 + LINE * (index + 0.5), x, style), heads(mark, top + 4 + LINE * (index + 0.5), layout, style)]),
    values.map((value, index) => text(right + 10, top + 8 + LINE * (index + 0.5) + (marks.length > values.length ? ((marks.length - values.length) * LINE) / 2 : 0), fitted(value, SMALL, width - right - 14), { fill: style.text })),
  ];
}

function markOf({ value, low, high, tone, hollow, ghost }: DotMark, y: number, x: Layout["x"], style: FigureStyle): Inside {
  const colour = ghost ? style.muted : tone === "neutral" ? style.text : style[tone];
  const at = x(value);
  const shape = { fill: hollow ? style.background : colour, stroke: colour, ...(ghost ? { "stroke-width": 1.2, "stroke-dasharray": "2 2" } : { "stroke-width": 2 }) };
  return [
    low !== undefined && high !== undefined && drawn("line", { x1: x(low), y1: y, x2: x(high), y2: y, stroke: colour, "stroke-width": hollow ? 1.5 : 2.5, "stroke-dasharray": ghost && "2 2" }),
    // Outcomes differ by shape too: a circle and a diamond.
    tone === "positive" ? drawn("rect", { x: at - RADIUS + 1, y: y - RADIUS + 1, width: 2 * RADIUS - 2, height: 2 * RADIUS - 2, transform: `rotate(45 ${round(at)} ${round(y)})`, ...shape }) : drawn("circle", { cx: at, cy: y, r: RADIUS, ...shape }),
  ];
}

/** Arrow heads where the interval goes on beyond the axis. */
function heads({ low, high, tone, ghost }: DotMark, y: number, { axis, left, right }: Layout, style: FigureStyle): Inside {
  const fill = ghost ? style.muted : tone === "neutral" ? style.text : style[tone];
  const head = (at: number, back: number): Drawn => drawn("path", { d: `M ${round(at)} ${round(y)} l ${back} -4 v 8 z`, fill });
  return [low !== undefined && low < axis.low && head(left, 7), high !== undefined && high > axis.high && head(right, -7)];
}

function axisOf({ axis }: DotFigure, { left, right, x }: Layout, top: number, bottom: number, style: FigureStyle): Drawn {
  const step = (right - left) / Math.max(1, axis.ticks.length - 1);
  const widest = Math.max(0, ...axis.ticks.map(({ label }) => textWidth(label, SMALL)));
  const every = Math.max(1, Math.ceil((widest + 8) / step));
  const first = Math.max(0, axis.ticks.findIndex(({ at }) => at === axis.zero));
  return drawn(
    "g",
    {},
    axis.ticks.map(({ at }) => drawn("line", { x1: x(at), y1: top, x2: x(at), y2: bottom, stroke: at === axis.zero ? style.muted : style.grid, "stroke-width": at === axis.zero ? 1.5 : 1 })),
    drawn("line", { x1: left, y1: bottom, x2: right, y2: bottom, stroke: style.muted, "stroke-width": 1 }),
    axis.ticks.filter((_, index) => (index - first) % every === 0).map(({ at, label }) => text(x(at), bottom + 16, label, { "text-anchor": "middle", fill: style.muted })),
    text((left + right) / 2, bottom + 34, axis.name, { "text-anchor": "middle", fill: style.muted }),
  );
}

function legendOf(legend: DotFigure["legend"], style: FigureStyle): Inside {
  let x = PAD;
  return legend.map(({ label, ...mark }) => {
    const at = x;
    x += textWidth(label, SMALL) + 34;
    return [markOf({ value: at + 6, ...mark }, 16, (value) => value, style), text(at + 18, 20, label, { fill: style.text })];
  });
}
