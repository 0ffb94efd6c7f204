// Owns carrying out several runs side by side: which probe is next. Refuses what happens to it (run.ts, runner.ts).
import type { ProbeContext } from "../core/journal/entry.ts";
import type { Probe } from "../core/probe/probe.ts";
import { inParallel } from "./inParallel.ts";

/** A planned probe that is not complete. `place` is that of its conversation in the plan's order, from 0. */
export interface OpenProbe {
  readonly probe: Probe;
  readonly context: ProbeContext;
  readonly place: number;
}

/** A run that holds its journal. */
export interface Session {
  /** In the order of the plan. */
  readonly open: readonly OpenProbe[];
  /** Never rejects: what stops the run is said by `end`, and until then further work does nothing. */
  readonly work: (open: OpenProbe) => Promise<void>;
  /** Writes how it ended and gives the journal up. Rejects with what stopped it, unless somebody asked it to stop. */
  readonly end: () => Promise<void>;
}

/**
 * Works through all of them, at most `width` probes at a time, each run ended as soon as its own work is over. One that stops
 * leaves the others going; rejects with the first error after all have ended.
 */
export async function together(sessions: readonly Session[], width: number): Promise<void> {
  const errors: unknown[] = [];
  const left = new Map(sessions.map((session) => [session, session.open.length]));
  const end = (session: Session): Promise<void> => session.end().catch((error: unknown) => void errors.push(error));
  for (const session of sessions) if (session.open.length === 0) await end(session);
  const work = async ({ session, open }: Item): Promise<void> => {
    await session.work(open);
    const rest = (left.get(session) ?? 0) - 1;
    left.set(session, rest);
    if (rest === 0) await end(session);
  };
  await inParallel(interleaved(sessions), width, work);
  if (errors.length > 0) throw errors[0];
}

interface Item {
  readonly session: Session;
  readonly open: OpenProbe;
}

/**
 * Conversation by conversation, all probes of one together, the runs taking turns in being first: whenever it is broken off,
 * every run has had about the same conversations (method.md §3).
 */
export function* interleaved(sessions: readonly Session[]): Generator<Item> {
  const at = sessions.map(() => 0);
  const last = Math.max(-1, ...sessions.map(({ open }) => open.at(-1)?.place ?? -1));
  for (let place = 0; place <= last; place++) {
    for (let each = 0; each < sessions.length; each++) {
      const index = (place + each) % sessions.length;
      const session = sessions[index];
      if (!session) continue;
      for (let next = at[index] ?? 0; ; next++) {
        const open = session.open[next];
        at[index] = next;
        if (!open || open.place > place) break;
        yield { session, open };
      }
    }
  }
}
