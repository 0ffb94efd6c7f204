// Owns cutting a JSON array into its elements by bytes, chunk by chunk. Refuses parsing: what an element holds is JSON.parse's matter.
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { CHUNK, Gathering, type Item } from "./items.ts";

const [QUOTE, BACKSLASH, COMMA, LF] = [34, 92, 44, 10] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125] as const;

/** Every element of the file's outermost array, in batches of one chunk. What stands outside the array is passed over. */
export async function* elementsOf(bytes: Bytes, onProgress?: ReadProgress, signal?: AbortSignal): AsyncGenerator<readonly Item[]> {
  const scan = new ElementScan();
  for (let at = 0; at < bytes.size; ) {
    signal?.throwIfAborted();
    const chunk = await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal);
    if (chunk.length === 0) break;
    yield scan.next(chunk, at);
    at += chunk.length;
    onProgress?.(at, bytes.size);
  }
  yield scan.end();
}

/** The state between two bytes of the file. */
class ElementScan {
  readonly #gathering = new Gathering();
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #column = 1;
  #start: { offset: number; line: number; column: number } | undefined;

  next(chunk: Uint8Array, base: number): readonly Item[] {
    const batch: Item[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#start && !this.#inString && this.#depth === 1 && (byte === COMMA || byte === CLOSE_LIST)) {
        this.#gathering.add(chunk.subarray(from, at));
        this.#push(batch, false);
      } else if (!this.#start && this.#depth === 1 && !isBetween(byte)) {
        this.#start = { offset: base + at, line: this.#line, column: this.#column };
        from = at;
      }
      this.#step(byte);
    }
    if (this.#start) this.#gathering.add(chunk.subarray(from));
    return batch;
  }

  /** The element the file ends in, if any. */
  end(): readonly Item[] {
    const batch: Item[] = [];
    if (this.#start) this.#push(batch, true);
    return batch;
  }

  #push(batch: Item[], unended: boolean): void {
    if (!this.#start) return;
    const { length } = this.#gathering;
    batch.push({ ...this.#start, length, bytes: this.#gathering.take(), unended });
    this.#start = undefined;
  }

  #step(byte: number): void {
    if (byte === LF) {
      this.#line++;
      this.#column = 1;
    } else if ((byte & 0xc0) !== 0x80) {
      // A character of four bytes is two UTF-16 units.
      this.#column += byte >= 0xf0 ? 2 : 1;
    }
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
    } else if (byte === QUOTE) this.#inString = this.#depth > 0;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
    else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && this.#depth > 0) this.#depth--;
  }
}

/** White space, comma or the array's own end. */
function isBetween(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === LF || byte === 13 || byte === COMMA || byte === CLOSE_LIST;
}
