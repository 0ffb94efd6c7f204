// Owns one run while it is open: its state, whether it goes on, and its journal. Refuses statistics and choosing probes.
import type { JournalEntry, RunEnded, RunManifest } from "../core/journal/entry.ts";
import { RunState, type Change } from "../core/journal/fold.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { probeKey, type Probe } from "../core/probe/probe.ts";
import type { Clock, JournalFile, JournalStore, Log } from "../core/ports.ts";
import { append } from "./append.ts";
import { Emitter } from "./emitter.ts";
import { FailingServer } from "./failingServer.ts";
import type { Plan } from "./plan.ts";
import type { UnreadLine } from "./readEntries.ts";
import { recentConversations } from "./recentConversations.ts";
import { notesName, readNotes, writeNotes, type RunNotes } from "./runNotes.ts";
import type { PendingCall, RunnerParts } from "./runner.ts";
import type { OpenProbe, Session } from "./together.ts";

/** `following`: another window or terminal writes it. */
export type RunStatus = "running" | "paused" | "finished" | "following";

export type { UnreadLine };

export interface RunProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Milliseconds left at the rate so far; undefined before anything is done. */
  readonly left?: number;
}

/** Conversations in memory while a run goes on. */
const KEPT_CONVERSATIONS = 100;

/** What a started run needs that a stored one does not have. */
export type RunResources = Omit<RunnerParts, "state" | "journal" | "changed" | "failing"> & { readonly width: number };

export class Run {
  readonly name: string;
  readonly journals: JournalStore;
  readonly #changed = new Emitter<{ readonly run: Run; readonly change: Change; readonly entry?: JournalEntry }>();
  readonly #streamed = new Emitter<{ readonly probe: Probe; readonly sample: number; readonly soFar: string }>();
  #state = new RunState();
  #notes: RunNotes = {};
  #unread: readonly UnreadLine[] = [];
  #status: RunStatus = "paused";
  #stop: AbortController | undefined;
  #released = false;
  #left: number | undefined;
  #revision = 0;

  /** `name` is the journal's name inside `.fidelity`, e.g. `runs/2026-11-21-control-persona-a1b2.jsonl`. */
  constructor(name: string, journals: JournalStore) {
    this.name = name;
    this.journals = journals;
  }

  readonly onDidChange = this.#changed.on;
  /** Provisional text of continuations that are arriving. */
  readonly onDidStream = this.#streamed.on;

