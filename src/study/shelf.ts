// Owns the runs a window knows: found on disk, made here, or followed while somebody else writes them. Refuses carrying them out.
import type { Change } from "../core/journal/fold.ts";
import { Failure } from "../core/messages/failure.ts";
import type { JournalStore, Log } from "../core/ports.ts";
import type { Subscription } from "./emitter.ts";
import { Run } from "./run.ts";

/** Who is told. */
export interface ShelfEvents {
  /** Runs came or went. */
  runs(): void;
  run(run: Run, change: Change): void;
  /** A turn of a conversation has a new entry. */
  entry(conversation: string, turn: number): void;
}

export class Shelf {
  readonly #log: Log;
  readonly #told: ShelfEvents;
  readonly #runs = new Map<string, Run>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(log: Log, told: ShelfEvents) {
    this.#log = log;
    this.#told = told;
  }

  /** Newest first; a run counts from its first journal line. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()].filter(({ state }) => state.manifest).sort(newestFirst);
  }

  run(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Reads every run of a store; one that cannot be read is logged and left as it is. */
  async read(journals: JournalStore, signal?: AbortSignal): Promise<void> {
    for (const name of await journals.list("runs")) {
      if (name.includes("hand-picked-")) continue;
      const run = new Run(name, journals);
      try {
        await run.load(signal);
        if (!run.state.manifest) throw new Failure("run-without-manifest", { run: run.id });
      } catch (error) {
        signal?.throwIfAborted();
        this.#log.error(`${name}: not shown`, error);
        continue;
      }
      this.adopt(run);
      if (run.status === "following") this.follow(run);
    }
  }

  adopt(run: Run): void {
    if (this.#runs.get(run.id) === run) return;
    this.#runs.set(run.id, run);
    const subscription = run.onDidChange(({ change, entry }) => {
      if (entry && "probe" in entry) this.#told.entry(entry.probe.conversation, entry.probe.turn);
      this.#told.run(run, change);
    });
    this.#subscriptions.set(run.id, subscription);
    this.#told.runs();
  }

  /** Reads a run again whenever another window or terminal writes it. */
  follow(run: Run): void {
    let reading = false;
    const watch = run.journals.watch(run.name, () => {
      if (reading) return;
      reading = true;
      run.load().catch((error: unknown) => this.#log.error(`${run.id}: following`, error)).finally(() => (reading = false));
    });
    const before = this.#subscriptions.get(run.id);
    const dispose = (): void => {
      before?.dispose();
      watch.dispose();
    };
    this.#subscriptions.set(run.id, { dispose });
  }

  /** Lets go of a run whose journal was removed. */
  drop(run: Run): void {
    this.#subscriptions.get(run.id)?.dispose();
    this.#subscriptions.delete(run.id);
    this.#runs.delete(run.id);
    this.#told.runs();
  }

  /** Stops what runs, and following. */
  close(): void {
    for (const run of this.#runs.values()) run.release();
    for (const subscription of this.#subscriptions.values()) subscription.dispose();
  }
}

/** Runs of one day have names that end by chance, so that the time they began at decides. */
function newestFirst(a: Run, b: Run): number {
  const [one, other] = [a.state.startedAt ?? "", b.state.startedAt ?? ""];
  return one === other ? (a.id < b.id ? 1 : -1) : one < other ? 1 : -1;
}
