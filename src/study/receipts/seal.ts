// Owns the hash over the lines of a journal that count. Refuses what they mean (core/journal).
import { decodeEntry } from "../../core/journal/codec.ts";
import { RunState } from "../../core/journal/fold.ts";
import type { Digest, JournalStore } from "../../core/ports.ts";

/** A journal as its bytes stand. */
export interface Seal {
  /** SHA-256 of the lines that count, each with its line break, in their order. A line counts that changes the run's state; one that cannot be read does not. */
  readonly journal: string;
  readonly journalLines: number;
  /** The same over the first lines asked for, where there are so many: a journal that was only gone on with has it. */
  readonly before?: string;
  /** Failures written, whatever became of them. */
  readonly failures: number;
  /** Numbers of lines that cannot be read. */
  readonly unread: readonly number[];
}

/** Reads the journal once. `first`: how many lines `before` is over. */
export async function sealOf(journals: JournalStore, name: string, digest: Digest, signal: AbortSignal, first?: number): Promise<Seal> {
  const state = new RunState();
  const [all, begun] = [digest.start(), digest.start()];
  const encoder = new TextEncoder();
  const unread: number[] = [];
  let [lines, failures] = [0, 0];
  for await (const { line, text } of journals.read(name, signal)) {
    const decoded = decodeEntry(text);
    if (!decoded.ok) unread.push(line);
    if (!decoded.ok || state.apply(decoded.entry).what === "nothing") continue;
    const bytes = encoder.encode(`${text}\n`);
    all.update(bytes);
    if (first !== undefined && lines < first) begun.update(bytes);
    lines++;
    if (decoded.entry.kind === "failure") failures++;
  }
  return { journal: all.hex(), journalLines: lines, ...(first === undefined || lines < first ? {} : { before: begun.hex() }), failures, unread };
}
