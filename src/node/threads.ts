// Owns a few worker threads that do one job after the other and end when nobody needs them. Refuses knowing what the work is (the script does).
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Threads } from "../core/ports.ts";

/** A job on its way to a worker. */
export interface ThreadJob {
  readonly work: string;
  readonly job: unknown;
}

export type ThreadAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** More readers than this wait for the disk or for whoever takes their answers. */
const MOST = 4;
/** A thread starts in about the time in which this much is read. */
const WORTHWHILE = 64 * 1024 * 1024;
/** Milliseconds an idle thread is kept for the next file. */
const IDLE = 2_000;

/** Threads that run `script`; none before the first job. */
export function workerThreads(script: string, atOnce = Math.min(MOST, availableParallelism())): Threads {
  const idle: { readonly worker: Worker; readonly ending: ReturnType<typeof setTimeout> }[] = [];
  const waiting: ((worker: Worker | undefined) => void)[] = [];
  let alive = 0;

  const enter = (): Promise<Worker | undefined> | Worker | undefined => {
    const free = idle.pop();
    if (free) {
      clearTimeout(free.ending);
      return free.worker;
    }
    if (alive < atOnce) {
      alive++;
      return undefined;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const end = (worker: Worker): void => {
    alive--;
    void worker.terminate();
  };
  const leave = (worker: Worker, usable: boolean): void => {
    const next = waiting.shift();
    if (!usable) {
      void worker.terminate();
      // The place is given on, the thread is not.
      if (next) next(undefined);
      else alive--;
      return;
    }
    if (next) {
      next(worker);
      return;
    }
    worker.unref();
    const one = { worker, ending: setTimeout(() => {
      idle.splice(idle.indexOf(one), 1);
      end(worker);
    }, IDLE) };
    one.ending.unref();
    idle.push(one);
  };

  return {
    atOnce,
    worthwhile: WORTHWHILE,
    async run(work, job, signal) {
      signal?.throwIfAborted();
      const worker = (await enter()) ?? new Worker(script);
      let usable = false;
      try {
        worker.ref();
        signal?.throwIfAborted();
        const answer = await answerOf(worker, { work, job }, signal);
        usable = true;
        if (answer.ok) return answer.value;
        throw new Error(answer.message);
      } finally {
        leave(worker, usable);
      }
    },
  };
}

function answerOf(worker: Worker, job: ThreadJob, signal: AbortSignal | undefined): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void): void => {
      signal?.removeEventListener("abort", stopped);
      worker.off("message", answered).off("error", failed).off("exit", exited);
      settled();
    };
    const stopped = (): void => settle(() => reject(signal?.reason as Error));
    const answered = (answer: ThreadAnswer): void => settle(() => resolve(answer));
    const failed = (error: unknown): void => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    const exited = (): void => settle(() => reject(new Error("the thread ended")));
    signal?.addEventListener("abort", stopped, { once: true });
    worker.on("message", answered).on("error", failed).on("exit", exited);
    worker.postMessage(job);
  });
}
