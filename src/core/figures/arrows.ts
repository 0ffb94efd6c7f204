// Owns the arrow picture: where real turns are, where simulated ones are, and the way between. Refuses statistics and sentences.
import { scale, type Axis } from "./axis.ts";
import { drawn, type Drawn, type Inside } from "./drawn.ts";
import { frame, label as line, PAD, round, SMALL, type Said } from "./frame.ts";
import type { FigureStyle } from "./style.ts";
import { fitted, textWidth } from "./textWidth.ts";
import { watermark } from "./watermark.ts";

/** A mean on the axis with its interval, where there is one. */
export interface ArrowMark {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** What stands under the mark, e.g. "real 1.20". */
  readonly label: string;
}

export interface ArrowRow {
  /** Names the row to whoever handles a click. */
  readonly id: string;
  readonly tone: "negative" | "positive";
  readonly label: string;
  /** Under the label, e.g. "20 conversations". */
  readonly detail: readonly string[];
  readonly real?: ArrowMark;
  readonly simulated?: ArrowMark;
  /** Above the arrow: the difference, its interval, what it means. */
  readonly difference: { readonly value: string; readonly rest: string };
  /** The whole row for people who do not see it. */
  readonly spoken: string;
  /** What was published, as a dashed ghost under the arrow. */
  readonly published?: { readonly real: number; readonly simulated: number; readonly spoken: string };
}

export interface ArrowFigure extends Said {
  readonly axis: Axis;
  readonly rows: readonly ArrowRow[];
  /** Printed across the picture. */
  readonly watermark?: string;
}

const NARROW = 560;
const MARK = 7;
/** Height that a line of detail under its label adds. */
const STACKED = 14;
const LARGE = 16;

interface Layout {
  readonly width: number;
  readonly narrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  /** Narrow, and some label has no room for its detail beside it. */
  readonly stacked: boolean;
  /** Room under the marks for ghosts. */
  readonly ghosts: number;
  readonly top: number;
  /** Where the axis is. */
  readonly bottom: number;
  readonly x: (value: number) => number;
}

/** Draws the picture, `width` pixels wide; below 560 the labels stand above their rows. The height follows. */
export function arrows(figure: ArrowFigure, width: number, style: FigureStyle): Drawn {
  const layout = layoutOf(figure, width);
  const text: Text = (x, y, content, attributes = {}) => line(x, y, content, { fill: style.text, "font-size": SMALL, ...attributes });
  return frame(
    figure,
    width,
    layout.bottom + (figure.axis.ticks.some(({ detail }) => detail !== undefined) ? 40 : 26),
    style,
    [
      axisOf(figure, layout, style, text),
      watermark(figure.watermark, layout, 52, style),
      figure.rows.map((row, index) => rowOf(row, layout.top + index * layout.rowHeight, layout, style, text)),
    ],
    true,
  );
}

type Text = (x: number, y: number, content: Inside, attributes?: Drawn["attributes"]) => Drawn;

function layoutOf({ rows, axis }: ArrowFigure, width: number): Layout {
  const narrow = width < NARROW;
  const labels = Math.max(textWidth(axis.name, SMALL), ...rows.flatMap(({ label, detail }) => [textWidth(label, LARGE), ...detail.map((each) => textWidth(each, SMALL))]));
  const half = (tick: Axis["ticks"][number] | undefined): number => textWidth(tick?.detail ?? tick?.label ?? "", SMALL) / 2;
  const left = narrow ? Math.max(12, half(axis.ticks[0]) + 4) : Math.min(Math.ceil(labels) + 36, width * 0.34);
  const right = width - Math.max(16, half(axis.ticks.at(-1)) + 4);
  const ghosts = rows.some(({ published }) => published !== undefined) ? 10 : 0;
  const stacked = narrow && rows.some(({ label, detail }) => textWidth(label, 14) + textWidth(detail.join(" · "), SMALL) + 16 > width - 2 * PAD);
  const rowHeight = (narrow ? 116 : 92) + (stacked ? STACKED : 0) + ghosts;
  const top = 4;
  return { width, narrow, left, right, rowHeight, stacked, ghosts, top, bottom: top + rows.length * rowHeight + 6, x: scale(axis, left, right) };
}

function axisOf({ axis: { name, ticks } }: ArrowFigure, layout: Layout, style: FigureStyle, text: Text): Drawn {
  const { left, right, top, bottom, x, narrow } = layout;
  const step = (right - left) / Math.max(1, ticks.length - 1);
  // Every second name, whole, says more than all of them cut.
  const every = ticks.some(({ detail = "" }) => textWidth(detail, SMALL) > step - 6) ? 2 : 1;
  return drawn(
    "g",
    { "aria-hidden": style.interactive ? "true" : undefined },
    ticks.map(({ at }) => drawn("line", { x1: x(at), y1: top, x2: x(at), y2: bottom, stroke: style.grid, "stroke-width": 1 })),
    drawn("line", { x1: left, y1: bottom, x2: right, y2: bottom, stroke: style.muted, "stroke-width": 1 }),
    ticks.flatMap(({ at, label, detail }, index) => [
      text(x(at), bottom + 16, label, { "text-anchor": "middle", fill: style.muted }),
      ...(detail === undefined || index % every !== 0 ? [] : [text(x(at), bottom + 31, fitted(detail, SMALL, every * step - 6), { "text-anchor": "middle", fill: style.muted })]),
    ]),
    !narrow && text(PAD, bottom + 16, fitted(name, SMALL, left - 24), { fill: style.muted }),
  );
}

