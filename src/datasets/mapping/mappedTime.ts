// Owns reading a time through a mapping. Refuses times whose zone nobody gave.
import { instantOf } from "../../core/transcript/instant.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { TimeField } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";

/** ISO 8601 with offset; undefined where the record gives no time; `wrong` where it gives one that cannot be read. */
export function mappedTime(record: unknown, time: TimeField): { readonly at: string } | { readonly wrong: true; readonly path: JsonPath } | undefined {
  const { field, format } = typeof time === "string" ? { field: time, format: "iso" as const } : time;
  const { value, path } = fieldOf(record, field);
  if (value === undefined || value === null || value === "") return undefined;
  const text = asText(value) ?? "";
  if (format === "iso") return instantOf(text) === undefined ? { wrong: true, path } : { at: text };
  const since = new Date(Number(text || NaN) * (format === "epoch-seconds" ? 1000 : 1));
  return Number.isNaN(since.getTime()) ? { wrong: true, path } : { at: since.toISOString() };
}
