// Owns the small parts a mapping is written with: fields, values, times. Refuses what they are put together to (mapping.ts, outcomeJoin.ts).
import * as z from "zod/mini";
import { timePattern } from "../core/transcript/timePattern.ts";
import { zoneOf } from "../core/transcript/zone.ts";

/** The same schema with the text the editor shows on hover and in completion. */
export function hinted<T extends z.ZodMiniType>(schema: T, description: string): T {
  return schema.check(z.describe(description));
}

/**
 * A field as names joined by dots, list places as numbers, `-1` for the last: `meta.uid`, `kbs.0.role`, `events.-1.action`. A name
 * that itself has dots is found first.
 */
export const field = z.string().check(z.minLength(1));

/** Values of a field, compared as trimmed text. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const values = z.array(scalar).check(z.minLength(1));

/** Formats offered by completion; any other pattern of `timePattern` is accepted too. */
const OFFERED = ["iso", "epoch-seconds", "epoch-milliseconds", "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd HH:mm", "dd/MM/yyyy HH:mm", "M/d/yyyy h:mm a", "yyyy-MM-dd"] as const;

const pattern = z.string().check(z.refine((text) => timePattern(text) !== undefined, { error: "iso, epoch-seconds, epoch-milliseconds or a pattern such as yyyy-MM-dd HH:mm:ss" }));

/** An IANA zone, UTC or a fixed offset. */
export const zone = z.string().check(z.refine((name) => zoneOf(name) !== undefined, { error: "a zone such as Asia/Shanghai, Europe/Berlin, UTC or +08:00" }));

/** Whether a time of this format means nothing without a zone. */
function isLocal(format: string): boolean {
  const read = timePattern(format);
  return read !== undefined && !read.saysOffset;
}

const written = z
  .strictObject({
    field: hinted(field, "Field with the time"),
    format: hinted(
      z.union([z.enum(OFFERED), pattern]),
      "How the time is written: iso, epoch-seconds, epoch-milliseconds, or a pattern of yyyy MM dd HH mm ss (also yy, MMM, M, d, H, h a, S, XXX). Only a date means the beginning of that day.",
    ),
    zone: z.optional(hinted(zone, "Whose clocks the times show, e.g. Asia/Shanghai. Needed where the format has no offset; there is no default. A time the clocks show twice is the first of the two, one they skip counts as after the change.")),
  })
  .check(z.refine(({ format, zone }) => zone !== undefined || !isLocal(format), { path: ["zone"], error: "a zone such as Asia/Shanghai" }));

/** A field with an ISO 8601 time with offset, or a field with its format and zone. */
export const timeField = z.union([field, written]);
