// Owns reading many small ranges in ascending order with few reads. Refuses caching more than one window.
import type { Bytes } from "../../core/ports.ts";
import { CHUNK } from "./items.ts";

/** A reader of ranges. The first is read exactly; from the second on, each fetch takes {@link CHUNK} bytes and later ranges are answered from them. */
export function windowed(bytes: Bytes): (offset: number, length: number, signal?: AbortSignal) => Promise<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let start = 0;
  let ahead = 0;
  return async (offset, length, signal) => {
    if (offset < start || offset + length > start + held.length) {
      held = await bytes.read(offset, Math.max(length, Math.min(ahead, bytes.size - offset)), signal);
      start = offset;
      ahead = CHUNK;
    }
    return held.subarray(offset - start, offset - start + length);
  };
}
