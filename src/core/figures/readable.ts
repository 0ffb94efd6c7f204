// Owns how far an axis goes where one interval is far wider than the others. Refuses drawing; intervals themselves stay whole.
import { niceTicks } from "./axis.ts";

/** A value with its interval, where there is one. */
export interface Spanned {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** Half widths of the middle interval that an axis goes beyond its outermost values. */
const BEYOND = 3;
/** Of the whole span; a smaller gain is not worth cutting an interval for. */
const WORTH = 0.7;

/** From where to where, at round numbers, an axis goes that shows every value and most intervals whole; undefined where it can show them all. */
export function readableRange(marks: readonly Spanned[]): readonly [low: number, high: number] | undefined {
  const halves = marks.flatMap(({ value, low = value, high = value }) => (high > low ? [(high - low) / 2] : [])).sort((a, b) => a - b);
  const middle = halves[Math.floor((halves.length - 1) / 2)];
  if (middle === undefined) return undefined;
  const values = marks.map(({ value }) => value);
  const [least, most] = [Math.min(...marks.map(({ value, low = value }) => low)), Math.max(...marks.map(({ value, high = value }) => high))];
  const [low, high] = [Math.max(least, Math.min(...values) - BEYOND * middle), Math.min(most, Math.max(...values) + BEYOND * middle)];
  if (high - low >= WORTH * (most - least)) return undefined;
  const ticks = niceTicks(low, high);
  return [ticks[0] ?? low, ticks.at(-1) ?? high];
}
