// Owns computing reports in a worker thread; cancelling ends the thread. Refuses formulas: core/stats has them.
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { StatsEngine } from "../core/ports.ts";
import type { LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "../core/stats/reportShape.ts";

/** Some of the probes of the job that follows. */
export interface StatsProbes {
  readonly add: readonly LabelledProbe[];
}

export interface StatsJob {
  readonly scheme: LabelScheme;
  readonly options: ReportOptions;
}

export type StatsAnswer = { readonly ok: true; readonly report: StatsReport } | { readonly ok: false; readonly message: string };

/** Probes handed over at once: copying them all would hold the caller's thread up. */
const HANDED_OVER = 1_000;

/** An engine whose jobs run in `script` (the worker bundle), one thread a job. */
export function workerStats(script: string): StatsEngine {
  return {
    report(probes, scheme, options, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const worker = new Worker(script);
        let over = false;
        const stop = (): void => {
          over = true;
          void worker.terminate();
          reject(signal.reason as Error);
        };
        signal.addEventListener("abort", stop, { once: true });
        const settled = (): void => {
          over = true;
          signal.removeEventListener("abort", stop);
          void worker.terminate();
        };
        worker.once("message", (answer: StatsAnswer) => {
          settled();
          if (answer.ok) resolve(answer.report);
          else reject(new Error(answer.message));
        });
        worker.once("error", (error: unknown) => {
          settled();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
        const handOver = async (): Promise<void> => {
          for (let at = 0; at < probes.length && !over; at += HANDED_OVER) {
            worker.postMessage({ add: probes.slice(at, at + HANDED_OVER) } satisfies StatsProbes);
            await setImmediate();
          }
          if (!over) worker.postMessage({ scheme, options } satisfies StatsJob);
        };
        handOver().catch((error: unknown) => {
          settled();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
    },
  };
}
