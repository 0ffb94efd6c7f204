// Owns cutting a stream of bytes into numbered lines of text. Refuses their meaning.
import type { JournalLine } from "../core/ports.ts";

const LF = 10;
const BYTE_ORDER_MARK = "\u{FEFF}";

/** Lines that are not empty, numbered from 1 by place in the file; the last one may be incomplete. A byte order mark is no part of the first. */
export async function* splitLines(stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<JournalLine> {
  let rest: Buffer[] = [];
  let line = 1;
  // A line is decoded by itself: cutting the text of a whole piece, with a letter beyond Latin anywhere in it, costs twice as much.
  const textOf = (bytes: Buffer): string => {
    const text = (rest.length > 0 ? Buffer.concat([...rest, bytes]) : bytes).toString("utf8");
    return line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  };
  for await (const chunk of stream) {
    signal?.throwIfAborted();
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      const text = textOf(bytes.subarray(from, end));
      if (text !== "") yield { line, text, complete: true };
      rest = [];
      line++;
      from = end + 1;
    }
    if (from < bytes.length) rest.push(bytes.subarray(from));
  }
  const text = textOf(Buffer.alloc(0));
  if (text !== "") yield { line, text, complete: false };
}
