// Owns that an entry is written before it counts. Refuses what an entry says.
import { encodeEntry } from "../core/journal/codec.ts";
import { JOURNAL_VERSION, type JournalEntry } from "../core/journal/entry.ts";
import type { Change, RunState } from "../core/journal/fold.ts";
import type { Clock, Ids, JournalFile } from "../core/ports.ts";

/** Where entries go and what they change. */
export interface AppendParts {
  readonly state: RunState;
  readonly journal: JournalFile;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Set on entries of hand-picked logs. */
  readonly setup?: string;
  /** Told after an entry counts. */
  readonly changed: (change: Change, entry: JournalEntry) => void;
}

type Body<T> = T extends JournalEntry ? Omit<T, "v" | "id" | "at" | "setup"> : never;

/** Writes one entry, waits until it is written, then counts it. */
export async function append({ ids, clock, setup, journal, state, changed }: AppendParts, body: Body<JournalEntry>): Promise<void> {
  const entry = { v: JOURNAL_VERSION, id: ids.unique(), at: clock.now(), ...(setup === undefined ? {} : { setup }), ...body } as JournalEntry;
  await journal.append(encodeEntry(entry));
  changed(state.apply(entry), entry);
}
