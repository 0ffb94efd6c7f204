// Owns telling what the records of a file are from the first of them: a reader's shape, a published dataset's, or none that is known.
// Refuses reading files, and choosing fields of a shape that is not known.
import { fieldOf } from "./mapping/fieldPath.ts";
import { mappedFormat } from "./mapping/mapped.ts";
import type { Mapping } from "../protocol/mapping.ts";
import type { FilePlace } from "./mapping/mappedId.ts";
import { PRESETS, type Preset } from "./mapping/presets.ts";
import { INSPECT, inspectFormat } from "./readers/inspect.ts";
import { nativeFormat } from "./readers/native.ts";
import { openaiMessagesFormat } from "./readers/openaiMessages.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { TAU2_BENCH, tau2BenchFormat } from "./readers/tau2Bench.ts";
import { TAU_BENCH, tauBenchFormat } from "./readers/tauBench.ts";
import type { DatasetTraits } from "./traits.ts";

/** A shape that can be read, and what is known of every dataset that has it. */
export interface KnownShape {
  readonly name: string;
  /** Whether a record has this shape. */
  fits(value: unknown): boolean;
  format(place: FilePlace): RecordFormat;
  readonly traits: Pick<DatasetTraits, "users"> & Partial<Pick<DatasetTraits, "strata" | "hints">>;
  /** Of a shape read through a mapping: the preset, for the preview and for telling rows of a table from records. */
  readonly preset?: Preset;
}

const SIMULATED = { users: "simulated", hints: ["hint-simulated-users", "hint-reward"] } as const;

/** Shapes that are a special case of another come before it. */
const SHAPES: readonly KnownShape[] = [
  { name: TAU_BENCH, fits: (value) => hasAll(value, ["task_id", "traj", "reward"]), format: () => tauBenchFormat, traits: SIMULATED },
  { name: TAU2_BENCH, fits: (value) => hasAll(value, ["id", "task_id", "termination_reason", "messages"]), format: () => tau2BenchFormat(undefined, undefined), traits: SIMULATED },
  { name: INSPECT, fits: (value) => hasAll(value, ["id", "epoch", "input", "target", "messages"]), format: () => inspectFormat(undefined), traits: SIMULATED },
  { name: "native", fits: (value) => everyHas(fieldOf(value, "turns").value, "role"), format: () => nativeFormat, traits: { users: "unknown" } },
  { name: "openai-messages", fits: (value) => everyHas(fieldOf(value, "messages").value, "role"), format: () => openaiMessagesFormat, traits: { users: "unknown" } },
  ...PRESETS.map(shapeOfPreset),
];

/** The shape of the first of `values` that has a known one, or the one `named` when it has several variants. */
export function recognised(values: readonly unknown[], named?: string): KnownShape | undefined {
  const shapes = named === undefined ? SHAPES : shapesNamed(named);
  for (const value of values) {
    const shape = shapes.find((each) => each.fits(value));
    if (shape) return shape;
  }
  return undefined;
}

/** Whether a record has its turns where the mapping says. */
export function fitsMapping({ turns }: Mapping, value: unknown): boolean {
  if (typeof turns === "string") return Array.isArray(fieldOf(value, turns).value);
  return "parallel" in turns ? hasAll(value, Object.values(turns.parallel)) : hasAll(value, [turns.text]);
}

/** The shapes a study file can name; several when one name stands for variants of a shape. */
export function shapesNamed(name: string): readonly KnownShape[] {
  return SHAPES.filter((shape) => shape.name === name);
}

function shapeOfPreset(preset: Preset): KnownShape {
  const { name, recognise, mapping, users, strata, hints } = preset;
  return {
    name,
    fits: (value) => hasAll(value, recognise),
    format: (place) => mappedFormat(mapping, place, name),
    traits: { users, ...(strata && { strata }), ...(hints && { hints }) },
    preset,
  };
}

function hasAll(value: unknown, fields: readonly string[]): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && fields.every((field) => fieldOf(value, field).value !== undefined);
}

function everyHas(list: unknown, field: string): boolean {
  return Array.isArray(list) && list.every((each: unknown) => typeof each === "object" && each !== null && field in each);
}
