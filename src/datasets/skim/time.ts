// Owns reading a time in the bytes of a string; the same moments as core/transcript/instant.ts. Refuses other forms than the commonest two itself.
import { daysIn, instantOf } from "../../core/transcript/instant.ts";
import { fourAt } from "./cursor.ts";

const [ZERO, DASH, PLUS, COLON, T, Z] = [48, 45, 43, 58, 84, 90] as const;
const DAY = 86_400_000;

/** The bytes of the last date, and the days from the epoch to it, since the times of one conversation mostly share it. */
let [lastYear, lastMonth, lastDay, lastDays] = [0, 0, 0, Number.NaN];

/** Milliseconds since the epoch of the time written in the bytes from `from` to `to`; undefined for anything that is no time with offset. */
export function timeIn(bytes: Uint8Array, from: number, to: number): number | undefined {
  const length = to - from;
  if ((length === 25 || length === 20) && bytes[from + 10] === T && bytes[from + 13] === COLON && bytes[from + 16] === COLON) {
    const hour = two(bytes, from + 11);
    const minute = two(bytes, from + 14);
    const second = two(bytes, from + 17);
    const offset = length === 25 ? offsetIn(bytes, from + 19) : bytes[from + 19] === Z ? 0 : Number.NaN;
    const days = daysBefore(bytes, from);
    // Not a number is no time either.
    if (hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && offset === offset && days === days) {
      return days * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000;
    }
  }
  return length > 64 ? undefined : instantOf(String.fromCharCode(...bytes.subarray(from, to)));
}

/** Minutes east of Greenwich of `+08:00`. */
function offsetIn(bytes: Uint8Array, at: number): number {
  const hour = two(bytes, at + 1);
  const minute = two(bytes, at + 4);
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : 0;
  return sign === 0 || bytes[at + 3] !== COLON || hour < 0 || hour > 23 || minute < 0 || minute > 59 ? Number.NaN : sign * (hour * 60 + minute);
}

/** Days from the epoch to the date `2025-03-01`. */
function daysBefore(bytes: Uint8Array, at: number): number {
  const year = fourAt(bytes, at);
  const month = fourAt(bytes, at + 4);
  const day = fourAt(bytes, at + 6);
  if (day !== lastDay || month !== lastMonth || year !== lastYear) {
    lastYear = year;
    lastMonth = month;
    lastDay = day;
    lastDays = bytes[at + 4] === DASH && bytes[at + 7] === DASH ? daysOf(two(bytes, at) * 100 + two(bytes, at + 2), two(bytes, at + 5), two(bytes, at + 8)) : Number.NaN;
  }
  return lastDays;
}

/** Counted in years that begin with March, so that leap days come last (Howard Hinnant, days_from_civil). `Date.UTC` takes twenty times as long. */
function daysOf(year: number, month: number, day: number): number {
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return Number.NaN;
  const years = month > 2 ? year : year - 1;
  const centuries = Math.floor(years / 100);
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return years * 365 + Math.floor(years / 4) - centuries + Math.floor(centuries / 4) + ofYear - 719_468;
}

/** The number of two digits at `at`; far below nothing where there are others than digits. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100_000;
}
