// Owns what a file is cut into before parsing: items, one a conversation, with their place. Refuses their meaning.
import { concatenated } from "./concatenated.ts";

/** One line of a JSONL file, or one element of a JSON array. `bytes` is valid until the next batch is asked for. */
export interface Item {
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Column of its first character in UTF-16 units, from 1. */
  readonly column: number;
  /** Byte range in the file, without line break. */
  readonly offset: number;
  readonly length: number;
  /** Undefined when the item is longer than {@link LONGEST_ITEM}; it was passed over without being held. */
  readonly bytes: Uint8Array | undefined;
  /** True when the file ended before the item did, as far as line break or bracket tell. */
  readonly unended: boolean;
}

/** Bytes one item may have. */
export const LONGEST_ITEM = 64 * 1024 * 1024;

/** Bytes read at once while scanning. */
export const CHUNK = 1024 * 1024;

/** Collects an item that spans chunks, up to {@link LONGEST_ITEM}; beyond that only its length. */
export class Gathering {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > LONGEST_ITEM) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  /** The bytes gathered, or undefined when there were too many; empties the collection. */
  take(): Uint8Array | undefined {
    const pieces = this.#pieces;
    const length = this.#length;
    this.#pieces = [];
    this.#length = 0;
    if (length > LONGEST_ITEM) return undefined;
    return pieces.length === 1 ? pieces[0] : concatenated(pieces);
  }
}
