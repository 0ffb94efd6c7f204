// Owns how entries change the state of a run; the only way it changes. Refuses files, clocks and statistics.
import type { Label, LabelledProbe, SampleValue } from "../stats/labelledProbe.ts";
import { probeKey, type Probe } from "../probe/probe.ts";
import type { ContinuationEntry, FailureEntry, JournalEntry, ProbeContext, RunEnded, RunManifest, Verdict, VerdictEntry } from "./entry.ts";

/** One sample at a probe: its continuation, label and last failure, as far as known. */
export interface SampleState {
  readonly sample: number;
  readonly continuation?: ContinuationEntry;
  readonly verdict?: VerdictEntry;
  readonly failure?: FailureEntry;
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

interface MutableProbe {
  readonly probe: Probe;
  context: ProbeContext;
  readonly samples: Map<number, SampleState>;
}

/** State of one run: the fold of its entries. The first continuation and the first verdict of a target win; a later one is ignored. */
export class RunState {
  #manifest: RunManifest | undefined;
  #ended: RunEnded | undefined;
  readonly #probes = new Map<string, MutableProbe>();
  readonly #byConversation = new Map<string, Set<string>>();
  readonly #real = new Map<string, Verdict>();

  get manifest(): RunManifest | undefined {
    return this.#manifest;
  }

  /** The last run-ended entry, undefined while the run goes on after it. */
  get ended(): RunEnded | undefined {
    return this.#ended;
  }

  get probes(): ReadonlyMap<string, ProbeState> {
    return this.#probes;
  }

