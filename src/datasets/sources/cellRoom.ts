// Owns the cells of a block of rows as bytes in one room: where each begins and ends, column by column. Refuses knowing where they come from.
import type { Files } from "../../core/ports.ts";

/** Where the cells of a column begin and end, by row of the block. An absent cell is empty. */
export interface Cells {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export class CellRoom {
  bytes: Uint8Array = new Uint8Array(1024 * 1024);
  /** 1 for a row of the block whose cells are not all plain texts in UTF-8. */
  readonly odd: Uint8Array;
  readonly isUtf8: (bytes: Uint8Array) => boolean;
  readonly #cells: readonly Cells[];
  #used = 0;

  /** `rows`: of the longest block. */
  constructor(columns: number, rows: number, isUtf8: Files["isUtf8"]) {
    this.#cells = Array.from({ length: columns }, () => ({ from: new Int32Array(rows), to: new Int32Array(rows) }));
    this.odd = new Uint8Array(rows);
    this.isUtf8 = (bytes) => isUtf8?.(bytes) === true;
  }

  /** Empties it for another block. */
  clear(): void {
    this.#used = 0;
    this.odd.fill(0);
    for (const { from, to } of this.#cells) {
      from.fill(0);
      to.fill(0);
    }
  }

  /** The cells of a column, to be read or laid. */
  cells(column: number): Cells {
    const cells = this.#cells[column];
    if (!cells) throw new RangeError(`there is no column ${column}`);
    return cells;
  }

  /** Copies bytes into the room; where they begin there. */
  add(bytes: Uint8Array): number {
    const from = this.#used;
    if (from + bytes.length > this.bytes.length) {
      const wider = new Uint8Array(Math.ceil(1.5 * (from + bytes.length)));
      wider.set(this.bytes.subarray(0, from));
      this.bytes = wider;
    }
    this.bytes.set(bytes, from);
    this.#used += bytes.length;
    return from;
  }
}
