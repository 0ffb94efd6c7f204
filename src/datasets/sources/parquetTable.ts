// Owns Parquet files as tables: rows by their number, decoded block by block. Refuses files whose parts do not add up, part by part.
import type * as Hyparquet from "hyparquet";
import type { AsyncBuffer, ColumnMetaData, FileMetaData, SchemaTree } from "hyparquet";
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { asText } from "../mapping/fieldPath.ts";
import type { Levels, Unpack } from "./parquetGuard.ts";
import { FlatColumn, isFlat, ValueColumn, type CellColumn } from "./parquetColumn.ts";
import { MOST_PAGE, pagesOf, type ColumnPages, type PageLocation } from "./parquetPages.ts";
import { makePlain, plain } from "./parquetValue.ts";
import type { RowIndex, Segment } from "./rowIndex.ts";
import type { ParquetLayout, Placed, ScanReport, SegmentRows, Table, TableRow, TableSource } from "./table.ts";

/** Rows decoded at once where columns are plain. */
const MOST_ROWS = 16_384;
/** Rows whose keys are decoded at once. */
const MOST_KEYS = 65_536;
/** Bytes a row group with lists may unpack to: their pages tell nothing of rows, so that it is decoded whole. */
const MOST_GROUP = 256 * 1024 * 1024;
/** Rows a table may have. */
const MOST_TABLE = 100_000_000;
/** Rows it may have whatever its size: the same value again and again takes no room. */
const UNSUSPICIOUS = 100_000;
const MOST_FETCHED = 512 * 1024 * 1024;
const SAMPLED = 200;

/** Pages of each group's columns by path, where they are known; undefined for a column with lists that was checked. */
type Pages = Map<number, Readonly<Record<string, PageLocation[] | undefined>>>;
type Unpackers = Readonly<Record<string, Unpack | undefined>>;

/** Where pages lie is known to the reader's plan, not to the types of its options. */
type ReadOptions = Omit<Hyparquet.ParquetReadOptions, "onComplete" | "onChunk" | "rowFormat"> & { readonly pageLocationsByGroup: Readonly<Record<string, PageLocation[]>>[] };

interface Block {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly broken?: string;
}

/** Parquet files begin and end with these four bytes. */
export function isParquet(beginning: Uint8Array): boolean {
  return beginning.length >= 4 && String.fromCharCode(...beginning.subarray(0, 4)) === "PAR1";
}

/** An open Parquet file; called again, the same in other bytes of it. Rejects with an error where its parts do not add up. */
async function parquetTable(bytes: Bytes): Promise<(bytes: Bytes) => ParquetTable> {
  const hyparquet = await import("hyparquet");
  const metadata = await hyparquet.parquetMetadataAsync(bufferOf(bytes), { geoparquet: false });
  // Found and checked once, however often the file is opened: whoever opens it again makes sure that it is the same.
  const pages: Pages = new Map();
  return (opened) => new ParquetTable(hyparquet, opened, metadata, pages);
}

/** Columns for whoever needs few of them and no rows. Rejects with an error where the file is broken. */
export async function parquetCells(bytes: Bytes): Promise<Pick<ParquetTable, "column" | "groups">> {
  return (await parquetTable(bytes))(bytes);
}

/** The table of a Parquet file, or why it is none. */
export async function parquetSource(bytes: Bytes): Promise<TableSource | { readonly unreadable: string }> {
  try {
    const open = await parquetTable(bytes);
    const table = open(bytes);
    const sample = table.total === 0 ? [] : (await table.rows({ start: 0, length: Math.min(SAMPLED, table.total) })).rows.map(({ value }) => value);
    return { name: "parquet", columns: table.columns, uniform: true, sample, parquet: { columns: table.columns, groups: table.groups, unpacked: table.total * table.unit }, open: (opened) => Promise.resolve(open(opened)) };
  } catch (error) {
    return { unreadable: reasonOf(error) };
  }
}

class ParquetTable implements Table {
  readonly unit: number;
  readonly total: number;
  readonly columns: readonly string[];
  readonly #hyparquet: typeof Hyparquet;
  readonly #bytes: Bytes;
  readonly #file: AsyncBuffer;
  readonly #metadata: FileMetaData;
  readonly groups: ParquetLayout["groups"];
  readonly #nested: ReadonlySet<string>;
  readonly #zoneless: ReadonlySet<string>;
  readonly #pages: Pages;
  #held: Block | undefined;

