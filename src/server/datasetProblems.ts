// Owns when attached datasets are read for problems: after attaching and after changes, newest reading only. Refuses reading.
import { isFailure } from "../core/messages/failure.ts";
import type { Problem } from "../datasets/dataset.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import { isWithin } from "./paths.ts";

export interface DatasetProblemsDoors {
  /** All problems of a dataset, read from disk. Rejects with a `Failure`, or with the signal's reason. */
  readonly read: (path: string, signal: AbortSignal) => Promise<readonly Problem[]>;
  /** Replaces what is shown for one file; an empty list clears it. */
  readonly publish: (path: string, problems: readonly Problem[]) => void;
  /** Told what cannot be shown as a problem. */
  readonly report: (message: string) => void;
  /** Milliseconds a dataset must stay unchanged before it is read again. */
  readonly quiet: number;
}

interface Attached {
  timer?: NodeJS.Timeout;
  reading?: AbortController;
  /** Files that show problems now. */
  shown: ReadonlySet<string>;
}

export class DatasetProblems {
  readonly #doors: DatasetProblemsDoors;
  readonly #attached = new Map<string, Attached>();

  constructor(doors: DatasetProblemsDoors) {
    this.#doors = doors;
  }

  /** Exactly these datasets are attached from now on. New ones are read at once; what the others show is cleared. */
  attach(datasets: readonly AttachedDataset[]): void {
    const paths = new Set(datasets.map(({ path }) => path));
    for (const path of [...this.#attached.keys()].filter((known) => !paths.has(known))) this.#detach(path);
    for (const path of paths) {
      if (this.#attached.has(path)) continue;
      const attached: Attached = { shown: new Set() };
      this.#attached.set(path, attached);
      void this.#read(path, attached);
    }
  }

  /** A file was changed, created or deleted: datasets it belongs to are read again once it stays quiet. */
  changed(file: string): void {
    for (const [path, attached] of this.#attached) {
      if (!isWithin(file, path)) continue;
      attached.reading?.abort();
      clearTimeout(attached.timer);
      attached.timer = setTimeout(() => void this.#read(path, attached), this.#doors.quiet);
    }
  }

  /** Stops all reading. Nothing is published any more. */
  dispose(): void {
    for (const attached of this.#attached.values()) stop(attached);
    this.#attached.clear();
  }

  #detach(path: string): void {
    const attached = this.#attached.get(path);
    if (attached === undefined) return;
    stop(attached);
    this.#attached.delete(path);
    for (const file of attached.shown) this.#doors.publish(file, []);
  }

  async #read(path: string, attached: Attached): Promise<void> {
    attached.reading?.abort();
    const reading = new AbortController();
    attached.reading = reading;
    const problems = await this.#problems(path, reading.signal);
    if (reading.signal.aborted) return;
    const byFile = new Map<string, Problem[]>();
    for (const problem of problems) {
      const own = byFile.get(problem.path);
      if (own === undefined) byFile.set(problem.path, [problem]);
      else own.push(problem);
    }
    for (const file of attached.shown) if (!byFile.has(file)) this.#doors.publish(file, []);
    for (const [file, own] of byFile) this.#doors.publish(file, own);
    attached.shown = new Set(byFile.keys());
  }

  async #problems(path: string, signal: AbortSignal): Promise<readonly Problem[]> {
    try {
      return await this.#doors.read(path, signal);
    } catch (error) {
      if (signal.aborted) return [];
      const at = { path, line: 1, column: 1, severity: "error" } as const;
      if (isFailure(error)) return [{ ...at, id: error.id, values: error.values }];
      this.#doors.report(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return [{ ...at, id: "unexpected", values: { message: error instanceof Error ? error.message : String(error) } }];
    }
  }
}

function stop(attached: Attached): void {
  attached.reading?.abort();
  clearTimeout(attached.timer);
}
