import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timePattern } from "../../../../src/core/transcript/timePattern.ts";
import { isoIn, zoneOf, type Zone } from "../../../../src/core/transcript/zone.ts";

const zone = (name: string): Zone => zoneOf(name)!;
const local = (text: string): number => timePattern("yyyy-MM-dd HH:mm:ss")!.read(text)!.local;
const shown = (name: string, text: string): string => isoIn(zone(name), zone(name).instantOf(local(text)));

describe("a zone", () => {
  it.each([
    ["Asia/Shanghai", "2025-03-04 18:22:05", "2025-03-04T18:22:05+08:00"],
    ["Asia/Kolkata", "2025-03-04 18:22:05", "2025-03-04T18:22:05+05:30"],
    ["Asia/Shanghai", "1988-07-01 12:00:00", "1988-07-01T12:00:00+09:00"],
    ["Europe/Berlin", "2025-01-15 12:00:00", "2025-01-15T12:00:00+01:00"],
    ["Europe/Berlin", "2025-07-15 12:00:00", "2025-07-15T12:00:00+02:00"],
    ["Australia/Lord_Howe", "2025-01-15 12:00:00", "2025-01-15T12:00:00+11:00"],
    ["+05:45", "2025-01-15 12:00:00", "2025-01-15T12:00:00+05:45"],
    ["UTC-3", "2025-01-15 12:00:00", "2025-01-15T12:00:00-03:00"],
  ])("%s shows %s at %s", (name, text, iso) => expect(shown(name, text)).toBe(iso));

  it("takes a time shown twice as the first of the two", () => {
    expect(shown("America/New_York", "2025-11-02 01:30:00")).toBe("2025-11-02T01:30:00-04:00");
    expect(shown("Australia/Lord_Howe", "2025-04-06 01:45:00")).toBe("2025-04-06T01:45:00+11:00");
  });

  it("takes a time that is skipped as one after the change", () => {
    expect(shown("America/New_York", "2025-03-09 02:30:00")).toBe("2025-03-09T03:30:00-04:00");
    expect(shown("Europe/Berlin", "2025-03-30 02:00:00")).toBe("2025-03-30T03:00:00+02:00");
  });

  it.each(["CST", "Mars/Base", "Shanghai", "", "+25:00"])("is not guessed from %j", (name) => expect(zoneOf(name)).toBeUndefined());

  it("reads back every local time it shows, but for the second hour of an autumn night", () => {
    const names = ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "Asia/Tehran"];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) }), (name, instant) => {
        const clocks = zone(name);
        const wall = instant + clocks.offsetAt(instant);
        const read = clocks.instantOf(wall);
        expect(read + clocks.offsetAt(read)).toBe(wall);
        expect(read).toBeLessThanOrEqual(instant);
        expect(instant - read).toBeLessThanOrEqual(3_600_000);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("moves a local time by no more than the gap it falls into, and never backwards", () => {
    fc.assert(
      fc.property(fc.constantFrom("America/New_York", "Europe/Berlin", "Australia/Lord_Howe"), fc.integer({ min: 0, max: 365 * 96 }), (name, quarter) => {
        const clocks = zone(name);
        const wall = Date.UTC(2025, 0) + quarter * 900_000;
        const read = clocks.instantOf(wall);
        const moved = read + clocks.offsetAt(read) - wall;
        expect([0, 1_800_000, 3_600_000]).toContain(moved);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });
});

describe("a time pattern", () => {
  it.each([
    ["yyyy-MM-dd HH:mm:ss", "2025-03-04 18:22:05", "2025-03-04T18:22:05.000Z"],
    ["yyyy-MM-dd HH:mm:ss", " 2025-01-31 00:00:00 ", "2025-01-31T00:00:00.000Z"],
    ["yyyy/M/d H:mm", "2025/3/4 8:05", "2025-03-04T08:05:00.000Z"],
    ["M/d/yyyy h:mm a", "3/4/2025 12:05 AM", "2025-03-04T00:05:00.000Z"],
    ["M/d/yyyy h:mm a", "3/4/2025 12:05 p.m.", "2025-03-04T12:05:00.000Z"],
    ["dd.MM.yy", "04.03.25", "2025-03-04T00:00:00.000Z"],
    ["d MMM yyyy", "4 March 2025", "2025-03-04T00:00:00.000Z"],
    ["yyyy年M月d日 HH:mm", "2025年3月4日 18:22", "2025-03-04T18:22:00.000Z"],
    ["yyyy-MM-dd ah:mm", "2025-03-04 下午6:22", "2025-03-04T18:22:00.000Z"],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", "2025-03-04T18:22:05.1201", "2025-03-04T18:22:05.120Z"],
    ["YYYY-MM-DD", "2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("%s reads %j", (pattern, text, iso) => expect(new Date(timePattern(pattern)!.read(text)!.local).toISOString()).toBe(iso));

  it("reads the offset where the text says it", () => {
    const pattern = timePattern("yyyy-MM-dd HH:mm:ss XXX")!;
    expect(pattern.saysOffset).toBe(true);
    expect(pattern.read("2025-03-04 18:22:05 -03:30")?.offset).toBe(-3.5 * 3_600_000);
    expect(pattern.read("2025-03-04 18:22:05 Z")?.offset).toBe(0);
  });

  it.each(["2025-02-29 00:00:00", "2025-13-01 00:00:00", "2025-03-04 24:00:00", "2025-03-04 18:60:00", "2025-3-4 8:05:00", "2025-03-04", "2025-03-04 18:22:05 ", "x", "2025-03-04T18:22:05"])("refuses %j or reads it as written", (text) => {
    const read = timePattern("yyyy-MM-dd HH:mm:ss")!.read(text);
    expect(read && new Date(read.local).toISOString().replace("T", " ").replace(".000Z", "")).toBe(text.trim() === "2025-03-04 18:22:05" ? text.trim() : undefined);
  });

  it.each(["guess", "HH:mm", "yyyy-MM-dd hh:mm", "yyyy-MM-dd yyyy", ""])("is none: %j", (pattern) => expect(timePattern(pattern)).toBeUndefined());

  it("reads the fast pattern as the general way does", () => {
    const general = timePattern("yyyy-MM-dd  HH:mm:ss")!;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789-: /"), minLength: 18, maxLength: 20 }), fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }), (noise, date) => {
        const fast = timePattern("yyyy-MM-dd HH:mm:ss")!;
        for (const text of [noise, date.toISOString().slice(0, 19).replace("T", " ")]) expect(fast.read(text)).toEqual(general.read(text));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
