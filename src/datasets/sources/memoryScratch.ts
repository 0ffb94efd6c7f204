// Owns unpacked copies where there is no place for temporary files. Refuses keeping more than one version of a file.
import type { Bytes, Scratch } from "../../core/ports.ts";
import { concatenated } from "./concatenated.ts";

/** Bytes a copy in memory may have. */
export const MOST_IN_MEMORY = 64 * 1024 * 1024;

/** Copies held as long as the scratch is; whoever gives the pieces limits them to {@link MOST_IN_MEMORY}. */
export function memoryScratch(): Scratch {
  const copies = new Map<string, { readonly version: string; readonly whole: Uint8Array }>();
  return {
    async open(owner, version, pieces) {
      const held = copies.get(owner);
      const whole = held?.version === version ? held.whole : await joined(pieces());
      copies.set(owner, { version, whole });
      return inMemory(whole);
    },
  };
}

function inMemory(whole: Uint8Array): Bytes {
  return {
    size: whole.length,
    modified: 0,
    read: (offset, length) => Promise.resolve(whole.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

/** All pieces in one. */
export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  return concatenated(held);
}
