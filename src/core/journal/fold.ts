// Owns how entries change the state of a run; the only way it changes. Refuses files, clocks and statistics.
import type { Label, LabelledProbe, SampleValue } from "../stats/labelledProbe.ts";
import type { Noticed } from "../probe/noticedKinds.ts";
import { probeKey, type Probe } from "../probe/probe.ts";
import { Spending } from "./spending.ts";
import type { ContinuationEntry, FailureEntry, ForgottenEntry, JournalEntry, ProbeContext, RunEnded, RunManifest, RunStarted, Verdict, VerdictEntry } from "./entry.ts";

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

interface MutableProbe {
  readonly probe: Probe;
  readonly context: ProbeContext;
  readonly samples: Map<number, SampleState>;
  /** What {@link RunState.counts} holds of it. */
  finished: boolean;
}

interface MutableConversation {
  readonly keys: Set<string>;
  readonly planned: number;
  finishedProbes: number;
}

/**
 * State of one run: the fold of its entries. The first continuation and the first verdict of a target win, a failure counts
 * until a success puts it right, and an entry applied again changes nothing.
 */
export class RunState {
  #manifest: RunManifest | undefined;
  #startedAt: string | undefined;
  #ended: RunEnded | undefined;
  readonly #probes = new Map<string, MutableProbe>();
  readonly #conversations = new Map<string, MutableConversation>();
  readonly #real = new Map<string, Verdict>();
  /** Probes whose control has a donor that is not labelled yet, by donor. */
  readonly #waiting = new Map<string, Set<string>>();
  /** Ids of failures and ends applied; all other entries are known by what they are about. */
  readonly #applied = new Set<string>();
  readonly #spending = new Spending();
  readonly #noticed = new Map<Noticed, number>();
  #forgotten = { conversations: 0, probes: 0 };
  #revision = 0;
  readonly #counts = { probes: 0, conversations: 0, finishedConversations: 0, finishedProbes: 0, reply: 0, leave: 0, silence: 0, invalid: 0, failed: 0 };

  get manifest(): RunManifest | undefined {
    return this.#manifest;
  }

  /** When it was first begun, ISO 8601 in UTC. */
  get startedAt(): string | undefined {
    return this.#startedAt;
  }

  /** The last run-ended entry, undefined while the run goes on after it. */
  get ended(): RunEnded | undefined {
    return this.#ended;
  }

  /** What its calls cost, and who answered them. */
  get spending(): Pick<Spending, "sums" | "models"> {
    return this.#spending;
  }

  /** Continuations in which something was noticed, by what; one can be counted under several. */
  get noticed(): ReadonlyMap<Noticed, number> {
    return this.#noticed;
  }

  /** What was taken out of its journal since. */
  get forgotten(): { readonly conversations: number; readonly probes: number } {
    return this.#forgotten;
  }

  /** Counts up with every entry: while it is the same, nothing is other than it was. */
  get revision(): number {
    return this.#revision;
  }

  get probes(): ReadonlyMap<string, ProbeState> {
    return this.#probes;
  }

