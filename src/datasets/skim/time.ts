// Owns reading a time in the bytes of a string; the same moments as core/transcript/instant.ts. Refuses other forms than the commonest two itself.
import { daysIn, instantOf } from "../../core/transcript/instant.ts";

const [ZERO, DASH, PLUS, COLON, T, Z] = [48, 45, 43, 58, 84, 90] as const;
const DAY = 86_400_000;

/** Days of the last date seen, since the times of one conversation mostly share it. */
let lastDate = -1;
let lastDay = 0;

/** Milliseconds since the epoch of the time written in the bytes from `from` to `to`; undefined for anything that is no time with offset. */
export function timeIn(bytes: Uint8Array, from: number, to: number): number | undefined {
  const length = to - from;
  if ((length === 25 || length === 20) && bytes[from + 10] === T && bytes[from + 16] === COLON) {
    const hour = two(bytes, from + 11);
    const minute = two(bytes, from + 14);
    const second = two(bytes, from + 17);
    const offset = offsetIn(bytes, from + 19, length);
    const day = dayIn(bytes, from);
    if (bytes[from + 13] === COLON && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && !Number.isNaN(offset) && !Number.isNaN(day)) {
      return day * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000;
    }
  }
  return length > 64 ? undefined : instantOf(String.fromCharCode(...bytes.subarray(from, to)));
}

function offsetIn(bytes: Uint8Array, at: number, length: number): number {
  if (length === 20) return bytes[at] === Z ? 0 : Number.NaN;
  const hours = two(bytes, at + 1);
  const minutes = two(bytes, at + 4);
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : 0;
  return sign === 0 || bytes[at + 3] !== COLON || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ? Number.NaN : sign * (hours * 60 + minutes);
}

function dayIn(bytes: Uint8Array, from: number): number {
  const century = two(bytes, from);
  const years = two(bytes, from + 2);
  const month = two(bytes, from + 5);
  const day = two(bytes, from + 8);
  if (century < 1 || years < 0 || month < 0 || day < 0 || bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return Number.NaN;
  const date = ((century * 100 + years) * 100 + month) * 100 + day;
  if (date !== lastDate) {
    const year = century * 100 + years;
    if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return Number.NaN;
    lastDate = date;
    lastDay = Date.UTC(year, month - 1, day) / DAY;
  }
  return lastDay;
}

/** The number of two digits at `at`; negative where there are others than digits. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1000;
}
