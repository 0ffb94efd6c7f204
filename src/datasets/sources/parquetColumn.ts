// Owns laying the cells of a Parquet column into a room, block by block in ascending order: texts page by page with no value made of them, all
// else as the decoder for all files has it. Refuses going back.
import type { ColumnMetaData, SchemaElement } from "hyparquet";
import type { CellRoom } from "./cellRoom.ts";
import { flatDictionary, flatPage, type FlatPage, type FlatTexts } from "./parquetFlat.ts";
import { headersOf, type ColumnPages, type FoundPage } from "./parquetPages.ts";

/** A column of one row group. */
export interface CellColumn {
  /** Lays the cells of rows of the group; `from` is no lower than the last `to`. Rejects with an error where they cannot be read. */
  lay(from: number, to: number, room: CellRoom, column: number, signal?: AbortSignal): Promise<void>;
}

/** True where a column holds texts, each row one or none, in encodings that {@link FlatColumn} knows. */
export function isFlat({ type, converted_type: converted, logical_type: logical, repetition_type: repetition }: SchemaElement, { path_in_schema: path, encodings }: ColumnMetaData): boolean {
  const isText = type === "BYTE_ARRAY" && (converted === undefined || converted === "UTF8") && (logical === undefined || logical.type === "STRING");
  return isText && path.length === 1 && (repetition === "REQUIRED" || repetition === "OPTIONAL") && !encodings.some((each) => each.startsWith("DELTA") || each.startsWith("BYTE"));
}

interface Held {
  readonly rows: FlatPage;
  readonly isUtf8: boolean;
  readonly start: number;
  readonly end: number;
}

/** A column of texts. One page of it is held at a time, and its dictionary. */
export class FlatColumn implements CellColumn {
  readonly #pages: ColumnPages;
  readonly #headers: AsyncGenerator<FoundPage>;
  #dictionary: { readonly texts: FlatTexts; readonly isUtf8: boolean } | undefined;
  #held: Held | undefined;

  constructor(pages: ColumnPages, signal?: AbortSignal) {
    this.#pages = pages;
    this.#headers = headersOf(pages, signal);
  }

  async lay(from: number, to: number, room: CellRoom, column: number, signal?: AbortSignal): Promise<void> {
    const { from: into, to: until } = room.cells(column);
    let dictionaryAt: number | undefined;
    for (let row = from; row < to; ) {
      const { rows, isUtf8, start, end } = this.#held && row < this.#held.end ? this.#held : await this.#next(row, room, signal);
      const { bytes, from: begins, to: ends, isDictionary } = rows;
      const last = Math.min(to, end) - start;
      const low = isDictionary ? 0 : (begins[row - start] ?? 0);
      const base = (isDictionary ? (dictionaryAt ??= room.add(bytes)) : room.add(bytes.subarray(low, ends[last - 1]))) - low;
      for (let each = row - start, at = row - from; each < last; each++, at++) {
        into[at] = base + (begins[each] ?? 0);
        until[at] = base + (ends[each] ?? 0);
        if (!isUtf8 && !room.isUtf8(bytes.subarray(begins[each], ends[each]))) room.odd[at] = 1;
      }
      row = start + last;
    }
  }

  /** Goes on to the page with a row. */
  async #next(row: number, room: CellRoom, signal?: AbortSignal): Promise<Held> {
    this.#held = undefined;
    const { bytes, levels, unpack } = this.#pages;
    for (;;) {
      const next = await this.#headers.next();
      if (next.done === true) throw new Error("the pages of a column do not have all its rows");
      const { head, at, headed, before, count } = next.value;
      if (count !== undefined && before + count <= row) continue;
      const body = await bytes.read(at + headed, head.compressed_page_size, signal);
      if (count === undefined) {
        if (this.#dictionary || before > 0) throw new Error("a column has a dictionary too many");
        const texts = flatDictionary(head, body, unpack);
        this.#dictionary = { texts, isUtf8: room.isUtf8(texts.bytes) };
      } else {
        const rows = flatPage(head, body, levels.definition > 0, unpack, this.#dictionary?.texts);
        const isUtf8 = rows.isDictionary ? this.#dictionary?.isUtf8 === true : room.isUtf8(rows.bytes);
        return (this.#held = { rows, isUtf8, start: before, end: before + count });
      }
    }
  }
}

/** How cells of a column are decoded that is not one of texts. */
export interface ValueCells {
  /** The cells of rows of the group; texts as bytes. */
  readonly cells: (from: number, to: number, signal?: AbortSignal) => Promise<readonly unknown[]>;
  /** A cell as it is compared; undefined for one that has no text. */
  readonly textOf: (cell: unknown) => string | undefined;
  /** A cell that is not a text is nothing plain. */
  readonly isForTexts: boolean;
}

/** Any other column. */
export class ValueColumn implements CellColumn {
  readonly #values: ValueCells;

  constructor(values: ValueCells) {
    this.#values = values;
  }

  async lay(from: number, to: number, room: CellRoom, column: number, signal?: AbortSignal): Promise<void> {
    const { cells, textOf, isForTexts } = this.#values;
    const { from: into, to: until } = room.cells(column);
    for (const [at, cell] of (await cells(from, to, signal)).entries()) {
      if (cell === undefined || cell === null) continue;
      const text = cell instanceof Uint8Array ? cell : textOf(cell);
      if (text === undefined) {
        room.odd[at] = 1;
        continue;
      }
      const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
      into[at] = room.add(bytes);
      until[at] = into[at] + bytes.length;
      if (typeof text === "string" ? isForTexts : !room.isUtf8(bytes)) room.odd[at] = 1;
    }
  }
}
