// Owns reading the entries of one journal into a state, by the quickest way its store has. Refuses what entries mean.
import { decodeEntry } from "../core/journal/codec.ts";
import type { RunState } from "../core/journal/fold.ts";
import { Packed } from "../core/journal/packed.ts";
import type { JournalStore } from "../core/ports.ts";

/** A line of a journal that could not be read; it is kept where it is. */
export interface UnreadLine {
  readonly line: number;
  readonly reason: string;
}

const LF = 10;

/** Puts the journal into `state`, in its order, and resolves to the lines that are no entries. */
export async function readEntries(journals: Pick<JournalStore, "read" | "blocks">, name: string, state: RunState, signal?: AbortSignal): Promise<readonly UnreadLine[]> {
  const unread: UnreadLine[] = [];
  const apply = (line: number, text: string): void => {
    const decoded = decodeEntry(text);
    if (decoded.ok) state.apply(decoded.entry);
    else unread.push({ line, reason: `${decoded.reason}: ${decoded.detail}` });
  };
  if (!journals.blocks) {
    for await (const { line, text } of journals.read(name, signal)) apply(line, text);
    return unread;
  }
  const pack: Parameters<RunState["applyStored"]>[3] = (samples, counts) => new Packed(samples, counts);
  let line = 1;
  for await (const block of journals.blocks(name, signal)) {
    const { bytes } = block;
    for (let from = 0; from < bytes.length; line++) {
      const end = bytes.indexOf(LF, from);
      const to = end === -1 ? bytes.length : end;
      if (to > from && !state.applyStored(block, from, to, pack)) apply(line, block.text(from, to));
      from = to + 1;
    }
  }
  return unread;
}
