// Owns packed files whose unpacked size is known from an earlier opening: they are unpacked when somebody reads beyond their beginning. Refuses
// sizes of other versions of the file.
import { parsedJson } from "../../core/json.ts";
import type { Bytes, Kept } from "../../core/ports.ts";
import { concatenated } from "./concatenated.ts";
import { inflated, type Packed } from "./inflate.ts";

/** Bytes that are unpacked alone: what it takes to tell what a file is. */
const BEGINNING = 4 * 1024 * 1024;
/** Smaller files are unpacked at once. */
const LEAST = 2 * 1024 * 1024;

interface Size {
  readonly packed: number;
  readonly modified: number;
  readonly size: number;
}

/** Bytes unpacked in the file at `owner`, when they were unpacked before and it is the same. */
export async function knownSize(owner: string, { bytes }: Packed, kept: Kept | undefined): Promise<number | undefined> {
  const held = bytes.size < LEAST ? undefined : await kept?.load(nameOf(owner));
  const known = held && (parsedJson(new TextDecoder().decode(held)) as Partial<Size> | undefined);
  return known?.packed === bytes.size && known.modified === bytes.modified && Number.isSafeInteger(known.size) ? known.size : undefined;
}

export async function keepSize(owner: string, { bytes }: Packed, size: number, kept: Kept | undefined): Promise<void> {
  const known: Size = { packed: bytes.size, modified: bytes.modified, size };
  if (bytes.size >= LEAST) await kept?.save(nameOf(owner), new TextEncoder().encode(JSON.stringify(known)));
}

function nameOf(owner: string): string {
  return `unpacked:${owner}`;
}

/** The unpacked bytes; `begin` unpacks from the start and `whole` all. */
export function unpackedLater(size: number, modified: number, begin: () => Promise<Uint8Array>, whole: () => Promise<Bytes>): Bytes {
  let beginning: Promise<Uint8Array> | undefined;
  let copy: Promise<Bytes> | undefined;
  return {
    size,
    modified,
    async read(offset, length, signal) {
      if (!copy && offset + length <= BEGINNING) {
        beginning ??= begin();
        return (await beginning).slice(offset, offset + length);
      }
      copy ??= whole();
      return (await copy).read(offset, length, signal);
    },
    close: async () => {
      await (await copy)?.close();
    },
  };
}

/** The first bytes, as many as may be asked for alone. */
export async function beginningOf(packed: Packed, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of inflated(packed, most)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= BEGINNING) break;
  }
  return concatenated(pieces).subarray(0, BEGINNING);
}