  get id(): string {
    return this.name.replace(/^.*\//, "").replace(/\.jsonl$/, "");
  }

  /** Counts up with every change; equal revisions have equal statistics. */
  get revision(): number {
    return this.#revision;
  }

  get state(): RunState {
    return this.#state;
  }

  get manifest(): RunManifest {
    const manifest = this.#state.manifest;
    if (!manifest) throw new Failure("run-without-manifest", { run: this.id });
    return manifest;
  }

  /** What people call it, else what it is of. */
  get title(): string {
    return this.givenTitle ?? this.manifest.title;
  }

  /** The title somebody gave it. */
  get givenTitle(): string | undefined {
    return this.#notes.title === "" ? undefined : this.#notes.title;
  }

  get note(): string {
    return this.#notes.note ?? "";
  }

  /** Put away: kept, and out of sight. */
  get archived(): boolean {
    return this.#notes.archived === true;
  }

  /** Its files, to be deleted with it. */
  get files(): readonly string[] {
    return [this.name, notesName(this.id)];
  }

  /** Writes title, note or whether it is put away; an empty title is none. Possible while another window writes the run. */
  async describe(change: RunNotes, clock: Pick<Clock, "now">): Promise<void> {
    await writeNotes(this.journals, this.id, change, clock);
    this.#notes = { ...this.#notes, ...change };
    this.#told({ what: "run" });
  }

  /** Why it paused, when it did so by itself. */
  get because(): RunEnded["because"] {
    return this.#state.ended?.because;
  }

  get status(): RunStatus {
    return this.#status;
  }

  get unread(): readonly UnreadLine[] {
    return this.#unread;
  }

  get progress(): RunProgress {
    const counts = this.#state.counts();
    return { done: counts.finishedProbes, total: this.manifest.plannedProbes, failed: counts.failed, ...(this.#left === undefined ? {} : { left: this.#left }) };
  }

  /** Reads the journal anew; entries it already has change nothing. */
  async load(signal?: AbortSignal): Promise<void> {
    const { readEntries } = await import("./readEntries.ts");
    const state = new RunState();
    const unread = await readEntries(this.journals, this.name, state, signal);
    this.#notes = await readNotes(this.journals, this.id, signal);
    this.#state = state;
    this.#unread = unread;
    if (this.#status !== "running") {
      this.#status = state.ended ? state.ended.reason : (await this.journals.held(this.name)) ? "following" : "paused";
    }
    this.#revision++;
    this.#changed.fire({ run: this, change: { what: "run" } });
  }

  /**
   * Carries the plan out from where the journal stands until it is finished, cancelled or paused; everything finished is kept.
   * Resolves in all three cases, at once when nothing is left to do or to try again. Rejects when the journal cannot be
   * written or the endpoint refuses every call.
   */
  async start(plan: Plan, resources: RunResources, log: Log, signal: AbortSignal): Promise<void> {
    const session = await this.begin(plan, resources, log, signal);
    const { together } = await import("./together.ts");
    if (session) await together([session], resources.width);
  }

  /**
   * Takes the journal to go on with the plan; undefined when nothing is left to do or to try again. The session must be ended.
   * Rejects with `journal-locked`, or with `run-forgotten` when what would be done was taken out of the journal.
   */
  async begin(plan: Plan, resources: Omit<RunResources, "width">, log: Log, signal: AbortSignal): Promise<Session | undefined> {
    // What carries a probe out is loaded with the first run: it belongs to no activation.
    const { runSample } = await import("./runner.ts");
    const journal = await this.journals.open(this.name);
    const open: OpenProbe[] = [];
    try {
      // Another window or terminal may have gone on with it since it was read.
      await this.load();
      open.push(...this.#open(plan));
      const forgotten = this.#state.forgotten.conversations > 0;
      if (this.#status === "finished" && (forgotten || open.length === 0)) {
        await journal.close();
        return undefined;
      }
      if (forgotten) throw new Failure("run-forgotten", { run: this.title });
    } catch (error) {
      await journal.close();
      throw error;
    }
    const stop = new AbortController();
    const cancelled = (): void => stop.abort(signal.reason);
    signal.addEventListener("abort", cancelled, { once: true });
    if (signal.aborted) cancelled();
    this.#stop = stop;
    this.#status = "running";
    let later = 0;
    const { pending } = resources;
    const counting = (call: PendingCall): void => {
      later++;
      pending?.(call);
    };
    const counted = pending ? { ...resources, pending: counting } : resources;
    const parts = this.#parts(journal, counted);
    const stopped: Error[] = [];
    const began = parts.clock.milliseconds();
    let done = 0;
    try {
      if (!this.#state.manifest) await append(parts, { kind: "run-started", manifest: plan.manifest });
      this.#told({ what: "run" });
    } catch (error) {
      stopped.push(asError(error));
    }

    const work = async ({ probe, context }: OpenProbe): Promise<void> => {
      if (stopped.length > 0 || stop.signal.aborted) return;
      try {
        const conversation = await parts.dataset.read(probe.conversation, stop.signal);
        for (let sample = 0; sample < plan.manifest.samples && stopped.length === 0; sample++) {
          await runSample(parts, conversation, probe, context, sample, (...streamed) => this.#stream(...streamed), stop.signal);
        }
        done++;
        this.#left = Math.round(((parts.clock.milliseconds() - began) / done) * (open.length - done));
      } catch (error) {
        stopped.push(asError(error));
      }
    };
    const end = async (): Promise<void> => {
      const [error] = stopped;
      const given = stop.signal.aborted || error === undefined;
      try {
        if (!given) log.error(`${this.id}: stopped`, error);
        if (done === open.length && error === undefined) await this.#end(parts, later > 0 ? "paused" : "finished");
        else if (!(isFailure(error) && error.id === "journal-lost") && !this.#released) {
          const because = !given && isFailure(error) ? { because: { id: error.id, values: error.values } } : {};
          await this.#end(parts, "paused", because).catch((failed: unknown) => log.error(`${this.id}: pausing`, failed));
        }
      } finally {
        signal.removeEventListener("abort", cancelled);
        this.#stop = undefined;
        this.#released = false;
        this.#left = undefined;
        this.#status = this.#state.ended?.reason === "finished" ? "finished" : "paused";
        await journal.close().catch((failed: unknown) => log.error(`${this.id}: closing`, failed));
        this.#told({ what: "run" });
      }
      if (!given) throw error;
    };
    return { open: stopped.length > 0 ? [] : open, work, end };
  }

  /** Stops a run of this window; calls in flight are given up, everything finished stays. */
  pause(): void {
    this.#stop?.abort(new Error("paused"));
  }

  /** Stops because the window goes away: nothing says the person paused, so a run that costs nothing goes on after a reload. */
  release(): void {
    this.#released = true;
    this.pause();
  }

  #parts(journal: JournalFile, resources: Omit<RunResources, "width">): RunnerParts {
    return { ...resources, dataset: recentConversations(resources.dataset, KEPT_CONVERSATIONS), journal, failing: new FailingServer(), state: this.#state, changed: (change, entry) => this.#told(change, entry) };
  }

  #told(change: Change, entry?: JournalEntry): void {
    if (change.what === "nothing") return;
    this.#revision++;
    this.#changed.fire({ run: this, change, ...(entry ? { entry } : {}) });
  }

  #stream(probe: Probe, sample: number, soFar: string): void {
    this.#streamed.fire({ probe, sample, soFar });
  }

  /** Planned probes that are not complete: not begun, cut short, or failed. */
  #open(plan: Plan): readonly OpenProbe[] {
    return plan.conversations.flatMap(({ probes }, place) =>
      probes
        .filter(({ probe }) => {
          const state = this.#state.probes.get(probeKey(probe));
          return !state || !this.#state.complete(state, plan.manifest.samples);
        })
        .map((each) => ({ ...each, place })),
    );
  }

  async #end(parts: RunnerParts, reason: "finished" | "paused", more: Pick<RunEnded, "because"> = {}): Promise<void> {
    const counts = this.#state.counts();
    await append(parts, { kind: "run-ended", reason, done: counts.finishedProbes, failed: counts.failed, ...more });
    await parts.journal.flush();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
