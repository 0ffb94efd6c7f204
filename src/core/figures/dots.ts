// Owns the dot picture: rows of marks with their intervals on one axis, hollow real and filled simulated. Refuses statistics and sentences.
import { drawn, type Drawn, type Inside } from "./drawn.ts";
import type { FigureStyle } from "./style.ts";
import { fitted, textWidth, wrapped } from "./textWidth.ts";
import { watermark } from "./watermark.ts";

/** A value on the axis with its interval, where there is one. */
export interface DotMark {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly tone: "negative" | "positive" | "neutral";
  /** Real turns are hollow; what is not a branch is filled. */
  readonly hollow: boolean;
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

export interface DotFigure {
  readonly title: string;
  readonly description: string;
  readonly caption: string;
  /** The axis, from `low` to `high`; `zero` is drawn strongly where it lies inside. */
  readonly axis: { readonly name: string; readonly low: number; readonly high: number; readonly ticks: readonly { readonly at: number; readonly label: string }[]; readonly zero?: number };
  readonly legend: readonly { readonly label: string; readonly tone: DotMark["tone"]; readonly hollow: boolean }[];
  readonly groups: readonly DotGroup[];
  readonly watermark?: string;
}

const SMALL = 12;
const LABEL = 13;
const LINE = 20;
const PAD = 8;
const RADIUS = 5;

interface Layout {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly x: (value: number) => number;
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
      y += heightOf(row);
    }
    y += 6;
  }
  const bottom = y;
  const caption = style.paper ? wrapped(figure.caption, SMALL, 0.9 * (width - 2 * PAD)) : [];
  const height = bottom + 44 + (caption.length > 0 ? caption.length * 17 + 8 : 0);
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": figure.title, "font-family": style.font, "font-size": SMALL },
    drawn("title", {}, figure.title),
    drawn("desc", {}, figure.description),
    style.paper && drawn("rect", { x: 0, y: 0, width, height, fill: style.background }),
    legendOf(figure.legend, style),
    axisOf(figure, layout, top, bottom, style),
    watermark(figure.watermark, { ...layout, top, bottom }, 46, style),
    body,
    caption.map((line, index) => text(PAD, bottom + 60 + index * 17, line, { fill: style.muted })),
  );
}

function layoutOf({ groups, axis }: DotFigure, width: number): Layout {
  const rows = groups.flatMap((group) => group.rows);
  const labels = Math.max(0, ...rows.map(({ label }) => textWidth(label, LABEL)));
  const values = Math.max(0, ...rows.flatMap((row) => row.values.map((value) => textWidth(value, SMALL))));
  const left = PAD + Math.min(labels + 16, width * 0.3);
  // Estimated widths are within a tenth.
  const right = width - PAD - Math.min(values * 1.12 + 14, width * 0.38);
  const span = axis.high - axis.low || 1;
  return { width, left, right, x: (value) => left + ((Math.min(Math.max(value, axis.low), axis.high) - axis.low) / span) * (right - left) };
}

function heightOf({ marks }: DotRow): number {
  return Math.max(1, marks.length) * LINE + 8;
}

function rowOf({ label, marks, values }: DotRow, top: number, { left, right, width, x }: Layout, style: FigureStyle): Inside {
  const middle = top + heightOf({ label, marks, values }) / 2;
  return [
    text(PAD, middle + 4, fitted(label, LABEL, left - PAD - 10), { "font-size": LABEL, fill: style.text }),
    marks.map((mark, index) => markOf(mark, top + 4 + LINE * (index + 0.5), x, style)),
    values.map((value, index) => text(right + 10, top + 8 + LINE * (index + 0.5) + (marks.length > values.length ? ((marks.length - values.length) * LINE) / 2 : 0), fitted(value, SMALL, width - right - 14), { fill: style.text })),
  ];
}

function markOf({ value, low, high, tone, hollow }: DotMark, y: number, x: Layout["x"], style: FigureStyle): Inside {
  const colour = tone === "neutral" ? style.text : style[tone];
  const at = x(value);
  const shape = { fill: hollow ? style.background : colour, stroke: colour, "stroke-width": 2 };
  return [
    low !== undefined && high !== undefined && drawn("line", { x1: x(low), y1: y, x2: x(high), y2: y, stroke: colour, "stroke-width": hollow ? 1.5 : 2.5 }),
    // Outcomes differ by shape too: a circle and a diamond.
    tone === "positive" ? drawn("rect", { x: at - RADIUS + 1, y: y - RADIUS + 1, width: 2 * RADIUS - 2, height: 2 * RADIUS - 2, transform: `rotate(45 ${round(at)} ${round(y)})`, ...shape }) : drawn("circle", { cx: at, cy: y, r: RADIUS, ...shape }),
  ];
}

function axisOf({ axis }: DotFigure, { left, right, x }: Layout, top: number, bottom: number, style: FigureStyle): Drawn {
  return drawn(
    "g",
    {},
    axis.ticks.map(({ at }) => drawn("line", { x1: x(at), y1: top, x2: x(at), y2: bottom, stroke: at === axis.zero ? style.muted : style.grid, "stroke-width": at === axis.zero ? 1.5 : 1 })),
    drawn("line", { x1: left, y1: bottom, x2: right, y2: bottom, stroke: style.muted, "stroke-width": 1 }),
    axis.ticks.map(({ at, label }) => text(x(at), bottom + 16, label, { "text-anchor": "middle", fill: style.muted })),
    text((left + right) / 2, bottom + 34, axis.name, { "text-anchor": "middle", fill: style.muted }),
  );
}

function legendOf(legend: DotFigure["legend"], style: FigureStyle): Inside {
  let x = PAD;
  return legend.map(({ label, tone, hollow }) => {
    const at = x;
    x += textWidth(label, SMALL) + 34;
    return [markOf({ value: at + 6, tone, hollow }, 16, (value) => value, style), text(at + 18, 20, label, { fill: style.text })];
  });
}

function text(x: number, y: number, content: Inside, attributes: Drawn["attributes"] = {}): Drawn {
  return drawn("text", { x, y, ...attributes }, content);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