function rowOf(row: ArrowRow, top: number, layout: Layout, style: FigureStyle, text: Text): Drawn {
  const { left, narrow, stacked, width, rowHeight } = layout;
  const y = top + (narrow ? 66 : 46) + (stacked ? STACKED : 0);
  const room = narrow ? width - 16 : left - 24;
  const detail = row.detail.join(" · ");
  const label = narrow
    ? [
        text(PAD, top + 18, [drawn("tspan", { "font-weight": 600, "font-size": 14 }, fitted(row.label, 14, room)), !stacked && drawn("tspan", { fill: style.muted, dx: 8 }, detail)]),
        stacked && text(PAD, top + 34, fitted(detail, SMALL, room), { fill: style.muted }),
      ]
    : [text(PAD, y - 8, fitted(row.label, LARGE, room), { "font-size": LARGE, "font-weight": 600 }), row.detail.map((line, index) => text(PAD, y + 11 + index * 16, fitted(line, SMALL, room), { fill: style.muted }))];
  return drawn(
    "g",
    style.interactive ? { class: "mark", "data-mark": row.id, tabindex: 0, role: "button" } : {},
    style.interactive && drawn("rect", { class: "hit", x: 1, y: top + 1, width: width - 2, height: rowHeight - 2, rx: 4, fill: "transparent" }),
    label,
    way(row, y, layout, style, text),
  );
}

function way({ real, simulated, tone, difference, published }: ArrowRow, y: number, layout: Layout, style: FigureStyle, text: Text): Inside {
  const colour = style[tone];
  const { x, left, right } = layout;
  if (!real || !simulated) return text((left + right) / 2, y + 4, difference.rest, { "text-anchor": "middle", fill: style.muted });
  const [from, to] = [x(real.value), x(simulated.value)];
  const close = Math.abs(to - from) < 2 * MARK + 6;
  const words = textWidth(difference.value, LARGE) + textWidth(difference.rest, SMALL) + 8;
  const middle = clamp((from + to) / 2, left + words / 2 - 4, right - words / 2 + 4);
  return [
    band(simulated, y, layout, { fill: colour, "fill-opacity": 0.24 }),
    band(real, y, layout, { fill: "none", stroke: colour, "stroke-width": 1.2, "stroke-opacity": 0.85 }),
    !close && arrow(from, to, y, colour),
    drawn("circle", { cx: from, cy: y, r: close ? MARK + 3 : MARK, fill: close ? "none" : style.background, stroke: colour, "stroke-width": 2.5 }),
    drawn("circle", { cx: to, cy: y, r: close ? MARK - 2 : MARK + 1, fill: colour }),
    ghost(published, y + 16, layout, style),
    text(middle, y - 20, [drawn("tspan", { "font-size": LARGE, "font-weight": 700 }, difference.value), difference.rest !== "" && drawn("tspan", { dx: 6, fill: style.muted }, difference.rest)], { "text-anchor": "middle" }),
    endLabels(real, simulated, y + 26 + layout.ghosts, layout, text),
  ];
}

/** A 95 % interval as a bar: outlined for real, filled for simulated. */
function band({ low, high }: ArrowMark, y: number, { x, left, right }: Layout, attributes: Drawn["attributes"]): Drawn | undefined {
  if (low === undefined || high === undefined) return undefined;
  const from = clamp(x(low), left - 6, right + 6);
  const to = clamp(x(high), left - 6, right + 6);
  return drawn("rect", { x: from, y: y - 5, width: Math.max(1, to - from), height: 10, rx: 5, ...attributes });
}

function arrow(from: number, to: number, y: number, colour: string): readonly Drawn[] {
  const way = Math.sign(to - from);
  const [start, tip] = [from + way * (MARK + 1), to - way * (MARK + 2)];
  const neck = tip - way * Math.min(9, Math.abs(tip - start));
  return [
    drawn("line", { x1: start, y1: y, x2: neck, y2: y, stroke: colour, "stroke-width": 3 }),
    drawn("path", { d: `M${round(tip)} ${y} L${round(neck)} ${y - 6} L${round(neck)} ${y + 6} Z`, fill: colour }),
  ];
}

/** What was published: dashed and hollow, so that it is never taken for a result of the run. */
function ghost(published: ArrowRow["published"], y: number, { x }: Layout, style: FigureStyle): Drawn | undefined {
  if (!published) return undefined;
  const [from, to] = [x(published.real), x(published.simulated)];
  const way = to < from ? -4 : 4;
  const dashed = { fill: style.background, stroke: style.muted, "stroke-width": 1.2, "stroke-dasharray": "2 2" };
  return drawn("g", { class: "ghost" }, drawn("title", {}, published.spoken), drawn("line", { x1: from, y1: y, x2: to, y2: y, ...dashed }), drawn("rect", { x: from - 3, y: y - 3, width: 6, height: 6, ...dashed }), drawn("path", { d: `M${round(to - way)} ${y - 4} L${round(to + way)} ${y} L${round(to - way)} ${y + 4} Z`, ...dashed }));
}

/** Labels of both ends, the left one ending and the right one beginning at its mark, kept inside and apart. */
function endLabels(real: ArrowMark, simulated: ArrowMark, y: number, { x, left, right }: Layout, text: Text): readonly Drawn[] {
  const [first, second] = real.value <= simulated.value ? [real, simulated] : [simulated, real];
  const [one, two] = [textWidth(first.label, SMALL), textWidth(second.label, SMALL)];
  const gap = 14;
  const lowest = left - 6;
  let start = Math.max(lowest, x(first.value) + 8 - one);
  let next = Math.max(x(second.value) - 8, start + one + gap);
  if (next + two > right + 10) {
    next = right + 10 - two;
    start = Math.max(lowest, Math.min(start, next - gap - one));
  }
  return [text(start, y, first.label), text(next, y, second.label)];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