  constructor(hyparquet: typeof Hyparquet, bytes: Bytes, metadata: FileMetaData, pages: Pages) {
    this.#hyparquet = hyparquet;
    this.#bytes = bytes;
    this.#file = bufferOf(bytes);
    this.#pages = pages;
    this.#metadata = metadata;
    const { children } = hyparquet.parquetSchema(metadata);
    this.columns = children.map(({ element }) => element.name);
    if (this.columns.length === 0 || !metadata.schema.every(({ name }) => typeof name === "string")) throw new Error("its columns have no names");
    this.#nested = new Set(children.filter(hasLists).map(({ element }) => element.name));
    this.#zoneless = new Set(children.filter(hasZonelessTime).map(({ element }) => element.name));
    let start = 0;
    this.groups = metadata.row_groups.map(({ num_rows }) => {
      const rows = Number(num_rows);
      start += rows;
      return { start: start - rows, rows };
    });
    this.total = start;
    if (start > MOST_TABLE) throw new Error(`it has more than ${MOST_TABLE} rows`);
    if (start > UNSUSPICIOUS && start > bytes.size) throw new Error("it has more rows than bytes");
    if (start !== Number(metadata.num_rows) || this.groups.some(({ rows }) => !Number.isSafeInteger(rows) || rows < 0)) throw new Error("its parts do not have as many rows as it says");
    const bytesOfRows = metadata.row_groups.reduce((sum, { total_byte_size }) => sum + Math.max(0, Number(total_byte_size) || 0), 0);
    this.unit = start === 0 ? 1 : Math.min(MOST_GROUP, Math.max(1, bytesOfRows / start));
  }

  async scan(keys: readonly string[] | undefined, index: RowIndex, report: ScanReport, onProgress?: ReadProgress, signal?: AbortSignal): Promise<void> {
    let last: string | undefined;
    for (const [number, { start, rows }] of this.groups.entries()) {
      signal?.throwIfAborted();
      for (let from = start; from < start + rows; ) {
        const to = Math.min(start + rows, from + MOST_KEYS);
        const read = !keys?.length ? undefined : await this.#read(number, from, to, keys, signal);
        if (read && "broken" in read) {
          report.problem(brokenRows(from, start + rows, read.broken));
          report.leaveOut("wrong-shape");
          last = undefined;
          break;
        }
        for (let row = from; row < to; row++) {
          const value = read?.rows[row - from];
          const key = (keys ?? []).map((name) => asText(value?.[name]) ?? "").join("\u0000");
          if (keys && key === last) index.extend(1);
          else index.add(key, row, 1, row + 1, !keys);
          last = key;
        }
        from = to;
      }
      onProgress?.(start + rows, this.total);
    }
  }

  async read(segment: Segment, signal?: AbortSignal): Promise<() => SegmentRows> {
    const read = await this.rows(segment, signal);
    return () => read;
  }

  /** Rows of a segment, decoded. */
  async rows({ start, length }: Pick<Segment, "start" | "length">, signal?: AbortSignal): Promise<SegmentRows> {
    const rows: TableRow[] = [];
    const problems: Placed[] = [];
    let lost = false;
    for (let at = start; at < start + length; ) {
      const block = await this.#blockAt(at, signal);
      const end = Math.min(start + length, block.end);
      if (block.broken !== undefined) {
        problems.push(brokenRows(at, end, block.broken));
        lost = true;
      }
      for (; at < end; at++) {
        const value = block.rows[at - block.start];
        if (value) rows.push({ line: at + 1, value });
      }
    }
    return { rows, problems, lost };
  }

  placeOf({ line }: TableRow): { line: number; column: number } {
    return { line, column: 1 };
  }

  async #blockAt(row: number, signal?: AbortSignal): Promise<Block> {
    if (this.#held && row >= this.#held.start && row < this.#held.end) return this.#held;
    const number = this.groups.findIndex(({ start, rows }) => row >= start && row < start + rows);
    const group = this.groups[number];
    if (!group) return { start: row, end: row + 1, rows: [] };
    const { start, end } = this.#nested.size > 0 ? { start: group.start, end: group.start + group.rows } : await this.#blockIn(number, group, row, signal);
    this.#held = undefined;
    const read = await this.#read(number, start, end, undefined, signal);
    this.#held = { start, end, ...("broken" in read ? { rows: [], broken: read.broken } : read) };
    return this.#held;
  }

