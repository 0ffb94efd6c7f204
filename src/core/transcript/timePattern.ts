// Owns reading a time written by a pattern such as `yyyy-MM-dd HH:mm:ss`. Refuses zones (zone.ts) and parts that are not there.

/** A time as its text shows it: as if it were UTC, in milliseconds; `offset` in milliseconds where the text says it. */
export interface WrittenTime {
  readonly local: number;
  readonly offset?: number;
}

export interface TimePattern {
  /** The text itself says its offset, so that no zone is needed. */
  readonly saysOffset: boolean;
  /** Undefined where the text is not written so, or is no time of the calendar. */
  read(text: string): WrittenTime | undefined;
}

type Part = "year" | "shortYear" | "month" | "monthName" | "day" | "hour" | "hour12" | "half" | "minute" | "second" | "fraction" | "offset";

const PARTS: Readonly<Record<string, readonly [Part, string]>> = {
  yyyy: ["year", "\\d{4}"],
  yy: ["shortYear", "\\d{2}"],
  MMMM: ["monthName", "[A-Za-z]{3,9}"],
  MMM: ["monthName", "[A-Za-z]{3,9}"],
  MM: ["month", "\\d{2}"],
  M: ["month", "\\d{1,2}"],
  dd: ["day", "\\d{2}"],
  d: ["day", "\\d{1,2}"],
  HH: ["hour", "\\d{2}"],
  H: ["hour", "\\d{1,2}"],
  hh: ["hour12", "\\d{2}"],
  h: ["hour12", "\\d{1,2}"],
  a: ["half", "[AaPp]\\.?[Mm]\\.?|上午|下午"],
  mm: ["minute", "\\d{2}"],
  m: ["minute", "\\d{1,2}"],
  ss: ["second", "\\d{2}"],
  s: ["second", "\\d{1,2}"],
  S: ["fraction", "\\d{1,9}"],
  X: ["offset", "[Zz]|[+-]\\d{2}(?::?\\d{2})?"],
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const compiled = new Map<string, TimePattern | undefined>();

/**
 * A pattern of Unicode date letters (TR 35): yyyy yy MMMM MMM (English) MM M dd d HH H hh h a mm m ss s S (decimals) X (offset);
 * YYYY and DD count as yyyy and dd. Text between ' stands for itself, as does what is no letter A to Z. Undefined for other
 * letters, a part twice, or no full date.
 */
export function timePattern(pattern: string): TimePattern | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern);
}

function compile(pattern: string): TimePattern | undefined {
  const parts: Part[] = [];
  let source = "";
  for (const [token, quoted, letters, , space] of pattern.matchAll(/'([^']*)'|(([A-Za-z])\3*)|(\s+)|[^]/gu)) {
    if (letters !== undefined) {
      const part = PARTS[canonical(letters)];
      if (!part || parts.includes(part[0])) return undefined;
      parts.push(part[0]);
      source += `(${part[1]})`;
    } else if (space !== undefined) source += "\\s+";
    else source += (quoted === "" ? "'" : (quoted ?? token)).replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
  }
  const has = (...any: readonly Part[]): boolean => any.some((part) => parts.includes(part));
  if (!has("year", "shortYear") || !has("month", "monthName") || !has("day") || (has("hour12") && !has("half"))) return undefined;
  const written = new RegExp(`^${source}$`, "u");
  const plain = plainly(pattern);
  return { saysOffset: has("offset"), read: (text) => plain?.(text) ?? read(written, parts, text.trim()) };
}

/** Reads the commonest pattern by character codes, several times faster; undefined for other patterns, and for texts it leaves to the general way. */
function plainly(pattern: string): ((text: string) => WrittenTime | undefined) | undefined {
  if (pattern !== "yyyy-MM-dd HH:mm:ss" && pattern !== "yyyy/MM/dd HH:mm:ss") return undefined;
  const separator = pattern.charCodeAt(4);
  return (text) => {
    if (text.length !== 19 || text.charCodeAt(4) !== separator || text.charCodeAt(7) !== separator || text.charCodeAt(10) !== 32) return undefined;
    if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
    const [year, month, day] = [two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8)];
    const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)];
    // The end of a month and anything odd is left to the general way.
    if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
    return { local: Date.UTC(year, month - 1, day, hour, minute, second) };
  };
}

/** The number of two digits at a place, NaN where they are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function canonical(letters: string): string {
  if (/^[YD]+$/u.test(letters)) return letters.toLowerCase();
  return /^S+$/u.test(letters) ? "S" : /^[XxZ]+$/u.test(letters) ? "X" : letters;
}

function read(written: RegExp, parts: readonly Part[], text: string): WrittenTime | undefined {
  const found = written.exec(text);
  if (!found) return undefined;
  const said: Partial<Record<Part, string>> = {};
  parts.forEach((part, index) => (said[part] = found[index + 1] ?? ""));
  const number = (part: Part): number => Number(said[part] ?? 0);
  const year = said.year === undefined ? 2000 + number("shortYear") : number("year");
  const month = said.monthName === undefined ? number("month") - 1 : MONTHS.indexOf(said.monthName.slice(0, 3).toLowerCase());
  const hour = said.half === undefined ? number("hour") : hourOf(said.hour12 ?? said.hour ?? "", /^p|下/iu.test(said.half));
  if (hour === undefined || hour > 23 || number("minute") > 59 || number("second") > 59 || year < 100) return undefined;
  const milliseconds = Number((said.fraction ?? "").slice(0, 3).padEnd(3, "0"));
  const local = Date.UTC(year, month, number("day"), hour, number("minute"), number("second"), milliseconds);
  const date = new Date(local);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== number("day")) return undefined;
  return said.offset === undefined ? { local } : { local, offset: offsetOf(said.offset) };
}

/** 12 AM is 0, 12 PM is 12; an hour past 12 needs no half and is taken as it stands. */
function hourOf(text: string, afternoon: boolean): number | undefined {
  const hour = Number(text);
  if (hour > 12) return hour;
  return (hour % 12) + (afternoon ? 12 : 0);
}

function offsetOf(text: string): number {
  if (/^z$/iu.test(text)) return 0;
  const digits = text.slice(1).replace(":", "").padEnd(4, "0");
  return (text.startsWith("-") ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
