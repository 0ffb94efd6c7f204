// Owns cutting a stream of bytes into numbered lines of text. Refuses their meaning.
import type { JournalLine } from "../core/ports.ts";

/** Lines that are not empty, numbered from 1 by place in the file; the last one may be incomplete. */
export async function* splitLines(stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<JournalLine> {
  const decoder = new TextDecoder();
  let rest = "";
  let line = 1;
  for await (const chunk of stream) {
    signal?.throwIfAborted();
    const text = rest + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      if (end > from) yield { line, text: text.slice(from, end), complete: true };
      line++;
      from = end + 1;
    }
    rest = text.slice(from);
  }
  rest += decoder.decode();
  if (rest !== "") yield { line, text: rest, complete: false };
}
