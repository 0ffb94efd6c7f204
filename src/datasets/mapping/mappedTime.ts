// Owns reading a time through a mapping: ISO 8601, seconds since 1970, or a pattern on the clocks of a zone. Refuses times whose zone nobody gave.
import { instantOf } from "../../core/transcript/instant.ts";
import { timePattern, type TimePattern, type WrittenTime } from "../../core/transcript/timePattern.ts";
import { isoIn, zoneOf, type Zone } from "../../core/transcript/zone.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { TimeField } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";

/** ISO 8601 with offset, and the same in milliseconds since the epoch. */
export interface MappedTime {
  readonly at: string;
  readonly instant: number;
}

/** Undefined where the record gives no time; `wrong` where it gives one that cannot be read. */
export function mappedTime(record: unknown, time: TimeField): MappedTime | { readonly wrong: true; readonly path: JsonPath } | undefined {
  const { value, path } = fieldOf(record, typeof time === "string" ? time : time.field);
  const text = value === undefined || value === null ? "" : (asText(value) ?? "?");
  if (text === "") return undefined;
  return readerOf(time)(text) ?? { wrong: true, path };
}

/** The zone of a time field; undefined where it has none. */
export function zoneOfField(time: TimeField | undefined): Zone | undefined {
  return typeof time === "object" && time.zone !== undefined ? zoneOf(time.zone) : undefined;
}

type TimeReader = (text: string) => MappedTime | undefined;

/** Readers by field, so that a pattern is taken apart once and not for each of millions of times. */
const readers = new WeakMap<object, TimeReader>();

function readerOf(time: TimeField): TimeReader {
  if (typeof time === "string") return iso;
  const known = readers.get(time);
  if (known) return known;
  const reader = readerFor(time.format, zoneOfField(time));
  readers.set(time, reader);
  return reader;
}

function readerFor(format: string, zone: Zone | undefined): TimeReader {
  if (format === "iso") return zone ? (text) => iso(text) ?? isoLocal(text, zone) : iso;
  if (format === "epoch-seconds" || format === "epoch-milliseconds") {
    const unit = format === "epoch-seconds" ? 1000 : 1;
    return (text) => since(Math.round(Number(text) * unit), zone);
  }
  const pattern = timePattern(format);
  return (text) => written(pattern?.read(text), zone);
}

function iso(text: string): MappedTime | undefined {
  const instant = instantOf(text);
  return instant === undefined ? undefined : { at: text, instant };
}

const ISO_LOCAL = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.S", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"].flatMap((pattern) => timePattern(pattern) ?? []);

function isoLocal(text: string, zone: Zone): MappedTime | undefined {
  const spaced = text.replace(/^(.{10})[Tt]/u, "$1 ");
  return ISO_LOCAL.map((pattern: TimePattern) => written(pattern.read(spaced), zone)).find((each) => each !== undefined);
}

/** The last instant of a year of four digits, about; later ones are no times of people. */
const LATEST = Date.UTC(9999, 0);

function since(instant: number, zone: Zone | undefined): MappedTime | undefined {
  if (!(Math.abs(instant) < LATEST)) return undefined;
  return { at: zone ? isoIn(zone, instant) : new Date(instant).toISOString(), instant };
}

function written(time: WrittenTime | undefined, zone: Zone | undefined): MappedTime | undefined {
  if (!time) return undefined;
  const { local, offset } = time;
  if (offset !== undefined) return since(local - offset, zone);
  return zone && since(zone.instantOf(local), zone);
}
