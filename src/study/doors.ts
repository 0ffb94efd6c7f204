// Owns what the use cases need from outside, in one object. Refuses implementations: extension.ts and cli/ build it.
import type { Prices } from "./paid/money.ts";
import type { ChatModel, Clock, Digest, Files, Ids, JournalStore, Log, StatsEngine } from "../core/ports.ts";

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
  /** What the person says a model costs; without it every price is unknown. */
  readonly prices?: Prices;
}
