// Owns making lines of measurements: ratios, limits and what is missing. Refuses printing (table.ts).
import type { Absent, Line, Measured, Sample, Unit } from "./row.ts";

/** Where a number comes from; the rest of a line says so when it is not there. */
type Value = number | Absent;

/** A number of a part's sample. */
export function valueOf(measured: Measured, part: string, value: (sample: Sample) => number | undefined): Value {
  const sample = measured[part] ?? { absent: "not measured" };
  if ("absent" in sample) return sample;
  return value(sample) ?? { absent: "not measured" };
}

export const megabytes = (bytes: number): number => bytes / 1024 / 1024;

/** The largest resident set of a part, in MB. */
export function residentSet(measured: Measured, part: string): Value {
  return valueOf(measured, part, ({ rssPeak }) => megabytes(rssPeak));
}

/** Wall time of a part beside that of a yardstick, and the same ratio of their processor times; `atMost` is the reach of the first. */
export function timeLine(work: string, measured: Measured, part: string, what: string, yardstick: string, atMost?: number): Line {
  const of = (name: string, value: (sample: Sample) => number): Value => valueOf(measured, name, value);
  const line = ratioLine(work, of(part, ({ seconds }) => seconds), what, of(yardstick, ({ seconds }) => seconds), "s", atMost);
  const [ours, beside] = [of(part, ({ cpu }) => cpu), of(yardstick, ({ cpu }) => cpu)];
  return typeof ours === "number" && typeof beside === "number" ? { ...line, cpuRatio: ours / beside } : line;
}

/** Ours beside another number; `atMost` is the reach of the ratio, absent where none is asked. */
export function ratioLine(work: string, ours: Value, what: string, beside: Value, unit: Unit, atMost?: number): Line {
  const reach = atMost === undefined ? {} : { reach: `≤ ${atMost} ×` };
  if (typeof ours !== "number") return { work, unit, beside: { what }, ...reach, note: ours.absent };
  if (typeof beside !== "number") return { work, unit, ours, beside: { what }, ...reach, note: beside.absent };
  const ratio = ours / beside;
  return { work, unit, ours, beside: { what, value: beside }, ratio, ...reach, ...(atMost === undefined ? {} : { met: ratio <= atMost }) };
}

/** Ours against a fixed limit. */
export function limitLine(work: string, ours: Value, unit: Unit, atMost: number): Line {
  const reach = `≤ ${atMost} ${unit}`;
  if (typeof ours !== "number") return { work, unit, reach, note: ours.absent };
  return { work, unit, ours, reach, met: ours <= atMost };
}

/** A share in per cent that must not be lower than `atLeast`. */
export function shareLine(work: string, part: Value, whole: Value, atLeast: number): Line {
  const reach = `≥ ${atLeast} %`;
  if (typeof part !== "number") return { work, unit: "%", reach, note: part.absent };
  if (typeof whole !== "number") return { work, unit: "%", reach, note: whole.absent };
  const share = (100 * part) / whole;
  return { work, unit: "%", ours: share, reach, met: share >= atLeast };
}

/** A number for the record; nothing is asked of it. */
export function plainLine(work: string, ours: Value, unit: Unit): Line {
  return typeof ours === "number" ? { work, unit, ours } : { work, unit, note: ours.absent };
}
