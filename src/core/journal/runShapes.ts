// Owns the shapes in which the state of a run is told. Refuses how it changes (fold.ts).
import type { Probe } from "../probe/probe.ts";
import type { ContinuationEntry, FailureEntry, ProbeContext, VerdictEntry } from "./entry.ts";

/** One sample at a probe: its continuation, label and failures, as far as known. */
export interface SampleState {
  readonly sample: number;
  readonly continuation?: ContinuationEntry;
  readonly verdict?: VerdictEntry;
  /** Failures that nothing has put right since, at most one a stage, newest last. */
  readonly failures: readonly FailureEntry[];
}

/** One probe with its samples by number. */
export interface ProbeState {
  readonly probe: Probe;
  readonly context: ProbeContext;
  readonly samples: ReadonlyMap<number, SampleState>;
}

/** What an entry changed: a probe, the real label of a turn (which other probes may use as donor), or the run itself. */
export type Change =
  | { readonly what: "run" }
  | { readonly what: "probe"; readonly key: string }
  | { readonly what: "real"; readonly key: string }
  | { readonly what: "nothing" };

/** Counts of a run, by sample. `usable` counts samples that have a kind and, where they are replies, a valid label. */
export interface RunCounts {
  readonly probes: number;
  readonly conversations: number;
  readonly finishedConversations: number;
  readonly finishedProbes: number;
  readonly reply: number;
  readonly leave: number;
  readonly silence: number;
  readonly invalid: number;
  readonly failed: number;
}
