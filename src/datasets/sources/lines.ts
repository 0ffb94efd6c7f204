// Owns cutting a file into lines by bytes, chunk by chunk. Refuses decoding and parsing; a line too long is never held.
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { CHUNK, Gathering, type Item } from "./items.ts";

const LF = 10;
const CR = 13;

/** Every line that is not blank, in batches of one chunk. LF and CRLF end a line. */
export async function* linesOf(bytes: Bytes, onProgress?: ReadProgress, signal?: AbortSignal): AsyncGenerator<readonly Item[]> {
  const gathering = new Gathering();
  let lineStart = 0;
  let line = 1;
  for (let at = 0; at < bytes.size; ) {
    signal?.throwIfAborted();
    const chunk = await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal);
    if (chunk.length === 0) break;
    const batch: Item[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      gathering.add(chunk.subarray(from, end));
      pushLine(batch, gathering, lineStart, line, false);
      from = end + 1;
      lineStart = at + from;
      line++;
    }
    gathering.add(chunk.subarray(from));
    at += chunk.length;
    yield batch;
    onProgress?.(at, bytes.size);
  }
  const rest: Item[] = [];
  pushLine(rest, gathering, lineStart, line, true);
  yield rest;
}

function pushLine(batch: Item[], gathering: Gathering, offset: number, line: number, unended: boolean): void {
  const { length } = gathering;
  const whole = gathering.take();
  const bytes = whole?.at(-1) === CR ? whole.subarray(0, -1) : whole;
  if (bytes && isBlank(bytes)) return;
  batch.push({ line, column: 1, offset, length: bytes?.length ?? length, bytes, unended });
}

/** Space, tab, carriage return, or a byte order mark alone. */
export function isBlank(bytes: Uint8Array): boolean {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== CR) return false;
  }
  return true;
}
