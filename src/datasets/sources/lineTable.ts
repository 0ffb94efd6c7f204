// Owns JSON Lines with one turn a line as tables. Refuses lines that hold no object.
import { parsedJson } from "../../core/json.ts";
import type { Bytes } from "../../core/ports.ts";
import { lineAndColumn, placeOf, syntaxErrorAt, type JsonPath } from "../../protocol/jsonPosition.ts";
import type { ReadProgress } from "../dataset.ts";
import { asText, fieldOf } from "../mapping/fieldPath.ts";
import { isTooDeep, MOST_LEVELS } from "../readers/depth.ts";
import { decode, type Decoded } from "./decode.ts";
import { LONGEST_ITEM, type Item } from "./items.ts";
import { linesOf } from "./lines.ts";
import type { RowIndex, Segment } from "./rowIndex.ts";
import type { Placed, ScanReport, SegmentRows, Table, TableRow, TableSource } from "./table.ts";
import type { Shelf } from "./shelf.ts";
import { windowed } from "./window.ts";

const SAMPLED = 200;
const COMPARED = 20;

/** The table of a file whose first lines are objects, most of them with the same fields; undefined otherwise. */
export async function lineSource(bytes: Bytes, signal?: AbortSignal): Promise<TableSource | undefined> {
  const sample: Readonly<Record<string, unknown>>[] = [];
  scan: for await (const batch of linesOf(bytes, undefined, signal)) {
    for (const item of batch) {
      const value = item.bytes && objectOf(decode(item.bytes).text);
      if (!value && sample.length === 0) return undefined;
      if (value) sample.push(value);
      if (sample.length === SAMPLED) break scan;
    }
  }
  const columns = new Set(sample.slice(0, COMPARED).flatMap((value) => Object.keys(value)));
  return { name: "turn-lines", columns: [...columns], uniform: false, sample, open: (opened) => Promise.resolve(new LineTable(opened)) };
}

class LineTable implements Table {
  readonly unit = 1;
  readonly #bytes: Bytes;
  readonly #read: ReturnType<typeof windowed>;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
    this.#read = windowed(bytes);
  }

  async scan(keys: readonly string[] | undefined, index: RowIndex, report: ScanReport, onProgress?: ReadProgress, signal?: AbortSignal): Promise<void> {
    let last: { readonly key: string; readonly end: number } | undefined;
    for await (const batch of linesOf(this.#bytes, onProgress, signal)) {
      for (const item of batch) {
        const { line, offset: start, length } = item;
        const value = item.bytes && objectOf(decode(item.bytes).text);
        if (!value) {
          refuse(item, report);
          continue;
        }
        const key = (keys ?? []).map((name) => asText(fieldOf(value, name).value) ?? "").join("\u0000");
        // Lines of one conversation that follow each other are one segment, with the line breaks between them.
        if (keys && last?.key === key) index.extend(start + length - last.end);
        else index.add(key, start, length, line, !keys);
        last = { key, end: start + length };
      }
    }
  }

  async read({ start, length, line }: Segment, signal?: AbortSignal, shelf?: Shelf): Promise<() => SegmentRows> {
    const bytes = await this.#read(start, length, signal);
    if (!shelf) return () => rowsOf(decode(bytes), line);
    const at = shelf.put(bytes);
    return () => rowsOf(decode(shelf.at(at, length)), line);
  }

  placeOf({ line, text = "" }: TableRow, path: JsonPath): { line: number; column: number; endColumn: number } {
    const { start, end } = placeOf(text, path).value;
    return { line, column: start + 1, endColumn: start + 1 + Math.max(1, end - start) };
  }
}

function rowsOf(decoded: Decoded, line: number): SegmentRows {
  const { text } = decoded;
  const rows: TableRow[] = [];
  const problems: Placed[] = [];
  if (decoded.brokenAt !== undefined) {
    const place = lineAndColumn(text, decoded.brokenAt);
    problems.push({ line: line + place.line - 1, column: place.column, severity: "error", id: "not-utf8", values: {} });
  }
  for (const [number, each] of text.split("\n").entries()) {
    const value = objectOf(each);
    if (value) rows.push({ line: line + number, value, text: each, from: 0 });
  }
  return { rows, problems };
}

function refuse(item: Item, report: ScanReport): void {
  const { line, bytes } = item;
  if (!bytes) {
    report.problem({ line, column: 1, severity: "error", id: "line-too-long", values: { megabytes: LONGEST_ITEM / 1024 / 1024 } });
    report.leaveOut("too-long-line");
    return;
  }
  const { text } = decode(bytes);
  const at = syntaxErrorAt(text);
  if (at !== undefined) {
    report.problem({ line, column: at + 1, severity: "error", id: item.unended && at >= text.length ? "line-cut" : "bad-json", values: {} });
    report.leaveOut("bad-json");
    return;
  }
  const value = parsedJson(text);
  const tooDeep = typeof value === "object" && value !== null && !Array.isArray(value);
  if (tooDeep) report.problem({ line, column: 1, severity: "error", id: "field-too-deep", values: { field: "line", levels: MOST_LEVELS } });
  else report.problem({ line, column: 1, severity: "error", id: "not-an-object", values: {} });
  report.leaveOut("wrong-shape");
}

/** Undefined for what is no JSON object, or nests too deep to be written back. */
function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTooDeep(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}
