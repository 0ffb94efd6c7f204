// Owns CSV and TSV files as tables: where rows are by one pass over the bytes, rows again by their byte range. Refuses typing values.
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { lineAndColumn } from "../../protocol/jsonPosition.ts";
import { concatenated } from "./concatenated.ts";
import { columnNames, dialectOf } from "./csvDialect.ts";
import { RowCutter, type CsvDialect, type CsvLayout } from "./csvFields.ts";
import { RowFinder } from "./csvScan.ts";
import { keyText } from "./csvKey.ts";
import { decode, type Decoded } from "./decode.ts";
import { CHUNK } from "./items.ts";
import type { RowIndex, Segment } from "./rowIndex.ts";
import { setOwn } from "./setOwn.ts";
import type { ScanReport, SegmentRows, Table, TableRow, TableSource } from "./table.ts";
import type { Shelf } from "./shelf.ts";
import { windowed } from "./window.ts";

const [LF, CR] = [10, 13] as const;

/** Bytes one row may have. */
const LONGEST_ROW = 16 * 1024 * 1024;

/** Bytes looked at to tell dialect and columns; a header longer than this is none. */
const BEGINNING = 64 * 1024;

/** The table a UTF-8 file holds; undefined when its beginning has no row of two fields. */
export async function csvSource(path: string, bytes: Bytes, signal?: AbortSignal): Promise<TableSource | undefined> {
  const beginning = await bytes.read(0, Math.min(BEGINNING, bytes.size), signal);
  const { text } = decode(beginning);
  const dialect = dialectOf(text, path);
  const cutter = new RowCutter(text, dialect);
  const finder = new RowFinder(dialect);
  let offset = beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0;
  let header: readonly string[] | undefined;
  do {
    header = cutter.next();
    offset = finder.next(beginning, offset, true);
  } while (header && isEmpty(header));
  if (!header || header.length < 2) return undefined;
  const columns = columnNames(header);
  const above = { lines: cutter.lines, offset };
  const sample: Readonly<Record<string, unknown>>[] = [];
  for (let row = cutter.next(); row && sample.length < SAMPLED && (cutter.at < text.length || beginning.length === bytes.size); row = cutter.next()) {
    if (!isEmpty(row)) sample.push(valueOf(columns, row));
  }
  const layout: CsvLayout = { dialect, columns, above };
  return { name: "csv", columns, uniform: true, sample, csv: layout, open: (opened) => Promise.resolve(new CsvTable(opened, layout)) };
}

const SAMPLED = 200;

class CsvTable implements Table {
  readonly unit = 1;
  readonly #bytes: Bytes;
  readonly #dialect: CsvDialect;
  readonly #columns: readonly string[];
  readonly #above: CsvLayout["above"];
  readonly #read: ReturnType<typeof windowed>;

  constructor(bytes: Bytes, { dialect, columns, above }: CsvLayout) {
    this.#bytes = bytes;
    this.#dialect = dialect;
    this.#columns = columns;
    this.#above = above;
    this.#read = windowed(bytes);
  }