  /** Probes of one conversation in order of turns. */
  probesOf(conversation: string): readonly ProbeState[] {
    const keys = [...(this.#byConversation.get(conversation) ?? [])];
    return keys
      .map((key) => this.#probes.get(key))
      .filter((state) => state !== undefined)
      .sort((a, b) => a.probe.turn - b.probe.turn);
  }

  /** Label of the real turn `conversation#turn`, also of donors. */
  realVerdict(key: string): Verdict | undefined {
    return this.#real.get(key);
  }

  apply(entry: JournalEntry): Change {
    switch (entry.kind) {
      case "run-started":
        this.#manifest ??= entry.manifest;
        return { what: "run" };
      case "run-ended":
        this.#ended = entry;
        return { what: "run" };
      case "continuation":
        return this.#change(entry.probe, entry.context, entry.sample, (sample) => {
          if (sample.continuation) return sample;
          const { failure: _tried, ...rest } = sample;
          return { ...rest, continuation: entry };
        });
      case "failure":
        return this.#change(entry.probe, entry.context, entry.sample, (sample) => ({ ...sample, failure: entry }));
      case "verdict":
        return entry.target.branch === "real" ? this.#label(entry) : this.#labelSample(entry);
    }
  }

  /** True when every planned sample of the probe has a label (or needs none) or a failure. */
  finished(state: ProbeState, samples: number): boolean {
    for (let sample = 0; sample < samples; sample++) {
      const each = state.samples.get(sample);
      if (!each || !this.#settled(state, each)) return false;
    }
    return true;
  }

  /** True when all planned probes of the conversation are finished. */
  conversationFinished(conversation: string): boolean {
    const keys = this.#byConversation.get(conversation);
    const samples = this.#manifest?.samples ?? 1;
    if (!keys) return false;
    let planned = Infinity;
    for (const key of keys) {
      const state = this.#probes.get(key);
      if (!state || !this.finished(state, samples)) return false;
      planned = state.context.of;
    }
    return keys.size >= planned;
  }

  counts(): RunCounts {
    const counts = { probes: 0, conversations: 0, finishedConversations: 0, finishedProbes: 0, reply: 0, leave: 0, silence: 0, invalid: 0, failed: 0 };
    const samples = this.#manifest?.samples ?? 1;
    for (const state of this.#probes.values()) {
      counts.probes++;
      if (this.finished(state, samples)) counts.finishedProbes++;
      for (const { continuation, verdict, failure } of state.samples.values()) {
        if (continuation) counts[continuation.continuation]++;
        if (verdict?.verdict.status === "invalid") counts.invalid++;
        if (failure) counts.failed++;
      }
    }
    for (const conversation of this.#byConversation.keys()) {
      counts.conversations++;
      if (this.conversationFinished(conversation)) counts.finishedConversations++;
    }
    return counts;
  }

  /** The probe as the statistics take it, or undefined when its real turn or all its samples have no label yet. */
  labelled(key: string): LabelledProbe | undefined {
    const state = this.#probes.get(key);
    const real = this.#real.get(key);
    if (!state || !real) return undefined;
    const { outcome, customer, agent, act } = state.context;
    return {
      conversation: state.probe.conversation,
      ...(customer === undefined ? {} : { customer }),
      ...(agent === undefined ? {} : { agent }),
      outcome,
      position: state.probe.position,
      ordinal: state.probe.ordinal,
      ...(act === undefined ? {} : { act }),
      realKind: "reply",
      real: labelOf(real),
      samples: [...state.samples.values()].sort((a, b) => a.sample - b.sample).flatMap((sample) => this.#values(sample)),
    };
  }

  /** All probes with labels, ordered by conversation id and turn; `finishedOnly` keeps those of finished conversations. */
  labelledProbes(finishedOnly: boolean): readonly LabelledProbe[] {
    const rows: LabelledProbe[] = [];
    for (const conversation of [...this.#byConversation.keys()].sort()) {
      if (finishedOnly && !this.conversationFinished(conversation)) continue;
      for (const state of this.probesOf(conversation)) {
        const row = this.labelled(probeKey(state.probe));
        if (row) rows.push(row);
      }
    }
    return rows;
  }

  #settled(state: ProbeState, sample: SampleState): boolean {
    if (sample.failure) return true;
    if (!sample.continuation || !this.#real.has(probeKey(state.probe))) return false;
    if (sample.continuation.continuation !== "reply" || sample.verdict) return true;
    return sample.continuation.donors !== undefined;
  }

  #values({ continuation, verdict }: SampleState): readonly SampleValue[] {
    if (!continuation) return [];
    if (continuation.donors) {
      return continuation.donors.map((donor) => {
        if (donor.kind === "silence") return { kind: "silence", donor: donor.conversation };
        const label = this.#real.get(probeKey(donor));
        return { kind: "reply", donor: donor.conversation, label: label ? labelOf(label) : { status: "invalid", cause: "not-judged" } };
      });
    }
    if (continuation.continuation !== "reply") return [{ kind: continuation.continuation }];
    return verdict ? [{ kind: "reply", label: labelOf(verdict.verdict) }] : [];
  }

  #change(probe: Probe, context: ProbeContext, sample: number, next: (before: SampleState) => SampleState): Change {
    const key = probeKey(probe);
    let state = this.#probes.get(key);
    if (!state) {
      state = { probe, context, samples: new Map() };
      this.#probes.set(key, state);
      const keys = this.#byConversation.get(probe.conversation) ?? new Set<string>();
      this.#byConversation.set(probe.conversation, keys.add(key));
    }
    const before = state.samples.get(sample) ?? { sample };
    const after = next(before);
    if (after === before) return { what: "nothing" };
    state.samples.set(sample, after);
    this.#ended = undefined;
    return { what: "probe", key };
  }

  #label(entry: VerdictEntry): Change {
    const key = probeKey(entry.target);
    if (this.#real.has(key)) return { what: "nothing" };
    this.#real.set(key, entry.verdict);
    return { what: "real", key };
  }

  #labelSample(entry: VerdictEntry): Change {
    const { target } = entry;
    if (target.branch !== "simulated") return { what: "nothing" };
    const key = probeKey(target);
    const state = this.#probes.get(key);
    const before = state?.samples.get(target.sample);
    if (!state || !before?.continuation || before.verdict) return { what: "nothing" };
    const { failure: _tried, ...rest } = before;
    state.samples.set(target.sample, { ...rest, verdict: entry });
    return { what: "probe", key };
  }
}

/** A verdict as the statistics take it. */
export function labelOf(verdict: Verdict): Label {
  if (verdict.status === "invalid") return { status: "invalid", cause: verdict.cause };
  const { stage, emotion, blocker, committedBefore } = verdict.state;
  return { status: "valid", stage, emotion, blocker, ...(committedBefore === undefined ? {} : { committedBefore }) };
}
