// Owns what the use cases need from outside, in one object. Refuses implementations: extension.ts and cli/ build it.
import type { ChatModel, Clock, Digest, Files, Ids, JournalStore, Log } from "../core/ports.ts";
import type { LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "../core/stats/report.ts";

/** Computes a report away from the caller's thread where the host can; rejects with the signal's reason when cancelled. */
export interface StatsEngine {
  report(probes: readonly LabelledProbe[], scheme: LabelScheme, options: ReportOptions, signal: AbortSignal): Promise<StatsReport>;
}

export interface StudyDoors {
  readonly files: Files;
  /** Journals of one `.fidelity` folder, named by its absolute path; the same path gives the same store. */
  journals(home: string): JournalStore;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly stats: StatsEngine;
  readonly software: { readonly name: string; readonly version: string };
  /** The model of an endpoint of the user's settings. Rejects with a `Failure` when there is none, no key, or no trust. */
  chatModel(endpoint: string, model: string): Promise<ChatModel>;
}
