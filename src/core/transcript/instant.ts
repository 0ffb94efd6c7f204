// Owns reading a time of the files people give us. Refuses times without an offset: they mean another moment on another machine.
// Reads by character codes, since a large dataset has millions of times.

const [ZERO, DASH, PLUS, COLON, DOT, SPACE, T, SMALL_T, Z, SMALL_Z] = [48, 45, 43, 58, 46, 32, 84, 116, 90, 122] as const;
const LONGEST_FRACTION = 9;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Milliseconds since the epoch of an ISO 8601 time with offset: `2025-03-01T10:20:00+08:00`, also `+0800`, `Z`, a space for
 * the T, without seconds, or with up to nine decimals (cut to milliseconds). Undefined for anything else.
 */
export function instantOf(time: string): number | undefined {
  if (time.charCodeAt(4) !== DASH || time.charCodeAt(7) !== DASH || time.charCodeAt(13) !== COLON || !isDivider(time.charCodeAt(10))) return undefined;
  const year = digits(time, 0, 4);
  const month = digits(time, 5, 2);
  const day = digits(time, 8, 2);
  const hour = digits(time, 11, 2);
  const minute = digits(time, 14, 2);
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year) || hour < 0 || hour > 23 || minute < 0 || minute > 59) return undefined;
  let at = 16;
  let seconds = 0;
  let milliseconds = 0;
  if (time.charCodeAt(at) === COLON) {
    seconds = digits(time, at + 1, 2);
    if (seconds < 0 || seconds > 59) return undefined;
    at += 3;
    if (time.charCodeAt(at) === DOT) {
      let end = at + 1;
      while (digits(time, end, 1) >= 0) end++;
      const length = end - at - 1;
      if (length < 1 || length > LONGEST_FRACTION) return undefined;
      milliseconds = Number(time.slice(at + 1, Math.min(end, at + 4)).padEnd(3, "0"));
      at = end;
    }
  }
  const offset = offsetMinutes(time, at);
  return offset === undefined ? undefined : Date.UTC(year, month - 1, day, hour, minute - offset, seconds, milliseconds);
}

/** The offset that ends the text at `at`, in minutes east of Greenwich. */
function offsetMinutes(time: string, at: number): number | undefined {
  const sign = time.charCodeAt(at);
  if (sign === Z || sign === SMALL_Z) return time.length === at + 1 ? 0 : undefined;
  if (sign !== PLUS && sign !== DASH) return undefined;
  const colon = time.charCodeAt(at + 3) === COLON ? 1 : 0;
  const hours = digits(time, at + 1, 2);
  const minutes = digits(time, at + 3 + colon, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || time.length !== at + 5 + colon) return undefined;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

/** The number written in `length` digits from `at`; −1 where there are others than digits. */
function digits(text: string, at: number, length: number): number {
  let number = 0;
  for (let place = at; place < at + length; place++) {
    const digit = text.charCodeAt(place) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function isDivider(code: number): boolean {
  return code === T || code === SPACE || code === SMALL_T;
}

/** Days of a month, counted from 1. */
export function daysIn(month: number, year: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (DAYS[month - 1] ?? 0);
}
