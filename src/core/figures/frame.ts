// Owns what every picture has: its element with title and description, texts, and on paper the background and the caption. Refuses what is inside.
import { drawn, type Drawn, type Inside } from "./drawn.ts";
import type { FigureStyle } from "./style.ts";
import { wrapped } from "./textWidth.ts";

/** Size of small type: ticks, values, captions. */
export const SMALL = 12;
/** Space between a picture and its edge. */
export const PAD = 8;
const CAPTION_LINE = 17;

/** What is said of a picture as a whole. */
export interface Said {
  readonly title: string;
  /** The whole picture for people who do not see it. */
  readonly description: string;
  /** Printed under the picture on paper only. */
  readonly caption: string;
}

/** The picture around `inside`, which ends at `bottom`; the height follows. Several marks that can take the focus make it a group. */
export function frame({ title, description, caption }: Said, width: number, bottom: number, style: FigureStyle, inside: Inside, group = false): Drawn {
  // Estimated widths are within a tenth.
  const lines = style.paper ? wrapped(caption, SMALL, 0.92 * (width - 2 * PAD)) : [];
  const height = bottom + (lines.length > 0 ? lines.length * CAPTION_LINE + 10 : 0);
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: group && style.interactive ? "group" : "img", "aria-label": title, "font-family": style.font, "font-size": SMALL },
    drawn("title", {}, title),
    drawn("desc", {}, description),
    style.paper && drawn("rect", { x: 0, y: 0, width, height, fill: style.background }),
    inside,
    lines.map((line, index) => label(PAD, bottom + 20 + index * CAPTION_LINE, line, { fill: style.muted })),
  );
}

/** A text that begins at a place. */
export function label(x: number, y: number, content: Inside, attributes: Drawn["attributes"] = {}): Drawn {
  return drawn("text", { x, y, ...attributes }, content);
}

/** Two decimals, as attributes are written. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
