// Owns the reports of finished runs: computed once a revision in the engine, kept, given up when newer work comes. Refuses formulas.
import type { Log, StatsEngine } from "../core/ports.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { Emitter } from "./emitter.ts";
import { reportOf } from "./reportOf.ts";
import type { Run } from "./run.ts";

interface Job {
  readonly revision: number;
  readonly stop: AbortController;
  report?: StatsReport;
}

export class Reports {
  readonly #engine: StatsEngine;
  readonly #log: Log;
  readonly #jobs = new Map<Run, Job>();
  readonly #changed = new Emitter<Run>();

  constructor(engine: StatsEngine, log: Log) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Fires when a report has been computed, or could not be. */
  readonly onDidChange = this.#changed.on;

  /** The report of a finished run as it is now; starts computing it when it is not there, and is undefined until then. */
  of(run: Run): StatsReport | undefined {
    if (run.status !== "finished") return undefined;
    const known = this.#jobs.get(run);
    if (known?.revision === run.revision) return known.report;
    known?.stop.abort(new Error("a newer report is computed"));
    const job: Job = { revision: run.revision, stop: new AbortController() };
    this.#jobs.set(run, job);
    reportOf(run, this.#engine, job.stop.signal).then(
      (report) => {
        job.report = report;
        this.#changed.fire(run);
      },
      (error: unknown) => {
        if (job.stop.signal.aborted) return;
        this.#log.error(`${run.id}: statistics`, error);
        this.#changed.fire(run);
      },
    );
    return undefined;
  }

  dispose(): void {
    for (const { stop } of this.#jobs.values()) stop.abort(new Error("closed"));
    this.#jobs.clear();
  }
}
