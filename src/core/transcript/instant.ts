// Owns reading a time of the files people give us. Refuses times without an offset: they mean another moment on another machine.

const ZERO = 48;
const LONGEST_FRACTION = 9;

/**
 * Milliseconds since the epoch of an ISO 8601 time with offset: `2025-03-01T10:20:00+08:00`, also `+0800`, `Z`, a space for
 * the T, without seconds, or with up to nine decimals (cut to milliseconds). Undefined for anything else.
 */
export function instantOf(time: string): number | undefined {
  const [year, month, day, hour, minute] = [digits(time, 0, 4), digits(time, 5, 2), digits(time, 8, 2), digits(time, 11, 2), digits(time, 14, 2)];
  const marks = time[4] === "-" && time[7] === "-" && (time[10] === "T" || time[10] === " " || time[10] === "t") && time[13] === ":";
  if (!marks || !(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59) || Number.isNaN(year)) return undefined;
  let at = 16;
  let seconds = 0;
  let milliseconds = 0;
  if (time[at] === ":") {
    seconds = digits(time, at + 1, 2);
    if (!(seconds <= 59)) return undefined;
    at += 3;
    if (time[at] === ".") {
      const end = endOfDigits(time, at + 1);
      const length = end - at - 1;
      if (length < 1 || length > LONGEST_FRACTION) return undefined;
      milliseconds = Number(time.slice(at + 1, end).slice(0, 3).padEnd(3, "0"));
      at = end;
    }
  }
  const offset = offsetMinutes(time, at);
  if (offset === undefined) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  // The 30th of February would silently be a day of March.
  if (year < 100 || new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + ((hour * 60 + minute - offset) * 60 + seconds) * 1000 + milliseconds;
}

/** The offset that ends the text at `at`, in minutes east of Greenwich. */
function offsetMinutes(time: string, at: number): number | undefined {
  const sign = time[at];
  if (sign === "Z" || sign === "z") return time.length === at + 1 ? 0 : undefined;
  if (sign !== "+" && sign !== "-") return undefined;
  const colon = time[at + 3] === ":" ? 1 : 0;
  const hours = digits(time, at + 1, 2);
  const minutes = digits(time, at + 3 + colon, 2);
  if (!(hours <= 23 && minutes <= 59) || time.length !== at + 5 + colon) return undefined;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

/** The number written in `length` digits from `at`; NaN where there are others than digits. */
function digits(text: string, at: number, length: number): number {
  let number = 0;
  for (let place = at; place < at + length; place++) {
    const digit = text.charCodeAt(place) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (digits(text, at, 1) >= 0) at++;
  return at;
}
