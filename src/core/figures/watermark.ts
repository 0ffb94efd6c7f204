// Owns words printed across a picture. Refuses choosing them.
import { drawn, type Drawn } from "./drawn.ts";
import type { FigureStyle } from "./style.ts";
import { textWidth } from "./textWidth.ts";

/** The part of a picture the words lie across, in its pixels. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Large, pale and slanted, at most `largest` pixels high; nothing where there are no words. */
export function watermark(words: string | undefined, { left, right, top, bottom }: Place, largest: number, style: FigureStyle): Drawn | undefined {
  if (words === undefined) return undefined;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const size = Math.min(largest, (right - left - 8) / Math.max(1, textWidth(words, 1)));
  const attributes = { x, y, "text-anchor": "middle", "dominant-baseline": "central", transform: `rotate(-8 ${Math.round(x)} ${Math.round(y)})` };
  return drawn("text", { ...attributes, fill: style.text, "fill-opacity": 0.11, "font-size": size, "font-weight": 700, "aria-hidden": style.interactive ? "true" : undefined }, words);
}