  /** The rows around one that are decoded together: those of the same page of the largest column, so that no page is decoded twice in a row. */
  async #blockIn(number: number, group: { readonly start: number; readonly rows: number }, row: number, signal?: AbortSignal): Promise<{ start: number; end: number }> {
    const { columns = [] } = this.#metadata.row_groups[number] ?? {};
    const largest = columns.flatMap(({ meta_data }) => meta_data ?? []).sort((a, b) => Number(b.total_uncompressed_size) - Number(a.total_uncompressed_size))[0];
    const located = await this.#located(number, undefined, signal).catch(() => undefined);
    const starts = (largest && located?.[number]?.[largest.path_in_schema.join(".")]?.map(({ first_row_index }) => group.start + Number(first_row_index))) ?? [group.start];
    const page = starts.findLastIndex((start) => start <= row);
    const start = starts[Math.max(0, page)] ?? group.start;
    const end = starts[page + 1] ?? group.start + group.rows;
    const part = start + Math.floor((row - start) / MOST_ROWS) * MOST_ROWS;
    return { start: part, end: Math.min(end, part + MOST_ROWS) };
  }

  /** Rows of one group, or why they cannot be read. */
  async #read(number: number, rowStart: number, rowEnd: number, columns: readonly string[] | undefined, signal?: AbortSignal): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] } | { readonly broken: string }> {
    try {
      signal?.throwIfAborted();
      const rows = await this.#hyparquet.parquetReadObjects(await this.#options(number, rowStart, rowEnd, columns, signal));
      for (const row of rows) makePlain(row, this.#zoneless);
      return { rows };
    } catch (error) {
      if (signal?.aborted) throw error;
      return { broken: reasonOf(error) };
    }
  }

  async #options(number: number, rowStart: number, rowEnd: number, columns: readonly string[] | undefined, signal?: AbortSignal): Promise<ReadOptions> {
    const metadata = this.#metadata;
    const compressors = await unpackersFor(metadata);
    return { file: this.#file, metadata, rowStart, rowEnd, compressors, geoparquet: false, pageLocationsByGroup: await this.#located(number, columns, signal), ...(columns && { columns: [...columns] }) };
  }

  /** A column of one group, to be laid as bytes. `isForTexts`: a cell that is not a text is nothing plain. Rejects with an error where it cannot be read. */
  async column(number: number, name: string, isForTexts: boolean, signal?: AbortSignal): Promise<CellColumn> {
    const group = this.#metadata.row_groups[number];
    const column = group?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    const element = this.#hyparquet.parquetSchema(this.#metadata).children.find((child) => child.element.name === name)?.element;
    const start = this.groups[number]?.start ?? 0;
    if (group && column && element && isFlat(element, column)) return new FlatColumn(await this.#columnPages(column, Number(group.num_rows)), signal);
    return new ValueColumn({ cells: (from, to, stop) => this.#cells(number, start + from, start + to, name, stop), textOf: (cell) => asText(plain(cell, this.#zoneless.has(name))), isForTexts });
  }

  /** Cells of rows of a column of one group, texts as bytes. */
  async #cells(number: number, rowStart: number, rowEnd: number, name: string, signal?: AbortSignal): Promise<readonly unknown[]> {
    const found = new Array<unknown>(rowEnd - rowStart);
    const stringFromBytes = (bytes: Uint8Array): unknown => bytes;
    const onChunk = ({ columnData, rowStart: first }: Hyparquet.ColumnData): void => {
      for (let row = Math.max(first, rowStart); row < Math.min(rowEnd, first + columnData.length); row++) found[row - rowStart] = columnData[row - first] as unknown;
    };
    await this.#hyparquet.parquetRead({ ...(await this.#options(number, rowStart, rowEnd, [name], signal)), parsers: { stringFromBytes }, onChunk });
    return found;
  }

  /** Pages of the plain columns of a group, by path; those of all columns to be read are checked once. */
  async #located(number: number, columns: readonly string[] | undefined, signal?: AbortSignal): Promise<Readonly<Record<string, PageLocation[]>>[]> {
    const group = this.#metadata.row_groups[number];
    const found: Record<string, PageLocation[] | undefined> = { ...this.#pages.get(number) };
    if (group && !columns && this.#nested.size > 0 && Number(group.total_byte_size) > MOST_GROUP) throw new Error(`a row group with lists is larger than ${MOST_GROUP / 1024 / 1024} MB`);
    for (const { meta_data: column } of group?.columns ?? []) {
      const path = column?.path_in_schema.join(".") ?? "";
      if (!column || !group || (columns && !columns.includes(column.path_in_schema[0] ?? "")) || Object.hasOwn(found, path)) continue;
      const pages = await pagesOf(await this.#columnPages(column, Number(group.num_rows)), signal);
      found[path] = pages && column.path_in_schema.length === 1 ? [...pages] : undefined;
    }
    this.#pages.set(number, found);
    const all: Readonly<Record<string, PageLocation[]>>[] = [];
    all[number] = Object.fromEntries(Object.entries(found).flatMap(([path, pages]) => (pages ? [[path, pages]] : [])));
    return all;
  }

  /** What is needed to go through the pages of a column. Rejects with an error where it is packed in an unknown way. */
  async #columnPages(column: ColumnMetaData, rows: number): Promise<ColumnPages> {
    const [unpackers, { parquetHeader: header }, { deltaBinaryUnpack: deltas }, { readRleBitPackedHybrid: levelsIn }] = await Promise.all([unpackersFor(this.#metadata), import("hyparquet/src/column.js"), import("hyparquet/src/delta.js"), import("hyparquet/src/encoding.js")]);
    const unpack = column.codec === "UNCOMPRESSED" ? (bytes: Uint8Array) => bytes : unpackers[column.codec];
    if (!unpack) throw new Error(`it is packed by ${column.codec}, which is not known`);
    return { bytes: this.#bytes, header, column, rows, levels: levelsOf(this.#hyparquet.parquetSchema(this.#metadata), column), unpack, decoders: { deltas, levels: levelsIn } };
  }
}

/** How often something on the way to a column may be absent, and how often repeated. */
function levelsOf(tree: SchemaTree, { path_in_schema, type }: ColumnMetaData): Levels {
  let at: SchemaTree | undefined = tree;
  const levels = { definition: 0, repetition: 0 };
  for (const name of path_in_schema) {
    at = at.children.find(({ element }) => element.name === name);
    if (!at) throw new Error(`a column ${path_in_schema.join(".")} is not in its schema`);
    if (at.element.repetition_type !== "REQUIRED") levels.definition++;
    if (at.element.repetition_type === "REPEATED") levels.repetition++;
  }
  if (at.children.length > 0) throw new Error(`a column ${path_in_schema.join(".")} has parts and values`);
  return { ...levels, isBoolean: type === "BOOLEAN" };
}

function brokenRows(from: number, to: number, reason: string): Placed {
  return { line: from + 1, column: 1, severity: "error", id: "parquet-broken", values: { last: to, reason } };
}

/** Unpackers of the codecs, loaded when a column is packed; each refuses to make more than a page may have. */
async function unpackersFor(metadata: FileMetaData): Promise<Unpackers> {
  const packed = metadata.row_groups.some(({ columns }) => columns.some(({ meta_data }) => meta_data?.codec !== "UNCOMPRESSED"));
  if (!packed) return {};
  const { compressors } = await import("hyparquet-compressors");
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number) => {
        if (!(length >= 0 && length <= MOST_PAGE)) throw new Error(`a page unpacks to more than ${MOST_PAGE / 1024 / 1024} MB`);
        return unpack(input, length);
      },
    ]),
  );
}

/** Exactly the bytes asked for, in a buffer of their own. */
function bufferOf(bytes: Bytes): AsyncBuffer {
  return {
    byteLength: bytes.size,
    async slice(start, end = bytes.size) {
      if (!(start >= 0 && end >= start && end <= bytes.size)) throw new Error("a part lies outside the file");
      if (end - start > MOST_FETCHED) throw new Error(`a part is larger than ${MOST_FETCHED / 1024 / 1024} MB`);
      const read = await bytes.read(start, end - start);
      return read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength) as ArrayBuffer;
    },
  };
}

function hasLists({ children, element }: SchemaTree): boolean {
  return children.length > 0 || element.repetition_type === "REPEATED";
}

function hasZonelessTime({ children, element }: SchemaTree): boolean {
  const type = element.logical_type;
  return (type?.type === "TIMESTAMP" && !type.isAdjustedToUTC) || children.some(hasZonelessTime);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^parquet /u, "").slice(0, 200);
}
