// Owns decoding a page of texts of a Parquet column that is plain or has a dictionary: where each text is in the page, no value made.
// Refuses every other encoding and whatever does not add up: those are the decoder's for all files.
import type { PageHeader } from "hyparquet";
import { MOST_VALUES, type Unpack } from "./parquetGuard.ts";

/** Texts of a dictionary or a page: text `n` is `bytes` from `from[n]` to `to[n]`; what is between texts is zeros. */
export interface FlatTexts {
  readonly bytes: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The same of the rows of a data page; an absent one is empty. */
export interface FlatPage extends FlatTexts {
  /** Its texts are those of the dictionary. */
  readonly isDictionary: boolean;
}

/** Bits of a place in a dictionary. */
const WIDEST = 24;

/** The texts of a dictionary page. Throws where it has not as many as it says. */
export function flatDictionary({ dictionary_page_header: header, uncompressed_page_size: size }: PageHeader, body: Uint8Array, unpack: Unpack): FlatTexts {
  if (!header || !(header.encoding === "PLAIN" || header.encoding === "PLAIN_DICTIONARY")) throw new Error("a dictionary is not plain");
  return plainTexts(unpacked(body, size, unpack), 0, countOf(header.num_values));
}

/** The rows of a data page. `optional`: cells may be absent. Throws where anything is not as said. */
export function flatPage({ data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size }: PageHeader, body: Uint8Array, optional: boolean, unpack: Unpack, dictionary: FlatTexts | undefined): FlatPage {
  if (second) {
    const { definition_levels_byte_length: levels, repetition_levels_byte_length: repeated } = second;
    const rows = countOf(second.num_values);
    if (repeated !== 0 || second.num_rows !== rows || !(levels >= 0 && levels <= body.length) || (!optional && levels > 0)) throw new Error("the levels of a page cannot be");
    const there = optional ? presence(body, 0, levels, rows) : undefined;
    const packed = body.subarray(levels);
    return values(second.is_compressed === false ? new Uint8Array(packed) : unpacked(packed, size - levels, unpack), 0, second.encoding, rows, there, dictionary, second.num_nulls);
  }
  if (!first) throw new Error("a page has no header");
  const page = unpacked(body, size, unpack);
  const rows = countOf(first.num_values);
  if (!optional) return values(page, 0, first.encoding, rows, undefined, dictionary);
  const levels = page.length < 4 ? page.length : wordAt(page, 0);
  if (first.definition_level_encoding !== "RLE" || levels > page.length - 4) throw new Error("the levels of a page cannot be");
  return values(page, 4 + levels, first.encoding, rows, presence(page, 4, 4 + levels, rows), dictionary);
}

function values(page: Uint8Array, at: number, encoding: string, rows: number, there: Uint8Array | undefined, dictionary: FlatTexts | undefined, absent?: number): FlatPage {
  let count = there ? 0 : rows;
  for (let row = 0; there && row < rows; row++) count += there[row] ?? 0;
  if (absent !== undefined && absent !== rows - count) throw new Error("a page has not as many absent values as it says");
  if (encoding === "PLAIN") return { ...spread(plainTexts(page, at, count), there, rows), isDictionary: false };
  if (!dictionary || !(encoding === "RLE_DICTIONARY" || encoding === "PLAIN_DICTIONARY")) throw new Error(`a page of texts is encoded as ${encoding}`);
  const places = new Int32Array(count);
  if (at >= page.length) throw new Error("a page does not say how wide its numbers are");
  runs(page, at + 1, page.length, page[at] ?? 0, places);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  for (let value = 0; value < count; value++) {
    const place = places[value] ?? 0;
    if (place >= dictionary.from.length) throw new Error("a page has a value its dictionary has not");
    from[value] = dictionary.from[place] ?? 0;
    to[value] = dictionary.to[place] ?? 0;
  }
  return { ...spread({ bytes: dictionary.bytes, from, to }, there, rows), isDictionary: true };
}

/** Values one after the other as rows, some of them without. */
function spread({ bytes, from, to }: FlatTexts, there: Uint8Array | undefined, rows: number): FlatTexts {
  if (!there || from.length === rows) return { bytes, from, to };
  const spreadFrom = new Int32Array(rows);
  const spreadTo = new Int32Array(rows);
  let end = 0;
  for (let row = 0, value = 0; row < rows; row++) {
    if (there[row] === 1) {
      spreadFrom[row] = from[value] ?? 0;
      end = to[value++] ?? 0;
    } else spreadFrom[row] = end;
    spreadTo[row] = end;
  }
  return { bytes, from: spreadFrom, to: spreadTo };
}

/** Finds texts that each stand behind their length, and zeroes the lengths, so that all together is UTF-8 just when each is. */
function plainTexts(page: Uint8Array, start: number, count: number): FlatTexts {
  const bytes = page.subarray(start);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  let at = 0;
  for (let value = 0; value < count; value++) {
    if (at + 4 > bytes.length) throw new Error("a page has fewer values than it says");
    const length = wordAt(bytes, at);
    bytes[at] = bytes[at + 1] = bytes[at + 2] = bytes[at + 3] = 0;
    from[value] = at + 4;
    at += 4 + length;
    if (at > bytes.length) throw new Error("a text is longer than its page");
    to[value] = at;
  }
  return { bytes: bytes.subarray(0, at), from, to };
}

/** 1 for each row that has a value. */
function presence(bytes: Uint8Array, from: number, end: number, rows: number): Uint8Array {
  const there = new Uint8Array(rows);
  runs(bytes, from, end, 1, there);
  return there;
}

/** Fills `found` from runs of numbers of so many bits: one number again and again, or groups of eight packed numbers. */
function runs(bytes: Uint8Array, from: number, end: number, bits: number, found: Int32Array | Uint8Array): void {
  if (bits === 0) return;
  if (bits > WIDEST) throw new Error("the numbers of a page are too wide");
  const most = 2 ** bits - 1;
  for (let at = from, seen = 0; seen < found.length; ) {
    let head = 0;
    let shift = 1;
    for (let byte = 0x80; byte >= 0x80; shift *= 128) {
      if (at >= end || shift > 2 ** 28) throw new Error("a count of a page cannot be");
      byte = bytes[at++] ?? 0;
      head += (byte & 0x7f) * shift;
    }
    if (head % 2 === 0) {
      let value = 0;
      for (let byte = 0; byte * 8 < bits; byte++) value += (bytes[at++] ?? 0) * 2 ** (8 * byte);
      if (at > end || head / 2 > found.length - seen || value > most || head === 0) throw new Error("a run of a page cannot be");
      found.fill(value, seen, seen + head / 2);
      seen += head / 2;
    } else {
      const groups = (head - 1) / 2;
      const values = Math.min(found.length - seen, groups * 8);
      if (at + groups * bits > end || values === 0) throw new Error("a page has fewer values than it says");
      unpackBits(bytes, at, bits, most, found, seen, values);
      seen += values;
      at += groups * bits;
    }
  }
}

function unpackBits(bytes: Uint8Array, from: number, bits: number, mask: number, found: Int32Array | Uint8Array, seen: number, count: number): void {
  let held = 0;
  let has = 0;
  for (let value = 0, at = from; value < count; value++) {
    // At most 23 bits are held when a byte comes.
    for (; has < bits; has += 8) held |= (bytes[at++] ?? 0) << has;
    found[seen + value] = held & mask;
    held >>>= bits;
    has -= bits;
  }
}

function unpacked(body: Uint8Array, size: number, unpack: Unpack): Uint8Array {
  const page = unpack(body, size);
  if (page.length !== size) throw new Error("a page does not unpack to what it says");
  return page;
}

function countOf(count: number): number {
  if (!(count >= 0 && count <= MOST_VALUES)) throw new Error(`a page has more than ${MOST_VALUES} values`);
  return count;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) * 65_536 + (bytes[at + 3] ?? 0) * 16_777_216;
}
