// Owns reading many small ranges in ascending order with few reads. Refuses caching more than one window.
import type { Bytes } from "../core/ports.ts";
import { CHUNK } from "./items.ts";

/** A reader of ranges that fetches at least {@link CHUNK} bytes at a time and answers from what it has. */
export function windowed(bytes: Bytes): (offset: number, length: number, signal?: AbortSignal) => Promise<Uint8Array> {
  let held = new Uint8Array(0);
  let start = 0;
  return async (offset, length, signal) => {
    if (offset < start || offset + length > start + held.length) {
      held = new Uint8Array(await bytes.read(offset, Math.max(length, Math.min(CHUNK, bytes.size - offset)), signal));
      start = offset;
    }
    return held.subarray(offset - start, offset - start + length);
  };
}
