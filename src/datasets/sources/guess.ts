// Owns guessing what a file is from its first records. Refuses reading it (the formats do) and knowing its shape (recognise.ts).
import { parsedJson } from "../../core/json.ts";
import type { Bytes } from "../../core/ports.ts";
import { decode } from "./decode.ts";
import { elementsOf } from "./elements.ts";
import type { Item } from "./items.ts";
import { linesOf } from "./lines.ts";
import { wholeOf } from "./whole.ts";

/** One item a line, one an element of the outermost list, or the file itself the one item. */
export type Layout = "lines" | "array" | "whole";

const LOOKED_AT = 20;
/** Bytes of the beginning that is looked at. */
export const SNIFFED = 8192;

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

/** The first records that are JSON, and how many items were looked at for them: no more than {@link LOOKED_AT}. */
export async function firstValues(bytes: Bytes, layout: Layout, signal?: AbortSignal): Promise<{ readonly values: readonly unknown[]; readonly looked: number }> {
  const values: unknown[] = [];
  let looked = 0;
  for await (const batch of scanOf(layout)(bytes, undefined, signal)) {
    for (const item of batch) {
      const value = valueOf(item);
      if (value !== undefined) values.push(value);
      if (++looked === LOOKED_AT) return { values, looked };
    }
  }
  return { values, looked };
}

/** How a file of the layout is cut into items. */
export function scanOf(layout: Layout): typeof linesOf {
  return layout === "lines" ? linesOf : layout === "array" ? elementsOf : wholeOf;
}

function valueOf({ bytes }: Item): unknown {
  return bytes && parsedJson(decode(bytes).text);
}
