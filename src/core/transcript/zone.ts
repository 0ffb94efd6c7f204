// Owns what the clocks of a place show: IANA zones with daylight saving, and fixed offsets. Refuses guessing a zone.

const DAY = 86_400_000;

export interface Zone {
  /** Milliseconds the clocks are ahead of UTC at an instant (milliseconds since the epoch). */
  offsetAt(instant: number): number;
  /**
   * The instant at which the clocks show a local time, given as if it were UTC. A time they show twice is the first of the two;
   * one they skip is as far after the change as it was written after it (the "compatible" rule of Temporal, TC39).
   */
  instantOf(local: number): number;
}

/** A zone by its IANA name (`Asia/Shanghai`), `UTC`, or a fixed offset (`+08:00`); undefined for any other name. */
export function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known) return known;
  const fixed = /^(?:(?:UTC|GMT|Z)|(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?)$/iu.exec(name);
  const zone = fixed ? fixedZone((fixed[1] === "-" ? -1 : 1) * (Number(fixed[2] ?? 0) * 60 + Number(fixed[3] ?? 0)) * 60_000) : namedZone(name);
  if (zone) zones.set(name, zone);
  return zone;
}

const zones = new Map<string, Zone>();

function fixedZone(offset: number): Zone | undefined {
  return Math.abs(offset) > 18 * 3_600_000 ? undefined : { offsetAt: () => offset, instantOf: (local) => local - offset };
}

function namedZone(name: string): Zone | undefined {
  // Abbreviations mean different zones to different people: CST is Chicago, Shanghai or Havana.
  const clock = name.includes("/") ? clockOf(name) : undefined;
  if (!clock) return undefined;
  /** Offset of a whole UTC day; NaN where it changes in it. Asking the clock costs microseconds, and a dataset has millions of times. */
  const days = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const day = Math.floor(instant / DAY);
    let offset = days.get(day);
    if (offset === undefined) {
      const begins = shown(clock, day * DAY);
      offset = begins === shown(clock, (day + 1) * DAY) ? begins : NaN;
      days.set(day, offset);
    }
    return Number.isNaN(offset) ? shown(clock, instant) : offset;
  };
  const instantOf = (local: number): number => {
    const before = offsetAt(local - DAY);
    const after = offsetAt(local + DAY);
    const first = local - before;
    if (before === after || offsetAt(first) === before) return first;
    const second = local - after;
    return offsetAt(second) === after ? second : first;
  };
  return { offsetAt, instantOf };
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The offset a clock has at an instant, in milliseconds. */
function shown(clock: Intl.DateTimeFormat, instant: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clock.formatToParts(instant)) if (type !== "literal") parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** ISO 8601 with the zone's own wall time and offset: `2025-03-04T18:22:05+08:00`; decimals only where there are any. */
export function isoIn(zone: Zone, instant: number): string {
  const offset = zone.offsetAt(instant);
  const wall = instant + offset;
  const day = Math.floor(wall / DAY);
  const milliseconds = wall - day * DAY;
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds - seconds * 1000;
  const decimals = rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`;
  return `${dateOf(day)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${decimals}${suffix(offset)}`;
}

/** Dates by day since 1970: a dataset has millions of times on few days. */
const dates = new Map<number, string>();
const MOST_DATES = 20_000;

function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY).toISOString().replace(/T.*$/u, "");
    if (dates.size >= MOST_DATES) dates.clear();
    dates.set(day, date);
  }
  return date;
}

const TWO = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

function two(number: number): string {
  return TWO[number] ?? String(number);
}

function suffix(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
