// Owns which conversation a line of a dataset's file belongs to, and the text of a line: both by offset. Refuses what is said of them.
import type { Files } from "../core/ports.ts";
import type { ConversationEntry, Dataset } from "../datasets/dataset.ts";
import { concatenated } from "../datasets/sources/concatenated.ts";
import { decode } from "../datasets/sources/decode.ts";

/** A conversation with the lines of its record, from 1, both included. */
export interface RecordLines {
  readonly entry: ConversationEntry;
  readonly first: number;
  readonly last: number;
}

/** Longest record and line looked at, and farthest a line is looked for behind the last known place, in bytes. */
const LONGEST = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;
const LF = 10;

const sortedEntries = new WeakMap<Dataset, readonly ConversationEntry[]>();

/** Entries with a place in the file, by line. */
export function byLine(dataset: Dataset): readonly ConversationEntry[] {
  const known = sortedEntries.get(dataset);
  if (known) return known;
  const placed = dataset.entries.filter(({ line, offset }) => line !== undefined && offset !== undefined);
  const sorted = placed.every((entry, at) => at === 0 || (placed[at - 1]?.line ?? 0) <= (entry.line ?? 0)) ? placed : placed.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  sortedEntries.set(dataset, sorted);
  return sorted;
}

/** The conversation whose record holds line `line` (from 1) alone: undefined between records, and where several begin on one line. */
export async function recordAt(dataset: Dataset, line: number, files: Pick<Files, "open">, signal?: AbortSignal): Promise<RecordLines | undefined> {
  const entries = byLine(dataset);
  const at = lastAtOrBefore(entries, line);
  const entry = entries[at];
  if (entry?.line === undefined || entries[at - 1]?.line === entry.line) return undefined;
  const { offset = 0, length = 0 } = entry;
  if (length > LONGEST) return entry.line === line ? { entry, first: line, last: line } : undefined;
  const bytes = await files.open(dataset.path);
  try {
    const record = await bytes.read(offset, length, signal);
    let last = entry.line;
    for (let found = record.indexOf(LF); found !== -1; found = record.indexOf(LF, found + 1)) last++;
    return line <= last ? { entry, first: entry.line, last } : undefined;
  } finally {
    await bytes.close();
  }
}

/** The text of a line (from 1) without its end; undefined where there is none, or none near a place that is known. */
export async function lineText(dataset: Dataset, line: number, files: Pick<Files, "open">, signal?: AbortSignal): Promise<string | undefined> {
  const entries = byLine(dataset);
  const from = entries[lastAtOrBefore(entries, line)];
  const bytes = await files.open(dataset.path);
  try {
    const start = await lineStart(bytes, from);
    if (start === undefined) return undefined;
    let now = start.line;
    const pieces: Uint8Array[] = [];
    for (let at = start.offset; at < bytes.size && at - start.offset < LONGEST; ) {
      const chunk = await bytes.read(at, CHUNK, signal);
      if (chunk.length === 0) break;
      at += chunk.length;
      let begin = 0;
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, begin)) {
        if (now === line) return textOf([...pieces, chunk.subarray(begin, end)]);
        now++;
        begin = end + 1;
      }
      if (now === line) pieces.push(chunk.subarray(begin));
      if (now === line && at >= bytes.size) return textOf(pieces);
    }
    return undefined;
  } finally {
    await bytes.close();
  }
}

/** Offset at which the line of an entry begins; the record may begin behind it. Without an entry the beginning of the file. */
export async function lineStart(bytes: { read(offset: number, length: number): Promise<Uint8Array> }, entry: ConversationEntry | undefined, back = 4096): Promise<{ readonly line: number; readonly offset: number } | undefined> {
  const { line = 1, offset = 0 } = entry ?? {};
  if (offset === 0) return { line, offset };
  const from = Math.max(0, offset - back);
  const before = await bytes.read(from, offset - from);
  const end = before.lastIndexOf(LF);
  if (end === -1 && from > 0) return undefined;
  return { line, offset: from + end + 1 };
}

/** Index of the last entry at or before the line; −1 when there is none. */
function lastAtOrBefore(entries: readonly ConversationEntry[], line: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function textOf(pieces: readonly Uint8Array[]): string {
  const whole = concatenated(pieces);
  return decode(whole.at(-1) === 13 ? whole.subarray(0, -1) : whole).text;
}
