// Owns text files that are not UTF-8 but say what they are, or show it: read through a copy in UTF-8. Refuses guessing among Western encodings.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { MOST_UNPACKED } from "./inflate.ts";
import { CHUNK } from "./items.ts";
import { memoryScratch, MOST_IN_MEMORY } from "./memoryScratch.ts";
import { passedOn } from "./passedOn.ts";

export type Encoding = "utf-16le" | "utf-16be" | "gb18030";

/** The encoding of a beginning that is not UTF-8; undefined for UTF-8 and for what cannot be told. */
export function encodingOf(beginning: Uint8Array): Encoding | undefined {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return "utf-16le";
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return "utf-16be";
  // A character may be cut where the beginning ends.
  const whole = beginning.subarray(0, beginning.lastIndexOf(10) + 1 || beginning.length);
  return !decodes("utf-8", whole) && decodes("gb18030", whole) && isPaired(whole) ? "gb18030" : undefined;
}

/** The same files, of which the one at `path` is in UTF-8 if it says that it is UTF-16. */
export async function withoutUtf16(files: Files, path: string, signal?: AbortSignal): Promise<Files> {
  const bytes = await files.open(path);
  try {
    const encoding = encodingOf(await bytes.read(0, Math.min(2, bytes.size), signal));
    return encoding === undefined || encoding === "gb18030" ? files : transcoded(files, path, encoding);
  } finally {
    await bytes.close();
  }
}

/** The same files, of which the one at `path` is in UTF-8. */
export function transcoded(files: Files, path: string, encoding: Encoding): Files {
  const scratch = files.scratch ?? memoryScratch();
  const most = files.scratch ? MOST_UNPACKED : MOST_IN_MEMORY;
  return {
    ...passedOn(files),
    async open(each) {
      const bytes = await files.open(each);
      if (each !== path) return bytes;
      try {
        const copy = await scratch.open(`${path}#${encoding}`, `${bytes.size} ${bytes.modified}`, () => utf8Of(path, bytes, encoding, most));
        return { size: copy.size, modified: bytes.modified, read: (offset, length, signal) => copy.read(offset, length, signal), close: () => copy.close() };
      } finally {
        await bytes.close();
      }
    },
  };
}

async function* utf8Of(path: string, bytes: Bytes, encoding: Encoding, most: number): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  let made = 0;
  for (let at = 0; at < bytes.size; ) {
    const chunk = await bytes.read(at, Math.min(CHUNK, bytes.size - at));
    if (chunk.length === 0) break;
    at += chunk.length;
    const text = encoder.encode(decoder.decode(chunk, { stream: at < bytes.size }));
    made += text.length;
    if (made > most) throw new Failure("unpacked-too-large", { path, megabytes: Math.floor(most / 1024 / 1024) });
    yield text;
  }
}

function decodes(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Chinese text is pairs of high bytes; in Western text a high byte stands among letters. */
function isPaired(bytes: Uint8Array): boolean {
  let paired = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    high++;
    if ((bytes[at + 1] ?? 0) >= 0x80) {
      paired++;
      at++;
    }
  }
  return high > 0 && paired / high > 0.9;
}
