// Owns the strip of a number and its interval while conversations arrive. Refuses statistics and sentences.
import { scale, type Axis } from "./axis.ts";
import { drawn, type Drawn, type Inside } from "./drawn.ts";
import { frame, label, PAD, round, SMALL, type Said } from "./frame.ts";
import type { FigureStyle } from "./style.ts";
import { textWidth } from "./textWidth.ts";
import { watermark } from "./watermark.ts";

/** The number after so many conversations; without ends it had no interval then. */
export interface StripPoint {
  readonly at: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface StripFigure extends Said {
  /** What the number is measured in, from the bottom up. */
  readonly axis: Axis;
  /** Conversations, from left to right. */
  readonly along: Axis;
  /** In the order of arrival. */
  readonly points: readonly StripPoint[];
  /** What stands at the last point. */
  readonly last: string;
  /** A dashed line at what was published. */
  readonly published?: { readonly value: number; readonly label: string };
  readonly watermark?: string;
}

const HEIGHT = 120;

/** Draws the strip, `width` pixels wide. */
export function strip(figure: StripFigure, width: number, style: FigureStyle): Drawn {
  const { axis, along, points, last, published } = figure;
  const left = PAD + Math.max(...axis.ticks.map((tick) => textWidth(tick.label, SMALL))) + 8;
  const beside = textWidth(last, SMALL) * 1.3 + 14;
  // In a narrow panel the number stands above its place.
  const above = beside > width * 0.3;
  const right = width - PAD - (above ? 8 : beside);
  const top = above ? 26 : 8;
  const bottom = top + HEIGHT;
  const [x, y] = [scale(along, left, right), scale(axis, bottom, top)];
  const end = points.at(-1);
  return frame(figure, width, bottom + 40, style, [
    drawn(
      "g",
      { "aria-hidden": style.interactive ? "true" : undefined },
      axis.ticks.map(({ at, label: text }) => [
        drawn("line", { x1: left, y1: y(at), x2: right, y2: y(at), stroke: at === axis.zero ? style.muted : style.grid, "stroke-width": at === axis.zero ? 1.5 : 1 }),
        label(left - 6, y(at) + 4, text, { "text-anchor": "end", fill: style.muted }),
      ]),
      along.ticks.filter(({ at }) => at <= along.high).map(({ at, label: text }) => label(x(at), bottom + 16, text, { "text-anchor": "middle", fill: style.muted })),
      label((left + right) / 2, bottom + 33, along.name, { "text-anchor": "middle", fill: style.muted }),
    ),
    watermark(figure.watermark, { left, right, top, bottom }, 40, style),
    bands(points).map((band) => drawn("path", { d: area(band, x, y), fill: style.text, "fill-opacity": 0.14 })),
    published && drawn("g", { class: "ghost" }, drawn("title", {}, published.label), drawn("line", { x1: left, y1: y(published.value), x2: right, y2: y(published.value), stroke: style.muted, "stroke-width": 1.2, "stroke-dasharray": "4 3" })),
    points.length > 1 && drawn("path", { d: path(points, x, y), fill: "none", stroke: style.text, "stroke-width": 2 }),
    end && [drawn("circle", { cx: x(end.at), cy: y(end.value), r: 4, fill: style.text }), above ? label(right, 14, last, { fill: style.text, "font-weight": 600, "text-anchor": "end" }) : label(x(end.at) + 10, y(end.value) + 4, last, { fill: style.text, "font-weight": 600 })],
  ] satisfies Inside);
}

type Bounded = StripPoint & { readonly low: number; readonly high: number };

/** Stretches in which every point has an interval. */
function bands(points: readonly StripPoint[]): readonly (readonly Bounded[])[] {
  const found: Bounded[][] = [[]];
  for (const { low, high, ...point } of points) {
    if (low === undefined || high === undefined) found.push([]);
    else found.at(-1)?.push({ ...point, low, high });
  }
  return found.filter((band) => band.length > 1);
}

function area(band: readonly Bounded[], x: (value: number) => number, y: (value: number) => number): string {
  const upper = band.map(({ at, high }) => `${round(x(at))} ${round(y(high))}`);
  const lower = band.toReversed().map(({ at, low }) => `${round(x(at))} ${round(y(low))}`);
  return `M${[...upper, ...lower].join(" L")} Z`;
}

function path(points: readonly StripPoint[], x: (value: number) => number, y: (value: number) => number): string {
  return `M${points.map(({ at, value }) => `${round(x(at))} ${round(y(value))}`).join(" L")}`;
}
