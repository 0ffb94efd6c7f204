// Owns the journals of one `.fidelity` folder on disk: listing, reading, following, and opening under a lock.
// Refuses what an entry means (core/journal) and names that lead out of the folder.
import { createReadStream, unwatchFile, watchFile } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Failure } from "../core/messages/failure.ts";
import type { Clock, Ids, JournalBlock, JournalFile, JournalLine, JournalStore, Log } from "../core/ports.ts";
import { journalBlocks } from "./journalBlocks.ts";
import { NodeJournalFile } from "./journalFile.ts";
import { isLive, Lock, readHolder } from "./lock.ts";
import { splitLines } from "./splitLines.ts";
import { codeOf, reasonOf } from "./systemError.ts";

/** Milliseconds between two looks at a followed journal; polling also sees network folders and files not there yet. */
const LOOK_EVERY = 500;

export interface NodeJournalStoreOptions {
  /** Absolute path of the `.fidelity` folder; made at the first open. */
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export class NodeJournalStore implements JournalStore {
  readonly #options: NodeJournalStoreOptions;
  /** Tokens of the locks this store holds, by journal. */
  readonly #held = new Map<string, string>();

  constructor(options: NodeJournalStoreOptions) {
    this.#options = options;
  }

  async list(folder: string): Promise<readonly string[]> {
    try {
      const names = await readdir(this.#pathOf(folder));
      return names.filter((name) => name.endsWith(".jsonl")).sort().map((name) => `${folder}/${name}`);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw this.#unreadable(folder, error);
    }
  }

  async folders(folder: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(this.#pathOf(folder), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw this.#unreadable(folder, error);
    }
  }

  async *blocks(name: string, signal?: AbortSignal): AsyncGenerator<JournalBlock> {
    try {
      yield* journalBlocks(this.#pathOf(name), signal);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return;
      throw codeOf(error) === undefined ? error : this.#unreadable(name, error);
    }
  }

  async *read(name: string, signal?: AbortSignal): AsyncGenerator<JournalLine> {
    const stream = createReadStream(this.#pathOf(name), { highWaterMark: 1 << 18 });
    try {
      yield* splitLines(stream, signal);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return;
      throw codeOf(error) === undefined ? error : this.#unreadable(name, error);
    } finally {
      stream.destroy();
    }
  }

  open(name: string): Promise<JournalFile> {
    return this.#locked(name, async (path, lock) => {
      try {
        const file = await NodeJournalFile.open(name, path, lock, () => this.#held.delete(name));
        this.#held.set(name, lock.token);
        return file;
      } catch (error) {
        await lock.release();
        throw error;
      }
    });
  }

  rewrite(name: string, keep: (line: string) => string | undefined, after: () => readonly string[]): Promise<void> {
    return this.#locked(name, async (path, lock) => {
      const aside = `${path}.${lock.token}`;
      try {
        const file = await open(aside, "wx");
        try {
          for await (const { text } of this.read(name)) {
            const kept = keep(text);
            if (kept !== undefined) await file.write(`${kept}\n`);
          }
          for (const line of after()) await file.write(`${line}\n`);
          await file.sync();
        } finally {
          await file.close();
        }
        if (!lock.isOurs()) throw new Failure("journal-lost", { name });
        await rename(aside, path);
      } finally {
        await rm(aside, { force: true });
        await lock.release();
      }
    });
  }

  async held(name: string): Promise<boolean> {
    const holder = await readHolder(lockPath(this.#pathOf(name)));
    return holder !== undefined && holder.token !== this.#held.get(name) && isLive(holder, this.#options.clock);
  }

  watch(name: string, changed: () => void): { dispose(): void } {
    const path = this.#pathOf(name);
    const look = (now: { size: number; mtimeMs: number }, before: { size: number; mtimeMs: number }): void => {
      const differs = now.size !== before.size || now.mtimeMs !== before.mtimeMs;
      if (differs && !this.#held.has(name)) changed();
    };
    watchFile(path, { interval: LOOK_EVERY, persistent: false }, look);
    return { dispose: () => unwatchFile(path, look) };
  }

  /** Does `work` with the lock, which it must release. */
  async #locked<T>(name: string, work: (path: string, lock: Lock) => Promise<T>): Promise<T> {
    const path = this.#pathOf(name);
    try {
      await mkdir(dirname(path), { recursive: true });
      const lock = await Lock.take(lockPath(path), this.#options.ids.unique(), this.#options);
      if (!(lock instanceof Lock)) throw new Failure("journal-locked", { name, process: lock.process, host: lock.host });
      return await work(path, lock);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      throw new Failure("journal-write-failed", { name, reason: reasonOf(error) }, { cause: error });
    }
  }

  #pathOf(name: string): string {
    const path = join(this.#options.folder, name);
    if (!`${path}${sep}`.startsWith(join(this.#options.folder, sep))) throw new RangeError(`"${name}" leads out of the journal folder`);
    return path;
  }

  #unreadable(name: string, error: unknown): Failure {
    return new Failure("file-unreadable", { path: this.#pathOf(name), reason: reasonOf(error) }, { cause: error });
  }
}

/** `<run>.lock` beside `<run>.jsonl`. */
function lockPath(path: string): string {
  return `${path.replace(/\.jsonl$/u, "")}.lock`;
}

/** The stores of a process: the same folder has the same one. */
export function nodeJournals(doors: Omit<NodeJournalStoreOptions, "folder">): (folder: string) => NodeJournalStore {
  const stores = new Map<string, NodeJournalStore>();
  return (folder) => {
    const store = stores.get(folder) ?? new NodeJournalStore({ folder, ...doors });
    stores.set(folder, store);
    return store;
  };
}
