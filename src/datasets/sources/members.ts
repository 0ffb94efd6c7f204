// Owns finding the members of a file that is one JSON object, by bytes, and showing one of its lists as if the file were that list.
// Refuses parsing, and every level but the first.
import type { Bytes } from "../../core/ports.ts";
import { decode } from "./decode.ts";
import { CHUNK } from "./items.ts";

/** A member of the outermost object: the byte range of its value. */
export interface Member {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  /** Its value opens a bracket. */
  readonly isList: boolean;
}

const [QUOTE, BACKSLASH, COMMA, COLON, LF, SPACE] = [34, 92, 44, 58, 10, 32] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125] as const;
const MOST_MEMBERS = 1000;
const LONGEST_NAME = 200;

/**
 * The members of the one object a file holds, in file order; of two with one name the last counts. Undefined when the file begins
 * otherwise, when more follows the object (one record a line), or when the object does not end.
 */
export async function membersOfDocument(bytes: Bytes, signal?: AbortSignal): Promise<ReadonlyMap<string, Member> | undefined> {
  const scan = new MemberScan();
  for (let at = 0; at < bytes.size; ) {
    signal?.throwIfAborted();
    const chunk = await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal);
    if (chunk.length === 0 || !scan.next(chunk, at)) return undefined;
    at += chunk.length;
  }
  return scan.ended ? scan.members : undefined;
}

/** The value of a member as JSON text; undefined when it is longer than `most` bytes. */
export async function memberText(bytes: Bytes, { offset, length }: Member, most: number, signal?: AbortSignal): Promise<string | undefined> {
  return length > most ? undefined : decode(await bytes.read(offset, length, signal)).text;
}

/** The same bytes with everything around the list as blanks: offsets, lines and columns stay what they are. */
export function onlyList(bytes: Bytes, { offset, length }: Member): Bytes {
  return {
    size: bytes.size,
    modified: bytes.modified,
    async read(from, wanted, signal) {
      const read = await bytes.read(from, wanted, signal);
      if (from >= offset && from + read.length <= offset + length) return read;
      return read.map((byte, index) => (byte < 128 && byte !== LF && (from + index < offset || from + index >= offset + length) ? SPACE : byte));
    },
    close: () => bytes.close(),
  };
}

/** The state between two bytes of the file. */
class MemberScan {
  readonly members = new Map<string, Member>();
  ended = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #name: number[] = [];
  #named: string | undefined;
  #value: { offset: number; isList: boolean } | undefined;

  /** False when the file is not one object, or one of too many members. */
  next(chunk: Uint8Array, base: number): boolean {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) this.#inside(byte);
      else if (byte > SPACE && !this.#outside(byte, base + at)) return false;
    }
    return true;
  }

  #inside(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
    if (this.#inString && this.#depth === 1 && !this.#value && this.#name.length < LONGEST_NAME) this.#name.push(byte);
  }

  #outside(byte: number, at: number): boolean {
    if (this.#depth === 0) {
      // A byte order mark may stand before the object; nothing may follow it.
      if (!this.ended && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return true;
      if (this.ended || byte !== OPEN_OBJECT) return false;
      this.#depth = 1;
      return true;
    }
    if (this.#depth === 1 && (byte === COMMA || byte === CLOSE_OBJECT)) {
      this.#close(at);
      if (byte === CLOSE_OBJECT) [this.#depth, this.ended] = [0, true];
      return this.members.size <= MOST_MEMBERS;
    }
    if (this.#depth === 1 && !this.#value) {
      if (byte === COLON) this.#named = decode(Uint8Array.from(this.#name)).text;
      else if (this.#named !== undefined) this.#value = { offset: at, isList: byte === OPEN_LIST };
    }
    if (byte === QUOTE) {
      this.#inString = true;
      if (!this.#value) this.#name = [];
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
    else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && this.#depth > 1) this.#depth--;
    return true;
  }

  #close(end: number): void {
    if (this.#value && this.#named !== undefined) this.members.set(this.#named, { name: this.#named, length: end - this.#value.offset, ...this.#value });
    this.#named = undefined;
    this.#value = undefined;
  }
}
