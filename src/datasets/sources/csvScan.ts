// Owns finding where the rows of a CSV file begin and end, by bytes, and the bytes of its key columns. The grammar is that of
// csvFields.ts, which cuts the fields. Refuses decoding.
import type { CsvDialect } from "./csvFields.ts";

const [QUOTE, LF, CR] = [34, 10, 13] as const;

export class RowFinder {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #keys: Int32Array;
  /** By column, the last of its keys, and by key, the one before of the same column; −1 for none. */
  readonly #keyOf: Int32Array;
  readonly #keyBefore: Int32Array;
  /** Byte range of each key column in the last row; both 0 where the row is too short. */
  readonly keyFrom: Int32Array;
  readonly keyTo: Int32Array;
  /** Line breaks in the last row, that at its end included. */
  lines = 0;
  repaired = false;
  /** The bytes are known to be well-formed UTF-8, so that no byte inside a character need be looked at. */
  isUtf8 = false;
  /** Fields of the last row. */
  fields = 0;

  /** `keys`: places of the key columns, from 0. */
  constructor({ delimiter, newline }: CsvDialect, keys: readonly number[] = []) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    this.#keys = Int32Array.from(keys);
    this.#keyOf = new Int32Array(Math.max(0, ...keys) + 1).fill(-1);
    this.#keyBefore = this.#keys.map((column, key) => {
      const before = this.#keyOf[column] ?? -1;
      if (column >= 0) this.#keyOf[column] = key;
      return before;
    });
    this.keyFrom = new Int32Array(keys.length);
    this.keyTo = new Int32Array(keys.length);
  }

  /** Where the row after the one at `from` begins; −1 when the row does not end in the buffer and more may follow. */
  next(buffer: Uint8Array, from: number, final: boolean): number {
    this.repaired = false;
    const next = this.#row(buffer, from, final, true);
    return next === BROKEN ? this.line(buffer, from, final) : next;
  }

  /** The same with quotes as any other character. */
  line(buffer: Uint8Array, from: number, final: boolean): number {
    this.repaired = true;
    return this.#row(buffer, from, final, false);
  }

  #row(buffer: Uint8Array, from: number, final: boolean, quotes: boolean): number {
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    const length = buffer.length;
    const whole = this.isUtf8;
    const keyOf = this.#keyOf;
    let at = from;
    let lines = 0;
    for (let column = 0; ; column++) {
      const start = at;
      if (quotes && buffer[at] === QUOTE) {
        const before = lines;
        for (at++; ; at++) {
          if (at >= length) return final ? BROKEN : MORE;
          const byte = buffer[at] ?? 0;
          if (whole && byte >= 0xe0) at += 2;
          else if (byte === newline) lines++;
          else if (byte === QUOTE) {
            if (at + 1 >= length && !final) return MORE;
            if (buffer[at + 1] !== QUOTE) break;
            at++;
          }
        }
        at++;
        // What follows tells whether the quote closed the field, and a carriage return only with what follows it.
        if (at + 1 >= length && !final) return MORE;
        const ends = at >= length || buffer[at] === delimiter || buffer[at] === newline || (buffer[at] === CR && newline === LF && buffer[at + 1] === LF);
        if (!ends && lines > before) return BROKEN;
      }
      while (at < length) {
        const byte = buffer[at] ?? 0;
        if (byte === delimiter || byte === newline) break;
        // Three bytes or more are a character of its own.
        at += whole && byte >= 0xe0 ? 3 : 1;
      }
      if (at >= length) {
        if (!final) return MORE;
        at = length;
      }
      for (let key = column < keyOf.length ? (keyOf[column] ?? -1) : -1; key >= 0; key = this.#keyBefore[key] ?? -1) {
        this.keyFrom[key] = start;
        this.keyTo[key] = newline === LF && buffer[at] === LF && buffer[at - 1] === CR && at - 1 >= start ? at - 1 : at;
      }
      if (at >= length) {
        this.#end(lines, column + 1);
        return length;
      }
      at++;
      if (buffer[at - 1] === newline) {
        this.#end(lines + 1, column + 1);
        return at;
      }
    }
  }

  #end(lines: number, fields: number): void {
    this.lines = lines;
    this.fields = fields;
    if (fields >= this.#keyOf.length) return;
    for (let key = 0; key < this.#keys.length; key++) {
      if ((this.#keys[key] ?? 0) < fields) continue;
      this.keyFrom[key] = 0;
      this.keyTo[key] = 0;
    }
  }
}

const MORE = -1;
const BROKEN = -2;
