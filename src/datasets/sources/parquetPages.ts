// Owns where the pages of a Parquet column lie, found by their headers, so that few rows cost few pages, and checked on the way.
// Refuses decoding them.
import type { ColumnMetaData, PageHeader } from "hyparquet";
import type { parquetHeader } from "hyparquet/src/column.js";
import type { Bytes } from "../../core/ports.ts";
import { checkPage, type Decoders, type Levels, type Unpack } from "./parquetGuard.ts";

const HEADER = 512;
const LONGEST_HEADER = 256 * 1024;

/** Bytes one page may unpack to. */
export const MOST_PAGE = 128 * 1024 * 1024;

/** An entry of an offset index, as the Parquet format names its parts. */
export interface PageLocation {
  readonly offset: bigint;
  /** With the header. */
  readonly compressed_page_size: number;
  readonly first_row_index: bigint;
}

/** What is needed to look into the pages of a column. */
export interface ColumnPages {
  readonly bytes: Bytes;
  readonly header: typeof parquetHeader;
  readonly column: ColumnMetaData;
  /** Rows of its group. */
  readonly rows: number;
  readonly levels: Levels;
  readonly unpack: Unpack;
  readonly decoders: Decoders;
}

/** A page as its header says. */
export interface FoundPage {
  readonly head: PageHeader;
  readonly at: number;
  /** Bytes of its header. */
  readonly headed: number;
  /** Values before those of the page, and its own; no own ones in a dictionary. */
  readonly before: number;
  readonly count: number | undefined;
}

/**
 * Pages of a column, as an offset index would have them, every count in them checked; undefined for a column with lists, whose pages do
 * not say how many rows they hold. Rejects with an error where something does not add up.
 */
export async function pagesOf({ bytes, header, column, rows, levels, unpack, decoders }: ColumnPages, signal?: AbortSignal): Promise<readonly PageLocation[] | undefined> {
  const pages: PageLocation[] = [];
  for await (const { head, at, headed, before, count } of headersOf({ bytes, header, column }, signal)) {
    checkPage(head, await bytes.read(at + headed, head.compressed_page_size, signal), levels, unpack, decoders);
    if (count !== undefined) pages.push({ offset: BigInt(at), compressed_page_size: headed + head.compressed_page_size, first_row_index: BigInt(before) });
  }
  if (levels.repetition > 0) return undefined;
  if (Number(column.num_values) !== rows) throw new Error("the pages of a column do not have all its rows");
  return pages;
}

/** The pages of a column, one after the other, none read. Rejects with an error where they do not have all its values, or lie elsewhere. */
export async function* headersOf({ bytes, header, column }: Pick<ColumnPages, "bytes" | "header" | "column">, signal?: AbortSignal): AsyncGenerator<FoundPage> {
  const start = Number(startOf(column));
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 4 && end > start && end <= bytes.size)) throw new Error("a column lies outside the file");
  let values = 0;
  for (let at = start; at < end && values < Number(column.num_values); ) {
    const { head, headed } = await headerAt(bytes, header, at, end, signal);
    const size = head.compressed_page_size;
    if (!(size >= 0) || at + headed + size > end) throw new Error("a page is longer than its column");
    if (!(head.uncompressed_page_size >= 0 && head.uncompressed_page_size <= MOST_PAGE)) throw new Error(`a page unpacks to more than ${MOST_PAGE / 1024 / 1024} MB`);
    const count = head.data_page_header_v2?.num_values ?? head.data_page_header?.num_values;
    yield { head, at, headed, before: values, count };
    values += count ?? 0;
    at += headed + size;
  }
  if (values !== Number(column.num_values)) throw new Error("the pages of a column do not have all its values");
}

/** Where the bytes of a column begin, its dictionary included. */
function startOf(column: ColumnMetaData): bigint {
  return column.dictionary_page_offset ?? column.data_page_offset;
}

async function headerAt(bytes: Bytes, header: typeof parquetHeader, at: number, end: number, signal?: AbortSignal): Promise<{ readonly head: PageHeader; readonly headed: number }> {
  for (let length = HEADER; ; length *= 8) {
    const held = await bytes.read(at, Math.min(length, end - at), signal);
    const reader = { view: new DataView(held.buffer, held.byteOffset, held.byteLength), offset: 0 };
    try {
      return { head: header(reader), headed: reader.offset };
    } catch (error) {
      // Statistics in a header may be longer than what was read.
      if (length >= LONGEST_HEADER || held.length < length) throw error;
    }
  }
}
