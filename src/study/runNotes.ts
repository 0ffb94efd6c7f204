// Owns what people write on a run: title, note, whether it is put away. Beside the journal, so that a run written elsewhere can be named too.
import * as z from "zod/mini";
import { parsedJson } from "../core/json.ts";
import type { Clock, JournalStore } from "../core/ports.ts";

/** What was written last; an empty text is none. */
export interface RunNotes {
  readonly title?: string;
  readonly note?: string;
  readonly archived?: boolean;
}

const lineSchema = z.object({ v: z.literal(1), at: z.string(), title: z.exactOptional(z.string()), note: z.exactOptional(z.string()), archived: z.exactOptional(z.boolean()) });

/** `notes/<run>.jsonl`: append-only, what comes later counts. */
export function notesName(run: string): string {
  return `notes/${run}.jsonl`;
}

/** Lines that cannot be read are passed over. */
export async function readNotes(journals: JournalStore, run: string, signal?: AbortSignal): Promise<RunNotes> {
  let notes: RunNotes = {};
  for await (const { text } of journals.read(notesName(run), signal)) {
    const line = z.safeParse(lineSchema, parsedJson(text));
    if (line.success) notes = { ...notes, ...changeIn(line.data) };
  }
  return notes;
}

/** Rejects with `journal-locked` while another window writes on the same run's notes, which takes a moment only. */
export async function writeNotes(journals: JournalStore, run: string, change: RunNotes, clock: Pick<Clock, "now">): Promise<void> {
  const file = await journals.open(notesName(run));
  try {
    await file.append(JSON.stringify({ v: 1, at: clock.now(), ...change }));
  } finally {
    await file.close();
  }
}

function changeIn({ title, note, archived }: RunNotes): RunNotes {
  return { ...(title === undefined ? {} : { title }), ...(note === undefined ? {} : { note }), ...(archived === undefined ? {} : { archived }) };
}
