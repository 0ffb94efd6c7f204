// Owns computing reports in a worker thread; cancelling ends the thread. Refuses formulas: core/stats has them.
import { Worker } from "node:worker_threads";
import type { StatsEngine } from "../core/ports.ts";
import type { LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "../core/stats/reportShape.ts";

export interface StatsJob {
  readonly probes: readonly LabelledProbe[];
  readonly scheme: LabelScheme;
  readonly options: ReportOptions;
}

export type StatsAnswer = { readonly ok: true; readonly report: StatsReport } | { readonly ok: false; readonly message: string };

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
        const stop = (): void => {
          void worker.terminate();
          reject(signal.reason as Error);
        };
        signal.addEventListener("abort", stop, { once: true });
        const settled = (): void => {
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
        worker.postMessage({ probes, scheme, options } satisfies StatsJob);
      });
    },
  };
}