  /** Probes of one conversation in order of turns. */
  probesOf(conversation: string): readonly ProbeState[] {
    const keys = [...(this.#conversations.get(conversation)?.keys ?? [])];
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
    this.#revision++;
    switch (entry.kind) {
      case "run-started":
        return this.#start(entry);
      case "run-ended":
        if (!this.#first(entry)) return { what: "nothing" };
        this.#ended = entry;
        return { what: "run" };
      case "continuation":
        return this.#continue(entry);
      case "failure":
        return this.#fail(entry);
      case "verdict":
        return entry.target.branch === "real" ? this.#label(entry) : this.#labelSample(entry);
      case "forgotten":
        return this.#forget(entry);
    }
  }

  /** True when every planned sample of the probe has a label (or needs none) or a failure. */
  finished(state: ProbeState, samples: number): boolean {
    for (let sample = 0; sample < samples; sample++) {
      const each = state.samples.get(sample);
      if (!each || !(each.failures.length > 0 || this.#settled(state, each))) return false;
    }
    return true;
  }

  /** True when every planned sample of the probe has a label, needs none, or failed for good: there is nothing to do or to try again. */
  complete(state: ProbeState, samples: number): boolean {
    for (let sample = 0; sample < samples; sample++) {
      const each = state.samples.get(sample);
      if (!each || !(this.#settled(state, each) || each.failures.some(isFinal))) return false;
    }
    return true;
  }

  /** True when all planned probes of the conversation are finished. */
  conversationFinished(conversation: string): boolean {
    const own = this.#conversations.get(conversation);
    return own !== undefined && isFinished(own);
  }

  /** Kept up with every entry; asking costs nothing. */
  counts(): RunCounts {
    return { ...this.#counts };
  }

  /** The probe as the statistics take it, or undefined when its real turn, where the person wrote one, or all its samples have no label yet. */
  labelled(key: string): LabelledProbe | undefined {
    const state = this.#probes.get(key);
    const real = this.#real.get(key);
    const { unanswered } = state?.probe ?? {};
    if (!state || !(real || unanswered)) return undefined;
    const { outcome, customer, agent, act } = state.context;
    return {
      conversation: state.probe.conversation,
      ...(customer === undefined ? {} : { customer }),
      ...(agent === undefined ? {} : { agent }),
      outcome,
      position: state.probe.position,
      ordinal: state.probe.ordinal,
      ...(act === undefined ? {} : { act }),
      realKind: unanswered === undefined ? "reply" : unanswered === "end" ? "ended" : "silent",
      real: real ? labelOf(real) : NOTHING_WRITTEN,
      samples: [...state.samples.values()].sort((a, b) => a.sample - b.sample).flatMap((sample) => this.#values(sample)),
    };
  }

  /** All probes with labels, ordered by conversation id and turn; `finishedOnly` keeps those of finished conversations. */
  labelledProbes(finishedOnly: boolean): readonly LabelledProbe[] {
    const rows: LabelledProbe[] = [];
    for (const conversation of [...this.#conversations.keys()].sort()) {
      if (finishedOnly && !this.conversationFinished(conversation)) continue;
      for (const state of this.probesOf(conversation)) {
        const row = this.labelled(probeKey(state.probe));
        if (row) rows.push(row);
      }
    }
    return rows;
  }

  /** A continuation whose label, and that of the real turn, are known as far as they are needed. */
  #settled(state: ProbeState, { continuation, verdict }: SampleState): boolean {
    if (!continuation) return false;
    const own = continuation.donors ? this.#unlabelled(continuation).length === 0 : continuation.continuation !== "reply" || verdict !== undefined;
    return own && (state.probe.unanswered !== undefined || this.#real.has(probeKey(state.probe)));
  }

  /** Keys of the donors that still need a label. */
  #unlabelled({ donors = [] }: ContinuationEntry): readonly string[] {
    return donors.filter(({ kind }) => kind === "reply").map(probeKey).filter((key) => !this.#real.has(key));
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
    const stated = continuation.leaveProbability === undefined ? {} : { leaveProbability: continuation.leaveProbability };
    if (continuation.continuation !== "reply") return [{ kind: continuation.continuation, ...stated }];
    return verdict ? [{ kind: "reply", label: labelOf(verdict.verdict), ...stated }] : [];
  }

  #start({ manifest, at }: RunStarted): Change {
    if (this.#manifest) return { what: "nothing" };
    this.#manifest = manifest;
    this.#startedAt = at;
    if (manifest.preflight?.reported) this.#spending.tried(manifest.preflight.reported);
    for (const state of this.#probes.values()) this.#settle(state);
    return { what: "run" };
  }

  #first({ id }: JournalEntry): boolean {
    if (this.#applied.has(id)) return false;
    this.#applied.add(id);
    return true;
  }

  #continue(entry: ContinuationEntry): Change {
    const state = this.#probe(entry);
    const before = state.samples.get(entry.sample);
    if (before?.continuation) return { what: "nothing" };
    this.#spending.add(entry);
    for (const kind of entry.reported?.noticed ?? []) this.#noticed.set(kind, (this.#noticed.get(kind) ?? 0) + 1);
    for (const donor of this.#unlabelled(entry)) {
      const waiting = this.#waiting.get(donor) ?? new Set<string>();
      this.#waiting.set(donor, waiting.add(probeKey(entry.probe)));
    }
    return this.#put(state, { sample: entry.sample, continuation: entry, failures: without(before?.failures, "simulate") });
  }

  #fail(entry: FailureEntry): Change {
    if (!this.#first(entry)) return { what: "nothing" };
    this.#spending.add(entry);
    const state = this.#probe(entry);
    const before = state.samples.get(entry.sample) ?? { sample: entry.sample, failures: [] };
    if (this.#putRight(state, before, entry)) return { what: "nothing" };
    return this.#put(state, { ...before, failures: [...without(before.failures, entry.stage), entry] });
  }

  /** True when what a failure says is missing is there. */
  #putRight(state: ProbeState, { continuation, verdict }: SampleState, { stage }: FailureEntry): boolean {
    switch (stage) {
      case "simulate":
        return continuation !== undefined;
      case "judge-real":
        return this.#real.has(probeKey(state.probe));
      case "judge-simulated":
        return continuation?.donors ? this.#unlabelled(continuation).length === 0 : verdict !== undefined;
    }
  }

  #label(entry: VerdictEntry): Change {
    const key = probeKey(entry.target);
    if (this.#real.has(key)) return { what: "nothing" };
    this.#real.set(key, entry.verdict);
    this.#spending.add(entry);
    this.#relabelled(key);
    for (const waiting of this.#waiting.get(key) ?? []) this.#relabelled(waiting);
    this.#waiting.delete(key);
    this.#ended = undefined;
    return { what: "real", key };
  }

  /** A real turn that the probe needs has its label now. */
  #relabelled(key: string): void {
    const state = this.#probes.get(key);
    if (!state) return;
    for (const sample of state.samples.values()) {
      if (sample.failures.length === 0) continue;
      const failures = sample.failures.filter((failure) => !this.#putRight(state, sample, failure));
      if (failures.length < sample.failures.length) this.#put(state, { ...sample, failures });
    }
    this.#settle(state);
  }

  #labelSample(entry: VerdictEntry): Change {
    const { target } = entry;
    const state = this.#probes.get(probeKey(target));
    const before = target.branch === "simulated" ? state?.samples.get(target.sample) : undefined;
    if (!state || !before?.continuation || before.verdict) return { what: "nothing" };
    this.#spending.add(entry);
    return this.#put(state, { ...before, verdict: entry, failures: without(before.failures, "judge-simulated") });
  }

  #forget(entry: ForgottenEntry): Change {
    if (!this.#first(entry)) return { what: "nothing" };
    this.#spending.add(entry);
    this.#forgotten = { conversations: this.#forgotten.conversations + entry.conversations, probes: this.#forgotten.probes + entry.probes };
    return { what: "run" };
  }

  #probe({ probe, context }: ContinuationEntry | FailureEntry): MutableProbe {
    const key = probeKey(probe);
    const known = this.#probes.get(key);
    if (known) return known;
    const made: MutableProbe = { probe, context, samples: new Map(), finished: false };
    this.#probes.set(key, made);
    this.#counts.probes++;
    const own = this.#conversations.get(probe.conversation);
    if (own) {
      if (isFinished(own)) this.#counts.finishedConversations--;
      own.keys.add(key);
    } else {
      this.#conversations.set(probe.conversation, { keys: new Set([key]), planned: context.of, finishedProbes: 0 });
      this.#counts.conversations++;
    }
    return made;
  }

  #put(state: MutableProbe, after: SampleState): Change {
    const before = state.samples.get(after.sample);
    if (before) this.#count(before, -1);
    this.#count(after, 1);
    state.samples.set(after.sample, after);
    this.#settle(state);
    this.#ended = undefined;
    return { what: "probe", key: probeKey(state.probe) };
  }

  #count({ continuation, verdict, failures }: SampleState, by: 1 | -1): void {
    if (continuation) this.#counts[continuation.continuation] += by;
    if (verdict?.verdict.status === "invalid") this.#counts.invalid += by;
    if (failures.length > 0) this.#counts.failed += by;
  }

  #settle(state: MutableProbe): void {
    const finished = this.finished(state, this.#manifest?.samples ?? 1);
    const own = this.#conversations.get(state.probe.conversation);
    if (!own || finished === state.finished) return;
    const before = isFinished(own);
    state.finished = finished;
    own.finishedProbes += finished ? 1 : -1;
    this.#counts.finishedProbes += finished ? 1 : -1;
    this.#counts.finishedConversations += Number(isFinished(own)) - Number(before);
  }
}

/** The real label of a probe where the person wrote nothing. */
const NOTHING_WRITTEN: Label = { status: "invalid", cause: "nothing-written" };

/** Causes that stay the same however often a sample is tried. */
const FINAL_CAUSES: ReadonlySet<string> = new Set(["no-donor", "not-recorded"]);

/** True when trying again cannot help. */
export function isFinal({ cause }: Pick<FailureEntry, "cause">): boolean {
  return FINAL_CAUSES.has(cause);
}

function isFinished({ keys, planned, finishedProbes }: MutableConversation): boolean {
  return finishedProbes === keys.size && keys.size >= planned;
}

function without(failures: readonly FailureEntry[] = [], stage: FailureEntry["stage"]): readonly FailureEntry[] {
  return failures.filter((failure) => failure.stage !== stage);
}

/** A verdict as the statistics take it. */
export function labelOf(verdict: Verdict): Label {
  if (verdict.status === "invalid") return { status: "invalid", cause: verdict.cause };
  const { stage, emotion, blocker, committedBefore } = verdict.state;
  return { status: "valid", stage, emotion, blocker, ...(committedBefore === undefined ? {} : { committedBefore }) };
}
