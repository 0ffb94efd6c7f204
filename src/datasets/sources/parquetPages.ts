// Owns where the pages of a Parquet column lie, found by their headers, so that few rows cost few pages. Refuses decoding them.
import type { ColumnMetaData, RowGroup } from "hyparquet";
import type { parquetHeader } from "hyparquet/src/column.js";
import type { Bytes } from "../../core/ports.ts";

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

/** Pages of a column without lists, as an offset index would have them. Rejects with an error where the headers do not add up. */
export async function pagesOf(bytes: Bytes, header: typeof parquetHeader, group: RowGroup, column: ColumnMetaData, signal?: AbortSignal): Promise<readonly PageLocation[]> {
  const pages: PageLocation[] = [];
  const end = Number(startOf(column)) + Number(column.total_compressed_size);
  let rows = 0;
  for (let at = Number(startOf(column)); at < end && rows < Number(group.num_rows); ) {
    const page = await headerAt(bytes, header, at, end, signal);
    if (!(page.size >= 0) || at + page.headed + page.size > end) throw new Error("a page is longer than its column");
    if (page.unpacked > MOST_PAGE) throw new Error(`a page unpacks to more than ${MOST_PAGE / 1024 / 1024} MB`);
    if (page.rows !== undefined) {
      pages.push({ offset: BigInt(at), compressed_page_size: page.headed + page.size, first_row_index: BigInt(rows) });
      rows += page.rows;
    }
    at += page.headed + page.size;
  }
  if (rows !== Number(group.num_rows)) throw new Error("the pages of a column do not have all its rows");
  return pages;
}

/** Where the bytes of a column begin, its dictionary included. */
export function startOf(column: ColumnMetaData): bigint {
  return column.dictionary_page_offset ?? column.data_page_offset;
}

interface PageHead {
  /** Bytes of the header itself. */
  readonly headed: number;
  readonly size: number;
  readonly unpacked: number;
  /** Undefined for a dictionary. */
  readonly rows: number | undefined;
}

async function headerAt(bytes: Bytes, header: typeof parquetHeader, at: number, end: number, signal?: AbortSignal): Promise<PageHead> {
  for (let length = HEADER; ; length *= 8) {
    const held = await bytes.read(at, Math.min(length, end - at), signal);
    const reader = { view: new DataView(held.buffer, held.byteOffset, held.byteLength), offset: 0 };
    try {
      const { compressed_page_size: size, uncompressed_page_size: unpacked, data_page_header: first, data_page_header_v2: second } = header(reader);
      return { headed: reader.offset, size, unpacked, rows: second ? second.num_rows : first?.num_values };
    } catch (error) {
      // Statistics in a header may be longer than what was read.
      if (length >= LONGEST_HEADER || held.length < length) throw error;
    }
  }
}