  async scan(keys: readonly string[] | undefined, index: RowIndex, report: ScanReport, onProgress?: ReadProgress, signal?: AbortSignal): Promise<void> {
    const bytes = this.#bytes;
    const finder = new RowFinder(this.#dialect, keys?.map((key) => this.#columns.indexOf(key)));
    const filing = new Filing(finder, index, keys === undefined);
    let held: Uint8Array = new Uint8Array(0);
    let line = this.#above.lines + 1;
    let skipping = false;
    for (let at = this.#above.offset; at < bytes.size; ) {
      signal?.throwIfAborted();
      const chunk = await bytes.read(at, Math.min(Math.max(CHUNK, held.length), bytes.size - at), signal);
      if (chunk.length === 0) break;
      const start = at - held.length;
      const buffer = held.length === 0 ? chunk : concatenated([held, chunk]);
      at += chunk.length;
      const final = at >= bytes.size;
      let from = 0;
      while (from < buffer.length) {
        let next = skipping ? finder.line(buffer, from, final) : finder.next(buffer, from, final);
        // A quote that is not closed for so long never will be.
        if (next < 0 && buffer.length - from > LONGEST_ROW) next = finder.line(buffer, from, final);
        if (next < 0 && !skipping && buffer.length - from > LONGEST_ROW) {
          report.problem({ line, column: 1, severity: "error", id: "row-too-long", values: { megabytes: LONGEST_ROW / 1024 / 1024 } });
          report.leaveOut("too-long-line");
          skipping = true;
        }
        if (next < 0) break;
        if (!skipping) filing.file(buffer, from, next, start, line);
        skipping = false;
        line += finder.lines;
        from = next;
      }
      held = skipping ? new Uint8Array(0) : buffer.subarray(from);
      onProgress?.(at, bytes.size);
    }
  }

  async read({ start, length, line }: Segment, signal?: AbortSignal, shelf?: Shelf): Promise<() => SegmentRows> {
    const bytes = await this.#read(start, length, signal);
    if (!shelf) return () => this.#rows(decode(bytes), line);
    const at = shelf.put(bytes);
    return () => this.#rows(decode(shelf.at(at, length)), line);
  }

  #rows(decoded: Decoded, line: number): SegmentRows {
    const { text } = decoded;
    const cutter = new RowCutter(text, this.#dialect);
    const rows: TableRow[] = [];
    const problems: SegmentRows["problems"][number][] = [];
    if (decoded.brokenAt !== undefined) {
      const { line: inside, column } = lineAndColumn(text, decoded.brokenAt);
      problems.push({ line: line + inside - 1, column, severity: "error", id: "not-utf8", values: {} });
    }
    for (;;) {
      const from = cutter.at;
      const at = line + cutter.lines;
      const fields = cutter.next();
      if (!fields) return { rows, problems };
      if (isEmpty(fields)) continue;
      if (cutter.repaired) problems.push({ line: at, column: 1, severity: "warning", id: "quote-unclosed", values: {} });
      if (fields.length !== this.#columns.length) problems.push({ line: at, column: 1, severity: "warning", id: "row-fields", values: { found: fields.length, expected: this.#columns.length } });
      rows.push({ line: at, value: valueOf(this.#columns, fields), text, from });
    }
  }

  placeOf({ line, text = "", from = 0 }: TableRow, path: readonly (string | number)[]): { line: number; column: number; endColumn?: number } {
    const cutter = new RowCutter(text, this.#dialect, from);
    const fields = cutter.next();
    const start = cutter.starts[this.#columns.indexOf(String(path[0]))];
    if (!fields || start === undefined) return { line, column: 1 };
    const inside = lineAndColumn(text.slice(from, start), start - from);
    const raw = text.slice(start, cutter.starts[this.#columns.indexOf(String(path[0])) + 1] ?? cutter.at).split(/[\r\n]/u)[0] ?? "";
    return { line: line + inside.line - 1, column: inside.column, endColumn: inside.column + Math.max(1, raw.length) };
  }
}

/** Files rows under their keys; of consecutive rows with the same bytes as keys only the first is looked up. */
class Filing {
  readonly #finder: RowFinder;
  readonly #index: RowIndex;
  readonly #alone: boolean;
  /** Bytes of the last row's keys, one after the other, and where each ends. */
  #last = new Uint8Array(256);
  readonly #ends: Int32Array;
  #any = false;

  constructor(finder: RowFinder, index: RowIndex, alone: boolean) {
    this.#finder = finder;
    this.#index = index;
    this.#alone = alone;
    this.#ends = new Int32Array(finder.keyFrom.length);
  }

  file(buffer: Uint8Array, from: number, next: number, base: number, line: number): void {
    const blank = buffer[from] === LF || buffer[from] === CR;
    if (blank && (this.#alone || !this.#any)) return;
    if (this.#alone) {
      this.#index.add("", base + from, next - from, line, true);
      return;
    }
    if (blank || (this.#any && this.#isLast(buffer))) {
      this.#index.extend(next - from);
      return;
    }
    this.#any = true;
    this.#index.add(this.#remember(buffer), base + from, next - from, line);
  }

  #isLast(buffer: Uint8Array): boolean {
    const { keyFrom, keyTo } = this.#finder;
    let at = 0;
    for (let key = 0; key < keyFrom.length; key++) {
      const start = keyFrom[key] ?? 0;
      const length = (keyTo[key] ?? 0) - start;
      if ((this.#ends[key] ?? 0) - at !== length) return false;
      for (let byte = 0; byte < length; byte++) if (buffer[start + byte] !== this.#last[at + byte]) return false;
      at += length;
    }
    return true;
  }

  /** Keeps the keys of the last row, and returns their text. */
  #remember(buffer: Uint8Array): string {
    const { keyFrom, keyTo } = this.#finder;
    let at = 0;
    let text = "";
    for (let key = 0; key < keyFrom.length; key++) {
      const bytes = buffer.subarray(keyFrom[key], keyTo[key]);
      while (at + bytes.length > this.#last.length) this.#last = concatenated([this.#last, new Uint8Array(this.#last.length)]);
      this.#last.set(bytes, at);
      at += bytes.length;
      this.#ends[key] = at;
      text += key === 0 ? keyText(bytes) : `\u0000${keyText(bytes)}`;
    }
    return text;
  }
}

function valueOf(columns: readonly string[], fields: readonly string[]): Readonly<Record<string, unknown>> {
  const value: Record<string, unknown> = {};
  for (let column = 0; column < columns.length && column < fields.length; column++) setOwn(value, columns[column] ?? "", fields[column]);
  return value;
}

function isEmpty(fields: readonly string[]): boolean {
  return fields.every((field) => field.trim() === "");
}
