// Owns cutting a stream of bytes into numbered lines of text. Refuses their meaning.
import type { JournalLine } from "../core/ports.ts";

const LF = 10;

/** Lines that are not empty, numbered from 1 by place in the file; the last one may be incomplete. */
export async function* splitLines(stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<JournalLine> {
  const decoder = new TextDecoder();
  let pieces: Uint8Array[] = [];
  let line = 1;
  const take = (): string => {
    const text = decoder.decode(Buffer.concat(pieces));
    pieces = [];
    return text;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      signal?.throwIfAborted();
      pieces.push(chunk.subarray(from, end));
      const text = take();
      if (text !== "") yield { line, text, complete: true };
      line++;
      from = end + 1;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
  }
  const rest = take();
  if (rest !== "") yield { line, text: rest, complete: false };
}
