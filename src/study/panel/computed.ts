// Owns answers that take a while: computed once a version, kept, given up when a newer one is wanted. Refuses what is computed.
import { Emitter } from "../emitter.ts";

interface Job<T> {
  readonly version: string;
  readonly stop: AbortController;
  value?: T;
  failed?: unknown;
  done: boolean;
}

/** Answers kept beside each other; the one asked for longest ago goes first. */
const MOST = 24;

export class Computed<T> {
  readonly #jobs = new Map<string, Job<T>>();
  readonly #changed = new Emitter<string>();

  /** Fires with the key when an answer is there, or could not be had. */
  readonly onDidChange = this.#changed.on;

  /** The answer to `key` in this version; starts computing where it is not there, and is undefined until then. */
  of(key: string, version: string, compute: (signal: AbortSignal) => Promise<T>): T | undefined {
    const known = this.#jobs.get(key);
    if (known?.version === version) return known.value;
    known?.stop.abort(new Error("a newer answer is computed"));
    this.#start(key, version, compute);
    return undefined;
  }

  /** The newest answer there is, also of an earlier version: that one is finished first and then the next begun. For what goes on all the time. */
  latest(key: string, version: string, compute: (signal: AbortSignal) => Promise<T>): T | undefined {
    const known = this.#jobs.get(key);
    if (known && (known.version === version || !known.done)) return known.value;
    this.#start(key, version, compute, known?.value);
    return known?.value;
  }

  /** What went wrong with the answer of this version; it is not tried again. */
  failure(key: string, version: string): unknown {
    const job = this.#jobs.get(key);
    return job?.version === version ? job.failed : undefined;
  }

  dispose(): void {
    for (const { stop } of this.#jobs.values()) stop.abort(new Error("closed"));
    this.#jobs.clear();
  }

  #start(key: string, version: string, compute: (signal: AbortSignal) => Promise<T>, before?: T): void {
    const job: Job<T> = { version, stop: new AbortController(), done: false, ...(before === undefined ? {} : { value: before }) };
    this.#jobs.delete(key);
    this.#jobs.set(key, job);
    for (const [oldest, { stop }] of this.#jobs) {
      if (this.#jobs.size <= MOST) break;
      stop.abort(new Error("not asked for any more"));
      this.#jobs.delete(oldest);
    }
    void this.#compute(key, job, compute);
  }

  async #compute(key: string, job: Job<T>, compute: (signal: AbortSignal) => Promise<T>): Promise<void> {
    const { signal } = job.stop;
    try {
      job.value = await compute(signal);
    } catch (error) {
      job.failed = error ?? new Error("failed");
    }
    job.done = true;
    if (!signal.aborted) this.#changed.fire(key);
  }
}
