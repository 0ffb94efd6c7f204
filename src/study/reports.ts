// Owns the reports of runs and of filtered probes of them: computed once a revision in the engine, kept, given up when newer work comes. Refuses formulas.
import { Failure } from "../core/messages/failure.ts";
import type { Log, StatsEngine } from "../core/ports.ts";
import type { ProbeFilter, ProfileOf } from "../core/stats/probeFilter.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { Computed } from "./panel/computed.ts";
import { gathered } from "./panel/gather.ts";
import { reportOptions, schemeOf } from "./reportOf.ts";
import type { Run } from "./run.ts";

/** What of a run a report is of; nothing given is all of it. */
export interface PartOfRun {
  readonly filter?: ProbeFilter | undefined;
  /** A profile field to split by (E19). */
  readonly field?: string | undefined;
  /** Profiles, which filter and split may need. */
  readonly profileOf?: ProfileOf | undefined;
}

/** The report of a part of an unfinished run is made anew when so many more conversations are finished, as a factor. */
const GROWTH = 1.1;

export class Reports {
  readonly #engine: StatsEngine;
  readonly #log: Log;
  readonly #computed = new Computed<StatsReport>();
  readonly #numbers = new WeakMap<Run, number>();
  #next = 0;

  constructor(engine: StatsEngine, log: Log) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Fires when a report has been computed, or could not be. */
  readonly onDidChange = this.#computed.onDidChange;

  /**
   * The report of a finished run as it is now; starts computing it when it is not there, and is undefined until then. Of an unfinished
   * run only a part can be had, as a look that comes from time to time.
   */
  of(run: Run, part: PartOfRun = {}): StatsReport | undefined {
    const compute = (signal: AbortSignal): Promise<StatsReport> => this.#compute(run, part, signal);
    if (run.status === "finished") return this.#computed.of(this.#key(run, part), versionOf(run), compute);
    return isWhole(part) ? undefined : this.#computed.latest(this.#key(run, part), versionOf(run), compute);
  }

  /** The report of all of a finished run, computed now where it is not there. Rejects when it cannot be, or with the signal's reason. */
  async whole(run: Run, signal: AbortSignal): Promise<StatsReport> {
    for (;;) {
      const report = this.of(run);
      if (report) return report;
      if (this.failed(run) || run.status !== "finished") throw asError(this.#computed.failure(this.#key(run, {}), versionOf(run)) ?? new Failure("compare-unfinished", { name: run.title }));
      await this.#change(signal);
    }
  }

  /** True when the report of the run as it is now could not be computed; it is not tried again before the run changes. */
  failed(run: Run, part: PartOfRun = {}): boolean {
    return this.#computed.failure(this.#key(run, part), versionOf(run)) !== undefined;
  }

  dispose(): void {
    this.#computed.dispose();
  }

  async #compute(run: Run, { filter, field, profileOf }: PartOfRun, signal: AbortSignal): Promise<StatsReport> {
    try {
      const options = { ...reportOptions(run), ...(field === undefined ? {} : { splitFields: [field] }) };
      const probes = await gathered(run, { ...(filter ? { filter } : {}), profileOf, field }, signal);
      return await this.#engine.report(probes, schemeOf(run.manifest.codebook), options, signal);
    } catch (error) {
      if (!signal.aborted) this.#log.error(`${run.id}: statistics`, error);
      throw error;
    }
  }

  /** Resolves with the next report of any run. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void): void => {
        subscription.dispose();
        signal.removeEventListener("abort", aborted);
        settled();
      };
      const aborted = (): void => settle(() => reject(signal.reason as Error));
      const subscription = this.onDidChange(() => settle(resolve));
      signal.addEventListener("abort", aborted, { once: true });
      if (signal.aborted) aborted();
    });
  }

  #key(run: Run, { filter, field, profileOf }: PartOfRun): string {
    const number = this.#numbers.get(run) ?? this.#next++;
    this.#numbers.set(run, number);
    return JSON.stringify([number, filter ?? {}, field ?? "", profileOf !== undefined]);
  }
}

function isWhole({ filter, field }: PartOfRun): boolean {
  return filter === undefined && field === undefined;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function versionOf(run: Run): string {
  if (run.status === "finished") return String(run.revision);
  return `look ${Math.floor(Math.log(Math.max(1, run.state.counts().finishedConversations)) / Math.log(GROWTH))}`;
}
