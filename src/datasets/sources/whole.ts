// Owns a file that is one item. Refuses parsing it.
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { LONGEST_ITEM, type Item } from "./items.ts";

/** The file as its one item. */
export async function* wholeOf(bytes: Bytes, onProgress?: ReadProgress, signal?: AbortSignal): AsyncGenerator<readonly Item[]> {
  const held = bytes.size > LONGEST_ITEM ? undefined : await bytes.read(0, bytes.size, signal);
  yield [{ line: 1, column: 1, offset: 0, length: bytes.size, bytes: held, unended: true }];
  onProgress?.(bytes.size, bytes.size);
}
