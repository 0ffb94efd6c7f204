// Owns how entries change the state of a run; the only way it changes. Refuses files, clocks and statistics.
import type { LabelledProbe, SampleValue } from "../stats/labelledProbe.ts";
import type { Noticed } from "../probe/noticedKinds.ts";
import type { JournalBlock } from "../ports.ts";
import { conversationOf, probeKey } from "../probe/probe.ts";
import { isFinal, without } from "./failures.ts";
import { labelOf, NOTHING_WRITTEN } from "./labels.ts";
import type { Packed, PackedCounts } from "./packed.ts";
import type { Change, ProbeState, RunCounts, SampleState } from "./runShapes.ts";
import { Spending } from "./spending.ts";
import type { ContinuationEntry, FailureEntry, ForgottenEntry, JournalEntry, RunEnded, RunManifest, RunStarted, Verdict, VerdictEntry } from "./entry.ts";

export type { Change, ProbeState, RunCounts, SampleState } from "./runShapes.ts";

interface MutableProbe extends ProbeState {
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
  /** Undefined for those of conversations that are packed. */
  readonly #probes = new Map<string, MutableProbe | undefined>();
  readonly #conversations = new Map<string, MutableConversation>();
  readonly #real = new Map<string, Verdict>();
  /** Probes whose control has a donor that is not labelled yet, by donor. */
  readonly #waiting = new Map<string, Set<string>>();
  /** Ids of failures and ends applied; all other entries are known by what they are about. */
  readonly #applied = new Set<string>();
  #spending = new Spending();
  #noticed = new Map<Noticed, number>();
  /** Stored lines of conversations that nobody has asked for yet. */
  #packed: Packed | undefined;
  #forgotten = { conversations: 0, probes: 0 };
  #revision = 0;
  #counts = { probes: 0, conversations: 0, finishedConversations: 0, finishedProbes: 0, reply: 0, leave: 0, silence: 0, invalid: 0, failed: 0 };

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
    this.#paid();
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
    return this.#packed ? this.#packed.probes(this.#probes, (key) => this.#unpack(conversationOf(key))) : (this.#probes as ReadonlyMap<string, MutableProbe>);
  }

  /** Probes of one conversation in order of turns. */
  probesOf(conversation: string): readonly ProbeState[] {
    this.#unpack(conversation);
    const keys = [...(this.#conversations.get(conversation)?.keys ?? [])];
    return keys
      .map((key) => this.#probes.get(key))
      .filter((state) => state !== undefined)
      .sort((a, b) => a.probe.turn - b.probe.turn);
  }

  /** Label of the real turn `conversation#turn`, also of donors. */
  realVerdict(key: string): Verdict | undefined {
    this.#unpack(conversationOf(key));
    return this.#real.get(key);
  }

  apply(entry: JournalEntry): Change {
    this.#revision++;
    this.#paid();
    if ("probe" in entry) this.#unpack(entry.probe.conversation);
    if ("target" in entry) this.#unpack(entry.target.conversation);
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

  /**
   * Takes the line of a journal that lies in `block` from `from` to its break at `to`, where it is one that most are: what it says is counted,
   * and read when somebody asks for its conversation. The block is kept. False where the line is to be decoded and applied. `pack` makes what holds the lines, which belongs to no activation.
   */
  applyStored(block: JournalBlock, from: number, to: number, pack: (samples: number, counts: PackedCounts) => Packed): boolean {
    if (!this.#packed) {
      if (!this.#manifest || this.#probes.size > 0 || this.#real.size > 0) return false;
      this.#packed = pack(this.#manifest.samples, this.#counts);
    }
    if (!this.#packed.take(block, from, to, (key) => this.#probes.set(key, undefined))) return false;
    this.#revision++;
    this.#ended = undefined;
    return true;
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
    this.#unpack(conversation);
    const own = this.#conversations.get(conversation);
    return own !== undefined && isFinished(own);
  }

  /** Kept up with every entry; asking costs nothing. */
  counts(): RunCounts {
    return { ...this.#counts };
  }

  /** The probe as the statistics take it, or undefined when its real turn, where the person wrote one, or all its samples have no label yet. */
  labelled(key: string): LabelledProbe | undefined {
    this.#unpack(conversationOf(key));
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
    for (const conversation of new Set([...this.#conversations.keys(), ...(this.#packed?.conversations() ?? [])].sort())) {
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
    return donors.filter(({ kind }) => kind === "reply").map(probeKey).filter((key) => !this.realVerdict(key));
  }

  #values({ continuation, verdict }: SampleState): readonly SampleValue[] {
    if (!continuation) return [];
    if (continuation.donors) {
      return continuation.donors.map((donor) => {
        if (donor.kind === "silence") return { kind: "silence", donor: donor.conversation };
        const label = this.realVerdict(probeKey(donor));
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
    for (const state of this.#probes.values()) if (state) this.#settle(state);
    return { what: "run" };
  }

  /** Takes over what was paid for packed lines. */
  #paid(): void {
    for (const spent of this.#packed?.spent() ?? []) this.#spending.addSums(spent);
  }

  /** Reads the lines of a conversation that is packed. Everything they count is counted already, so it is put down elsewhere meanwhile. */
  #unpack(conversation: string): void {
    const lines = this.#packed?.giveUp(conversation) ?? [];
    if (lines.length === 0) return;
    const [counts, spending, noticed, ended, revision] = [this.#counts, this.#spending, this.#noticed, this.#ended, this.#revision];
    this.#counts = { ...counts };
    this.#spending = new Spending();
    this.#noticed = new Map();
    for (const line of lines) this.apply(JSON.parse(line) as JournalEntry);
    this.#counts = counts;
    this.#spending = spending;
    this.#noticed = noticed;
    this.#ended = ended;
    this.#revision = revision;
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

function isFinished({ keys, planned, finishedProbes }: MutableConversation): boolean {
  return finishedProbes === keys.size && keys.size >= planned;
}
