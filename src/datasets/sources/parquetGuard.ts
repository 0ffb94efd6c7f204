// Owns checking the counts inside a Parquet page before it is decoded: a wrong one would send the decoder into an endless loop or ask for
// all memory there is. Refuses decoding, and values: those are the decoder's.
import type { PageHeader } from "hyparquet";
import type { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import type { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";

/** Values one page may have. */
export const MOST_VALUES = 4 * 1024 * 1024;

/** Bytes the texts of a page may have that share their beginnings. */
const MOST_GROWN = 64 * 1024 * 1024;

/** What of a column's schema decides how its pages are laid out. */
export interface Levels {
  readonly definition: number;
  readonly repetition: number;
  readonly isBoolean: boolean;
}

/** Parts of the decoder itself, loaded by whoever asks. */
export interface Decoders {
  readonly deltas: typeof deltaBinaryUnpack;
  readonly levels: typeof readRleBitPackedHybrid;
}

export type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

/** Throws where a count of the page cannot be. `body` is what follows the header. */
export function checkPage(header: PageHeader, body: Uint8Array, levels: Levels, unpack: Unpack, decoders: Decoders): void {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const count = second?.num_values ?? first?.num_values ?? dictionary?.num_values ?? 0;
  if (!(count >= 0 && count <= MOST_VALUES)) throw new Error(`a page has more than ${MOST_VALUES} values`);
  if (second) {
    const { repetition_levels_byte_length: repeated, definition_levels_byte_length: defined } = second;
    if (!(repeated >= 0 && defined >= 0 && repeated + defined <= body.length && second.num_nulls >= 0 && second.num_nulls <= count)) throw new Error("a page's levels are longer than the page");
    if (levels.repetition > 0) checkRuns(body, 0, levels.repetition, count);
    if (levels.definition > 0) checkRuns(body, repeated, levels.definition, count);
    const packed = body.subarray(repeated + defined);
    checkValues(second.is_compressed === false ? packed : unpack(packed, header.uncompressed_page_size - repeated - defined), 0, second.encoding, count - second.num_nulls, levels, decoders);
  } else if (first) {
    const page = unpack(body, header.uncompressed_page_size);
    let at = 0;
    let present = count;
    for (const level of [levels.repetition, levels.definition]) {
      if (level === 0) continue;
      const length = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at, true);
      checkRuns(page, at + 4, level, count);
      if (level === levels.definition && first.encoding === "DELTA_BYTE_ARRAY") present = presentIn(page.subarray(at + 4), level, count, decoders);
      at += 4 + length;
    }
    checkValues(page, at, first.encoding, present, levels, decoders);
  } else if (dictionary && count > unpack(body, header.uncompressed_page_size).length * 8) throw new Error("a dictionary has more values than bytes");
}

function checkValues(page: Uint8Array, at: number, encoding: string, count: number, { isBoolean }: Levels, decoders: Decoders): void {
  if (encoding === "RLE" || encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
    const width = isBoolean ? 1 : (page[at] ?? 0);
    // All values may be absent, and then there is no run.
    if (width > 32) throw new Error("a dictionary's places are wider than 32 bits");
    checkRuns(page, isBoolean ? at + 4 : at + 1, 2 ** width - 1, count, true);
  } else if (encoding.startsWith("DELTA")) {
    const block = varint(page, at);
    const parts = varint(page, block.next);
    if (!(block.value > 0 && block.value <= MOST_VALUES && parts.value > 0 && parts.value <= block.value)) throw new Error("the blocks of a page cannot be");
    if (encoding === "DELTA_BYTE_ARRAY") checkGrowth(page.subarray(at), count, decoders);
  }
}

/** How many of the values are not absent. */
function presentIn(page: Uint8Array, level: number, count: number, { levels }: Decoders): number {
  const found = new Uint8Array(count);
  levels(readerOf(page), 32 - Math.clz32(level), found, page.length);
  return found.reduce((sum, each) => sum + (each === level ? 1 : 0), 0);
}

/** Each value may begin as the one before: few bytes would make texts that together are as long as the square of their number. */
function checkGrowth(page: Uint8Array, count: number, { deltas }: Decoders): void {
  const reader = readerOf(page);
  const [same, own] = [new Int32Array(count), new Int32Array(count)];
  deltas(reader, count, same);
  deltas(reader, count, own);
  let before = 0;
  let sum = 0;
  for (let value = 0; value < count; value++) {
    const [begins, ends] = [same[value] ?? 0, own[value] ?? 0];
    if (begins < 0 || ends < 0 || begins > before) throw new Error("the lengths of a page's texts cannot be");
    before = begins + ends;
    sum += before;
    if (sum > MOST_GROWN) throw new Error(`the texts of a page are more than ${MOST_GROWN / 1024 / 1024} MB`);
  }
}

function readerOf(page: Uint8Array): { view: DataView; offset: number } {
  return { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
}

/** Runs until all values are there; `open`: there may be fewer, since absent ones are not among them. */
function checkRuns(page: Uint8Array, from: number, most: number, count: number, open = false): void {
  const bytes = Math.ceil((32 - Math.clz32(most)) / 8);
  const bits = 32 - Math.clz32(most);
  for (let at = from, seen = 0; seen < count; ) {
    if (at >= page.length) {
      if (open) return;
      throw new Error("a page has fewer values than it says");
    }
    const { value, next } = varint(page, at);
    const values = (value & 1) === 1 ? (value >>> 1) * 8 : value >>> 1;
    // Groups of eight at the end may be padded.
    if (values > count - seen + 512) throw new Error("a page has more values than it says");
    seen += values;
    at = next + ((value & 1) === 1 ? Math.ceil((values * bits) / 8) : bytes);
  }
}

/** A number of seven bits a byte, below 2^31. */
function varint(page: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  for (let at = from; at < from + 5 && at < page.length; at++) {
    const byte = page[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - from));
    if (byte < 0x80) {
      if (value >= 2 ** 31) break;
      return { value, next: at + 1 };
    }
  }
  throw new Error("a count of a page cannot be");
}
