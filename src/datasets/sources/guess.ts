// Owns guessing what a file is from its first records. Refuses reading it (the formats do) and guessing a mapping.
import type { Bytes } from "../../core/ports.ts";
import { decode } from "./decode.ts";
import { elementsOf } from "./elements.ts";
import type { Item } from "./items.ts";
import { linesOf } from "./lines.ts";

export type Layout = "lines" | "array";

/** What the first records look like. `fields`: those of the first record; `nothing`: none of the first lines is JSON. */
export type Shape =
  | { readonly kind: "native" | "openai-messages" }
  | { readonly kind: "unknown"; readonly fields: readonly string[] }
  | { readonly kind: "nothing"; readonly empty: boolean };

const LOOKED_AT = 20;
const SNIFFED = 8192;

/** Compressed, UTF-16 or worse: NUL bytes in a beginning that does not look like JSON. */
export function isBinary(beginning: Uint8Array): boolean {
  if (!beginning.includes(0)) return false;
  const from = beginning[0] === 0xef ? 3 : 0;
  const first = String.fromCharCode(beginning[from] ?? 0);
  return !/[\s[{]/u.test(first) || beginning[from + 1] === 0;
}

/** The beginning that {@link isBinary} and {@link layoutOf} look at. */
export function beginningOf(bytes: Bytes, signal?: AbortSignal): Promise<Uint8Array> {
  return bytes.read(0, Math.min(SNIFFED, bytes.size), signal);
}

/** A file that opens a bracket is one array of records, unless its name says that it has one a line. */
export function layoutOf(path: string, beginning: Uint8Array): Layout {
  return !LINES_NAME.test(path) && /^\s*\[/u.test(decode(beginning).text) ? "array" : "lines";
}

/** Names of files with one record a line. */
export const LINES_NAME = /\.(?:jsonl|ndjson)$/iu;

/** Reads no further than the first {@link LOOKED_AT} items. */
export async function shapeOf(bytes: Bytes, layout: Layout, signal?: AbortSignal): Promise<Shape> {
  const shapes: Shape[] = [];
  let looked = 0;
  scan: for await (const batch of (layout === "lines" ? linesOf : elementsOf)(bytes, undefined, signal)) {
    for (const item of batch) {
      const shape = shapeOfItem(item);
      if (shape) shapes.push(shape);
      if (++looked === LOOKED_AT) break scan;
    }
  }
  return shapes.find(({ kind }) => kind !== "unknown") ?? shapes[0] ?? { kind: "nothing", empty: looked === 0 };
}

function shapeOfItem({ bytes }: Item): Shape | undefined {
  if (!bytes) return undefined;
  try {
    return shapeOfValue(JSON.parse(decode(bytes).text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function shapeOfValue(value: unknown): Shape {
  if (typeof value !== "object" || value === null) return { kind: "unknown", fields: [] };
  if ("turns" in value && Array.isArray(value.turns) && value.turns.every((turn) => has(turn, "role"))) return { kind: "native" };
  if ("messages" in value && Array.isArray(value.messages) && value.messages.every((message) => has(message, "role"))) return { kind: "openai-messages" };
  return { kind: "unknown", fields: Object.keys(value).slice(0, 12) };
}

function has(value: unknown, field: string): boolean {
  return typeof value === "object" && value !== null && field in value;
}
