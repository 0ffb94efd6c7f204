// Owns appending to one journal: one write of one line at a time, the lock checked before each, flushed once a second.
// Refuses changing what is already written. Lock and line go synchronously: microseconds, against a trip through the thread pool.
import { writeSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { Failure } from "../core/messages/failure.ts";
import type { JournalFile } from "../core/ports.ts";
import type { Lock } from "./lock.ts";
import { reasonOf } from "./systemError.ts";

const FLUSH_WITHIN = 1_000;

const LF = 10;

export class NodeJournalFile implements JournalFile {
  readonly path: string;
  readonly #name: string;
  readonly #handle: FileHandle;
  readonly #lock: Lock;
  readonly #closed: () => void;
  #queue: Promise<void> = Promise.resolve();
  #flushing: ReturnType<typeof setTimeout> | undefined;
  /** The file ends inside a line: what comes next must start with a line break. */
  #cut: boolean;
  #state: "open" | "lost" | "closed" = "open";

  private constructor(name: string, path: string, handle: FileHandle, lock: Lock, cut: boolean, closed: () => void) {
    this.#name = name;
    this.path = path;
    this.#handle = handle;
    this.#lock = lock;
    this.#cut = cut;
    this.#closed = closed;
  }

  /** Opens `path` for append under a lock already taken. */
  static async open(name: string, path: string, lock: Lock, closed: () => void): Promise<NodeJournalFile> {
    const handle = await open(path, "a+");
    const { size } = await handle.stat();
    const last = new Uint8Array(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    return new NodeJournalFile(name, path, handle, lock, size > 0 && last[0] !== LF, closed);
  }

  append(line: string): Promise<void> {
    if (/[\r\n]/u.test(line)) return Promise.reject(new TypeError("a journal line holds no line break"));
    return this.#inTurn(() => {
      this.#append(line);
      return Promise.resolve();
    });
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#sync());
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state === "closed") return;
      try {
        if (this.#state === "open") await this.#sync();
      } finally {
        this.#state = "closed";
        clearTimeout(this.#flushing);
        await this.#handle.close();
        await this.#lock.release();
        this.#closed();
      }
    });
  }

  #append(line: string): void {
    if (this.#state === "open" && !this.#holdsLock()) this.#state = "lost";
    if (this.#state !== "open") throw new Failure("journal-lost", { name: this.#name });
    const bytes = Buffer.from(`${this.#cut ? "\n" : ""}${line}\n`);
    let written = 0;
    try {
      written = writeSync(this.#handle.fd, bytes);
    } catch (error) {
      // Some of it may have reached the file all the same.
      this.#cut = true;
      throw this.#failed(error);
    }
    if (written < bytes.length) {
      this.#cut = true;
      throw this.#failed(new Error("the disk took only a part of the line"));
    }
    this.#cut = false;
    this.#flushing ??= setTimeout(() => void this.flush().catch(() => undefined), FLUSH_WITHIN).unref();
  }

  #holdsLock(): boolean {
    try {
      return this.#lock.isOurs();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  async #sync(): Promise<void> {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#state !== "open") return;
    try {
      await this.#handle.datasync();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #failed(error: unknown): Failure {
    return new Failure("journal-write-failed", { name: this.#name, reason: reasonOf(error) }, { cause: error });
  }
}
