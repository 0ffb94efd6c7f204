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
  failed?: true;
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
    void this.#compute(run, job);
    return undefined;
  }

  /** True when the report of the run as it is now could not be computed; it is not tried again before the run changes. */
  failed(run: Run): boolean {
    const job = this.#jobs.get(run);
    return job?.revision === run.revision && job.failed === true;
  }

  dispose(): void {
    for (const { stop } of this.#jobs.values()) stop.abort(new Error("closed"));
    this.#jobs.clear();
  }

  async #compute(run: Run, job: Job): Promise<void> {
    const { signal } = job.stop;
    try {
      job.report = await reportOf(run, this.#engine, signal);
    } catch (error) {
      if (signal.aborted) return;
      job.failed = true;
      this.#log.error(`${run.id}: statistics`, error);
    }
    if (!signal.aborted) this.#changed.fire(run);
  }
}
