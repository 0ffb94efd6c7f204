// Owns how numbers are written for people. Refuses rounding anything that is stored or copied as data.
import type { Language } from "../messages/sentence.ts";
import type { Reported } from "../stats/reportShape.ts";

/** Two decimals (or as many as asked) with a real minus sign; nothing is ever −0. */
export function fixed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** As {@link fixed}, with a plus sign where the rounded value is above 0. */
export function signed(value: number, digits = 2): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Digits grouped by thousands: 1,109. */
export function count(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A share (0…1) in per cent without its unit. */
export function percentage(value: number, digits = 0): string {
  return fixed(value * 100, digits);
}

/** A share with its unit: `43 %` in English, `43%` in Chinese. */
export function percent(value: number, language: Language, digits = 0): string {
  return `${percentage(value, digits)}${language === "en" ? "\u00a0%" : "%"}`;
}

/** A probability: three decimals, two significant digits below .001, never 0. */
export function probability(p: number): string {
  if (p >= 0.001) return p.toFixed(3);
  if (p < 0.00001) return "< 0.00001";
  return p.toFixed(1 - Math.floor(Math.log10(p))).replace(/0+$/, "");
}

/** The ends of a 95 % interval, or undefined where there is none. */
export function ends(reported: Pick<Reported, "interval">): readonly [low: number, high: number] | undefined {
  const { interval } = reported;
  return interval?.ok ? [interval.value.low, interval.value.high] : undefined;
}

/** `[0.50, 1.10]`, or an empty text where there is no interval. */
export function interval(reported: Pick<Reported, "interval">, show: (value: number) => string = (value) => fixed(value)): string {
  const found = ends(reported);
  return found ? `[${show(found[0])}, ${show(found[1])}]` : "";
}

/** A difference of shares in percentage points: `−11.6 pp`. */
export function points(value: number, language: Language): string {
  return `${signed(value * 100, 1)}${language === "en" ? "\u00a0pp" : " 个百分点"}`;
}

/** The interval of such a difference, `[−16.0, −7.2]`, or an empty text. */
export function pointsInterval(difference: Pick<Reported, "interval">): string {
  return interval(difference, (value) => percentage(value, 1));
}
