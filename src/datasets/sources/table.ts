// Owns what a table is to whoever groups its rows: rows with their place, found by stretches of consecutive rows. Refuses file formats.
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Bytes } from "../../core/ports.ts";
import type { Problem, ReadProgress } from "../dataset.ts";
import type { LeftOutReason } from "../leftOut.ts";
import type { CsvLayout } from "./csvFields.ts";
import type { RowIndex, Segment } from "./rowIndex.ts";
import type { Shelf } from "./shelf.ts";

/** One row. `text` from `from` on is what it was cut from, where that is text. */
export interface TableRow {
  /** Line of its first character from 1; the number of the row where the file has no lines. */
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly from?: number;
}

/** A problem without the path of its file. */
export type Placed = Omit<Problem, "path">;

export interface SegmentRows {
  readonly rows: readonly TableRow[];
  readonly problems: readonly Placed[];
  /** True when some rows could not be read, as a problem says. */
  readonly lost?: boolean;
}

/** What the scan of a table says of rows that no segment holds. */
export interface ScanReport {
  readonly problem: (problem: Placed) => void;
  /** A row was passed over, and with it what would have been a conversation or a part of one. */
  readonly leaveOut: (reason: LeftOutReason) => void;
}

/** An open table. */
export interface Table {
  /** Bytes that one unit of `Segment.length` takes, about. */
  readonly unit: number;
  /** Files every row under the text of its `keys` columns, all together where the list is empty; each alone without `keys`. */
  scan(keys: readonly string[] | undefined, index: RowIndex, report: ScanReport, onProgress?: ReadProgress, signal?: AbortSignal): Promise<void>;
  /**
   * Reads a segment, and makes rows of it when asked. Segments in ascending order cost few reads. With a `shelf` it may be asked much
   * later: the bytes wait there, since thousands of rows made at once take several times the room.
   */
  read(segment: Segment, signal?: AbortSignal, shelf?: Shelf): Promise<() => SegmentRows>;
  /** Where a field of a row stands. */
  placeOf(row: TableRow, path: JsonPath): Pick<Problem, "line" | "column" | "endColumn">;
}

/** How a Parquet file is laid out. */
export interface ParquetLayout {
  readonly columns: readonly string[];
  readonly groups: readonly { readonly start: number; readonly rows: number }[];
  /** Bytes of all rows unpacked, about. */
  readonly unpacked: number;
}

/** How a table of one kind is opened; the caller closes the bytes. */
export interface TableSource {
  /** Of the dataset's format. */
  readonly name: string;
  /** Fields of the rows: all there are when `uniform`, else those of the first rows. */
  readonly columns: readonly string[];
  readonly uniform: boolean;
  /** The first rows, for guessing what they mean. */
  readonly sample: readonly Readonly<Record<string, unknown>>[];
  /** Of a CSV file: what is needed to read it in pieces. */
  readonly csv?: CsvLayout;
  /** Of a Parquet file, the same. */
  readonly parquet?: ParquetLayout;
  open(bytes: Bytes): Promise<Table>;
}
