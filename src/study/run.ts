// Owns one run while it is open: its state, whether it goes on, and its journal. Refuses statistics and choosing probes.
import { decodeEntry } from "../core/journal/codec.ts";
import type { JournalEntry, ProbeContext, RunManifest } from "../core/journal/entry.ts";
import { RunState, type Change } from "../core/journal/fold.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { probeKey, type Probe } from "../core/probe/probe.ts";
import type { JournalFile, JournalStore, Log } from "../core/ports.ts";
import { Emitter } from "./emitter.ts";
import type { Plan } from "./plan.ts";
import { recentConversations } from "./recentConversations.ts";
import { append, inParallel, runSample, type PendingCall, type RunnerParts } from "./runner.ts";

/** `following`: another window or terminal writes it. */
export type RunStatus = "running" | "paused" | "finished" | "following";

/** A line of a journal that could not be read; it is kept where it is. */
export interface UnreadLine {
  readonly line: number;
  readonly reason: string;
}

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
export type RunResources = Omit<RunnerParts, "state" | "journal" | "changed"> & { readonly width: number };

export class Run {
  readonly name: string;
  readonly journals: JournalStore;
  readonly #changed = new Emitter<{ readonly run: Run; readonly change: Change; readonly entry?: JournalEntry }>();
  readonly #streamed = new Emitter<{ readonly probe: Probe; readonly sample: number; readonly soFar: string }>();
  #state = new RunState();
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
    const state = new RunState();
    const unread: UnreadLine[] = [];
    for await (const { line, text } of this.journals.read(this.name, signal)) {
      const decoded = decodeEntry(text);
      if (decoded.ok) state.apply(decoded.entry);
      else unread.push({ line, reason: `${decoded.reason}: ${decoded.detail}` });
    }
    this.#state = state;
    this.#unread = unread;
    if (this.#status !== "running") {
      this.#status = state.ended?.reason === "finished" ? "finished" : (await this.journals.held(this.name)) ? "following" : "paused";
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
    const journal = await this.journals.open(this.name);
    try {
      // Another window or terminal may have gone on with it since it was read.
      await this.load();
    } catch (error) {
      await journal.close();
      throw error;
    }
    if (this.#status === "finished" && this.#open(plan).length === 0) return journal.close();
    const stop = new AbortController();
    const cancelled = (): void => stop.abort(signal.reason);
    signal.addEventListener("abort", cancelled, { once: true });
    if (signal.aborted) cancelled();
    this.#stop = stop;
    this.#status = "running";
    let later = 0;
    const { pending } = resources;
    const counted = pending ? { ...resources, pending: (call: PendingCall) => (later++, pending(call)) } : resources;
    const parts = this.#parts(journal, counted);
    try {
      if (!this.#state.manifest) await append(parts, { kind: "run-started", manifest: plan.manifest });
      this.#told({ what: "run" });
      await this.#carryOut(plan, parts, resources.width, stop.signal);
      await this.#end(parts, later > 0 ? "paused" : "finished");
    } catch (error) {
      if (!stop.signal.aborted) log.error(`${this.id}: stopped`, error);
      const lost = isFailure(error) && error.id === "journal-lost";
      if (!lost && !this.#released) await this.#end(parts, "paused").catch((failed: unknown) => log.error(`${this.id}: pausing`, failed));
      if (!stop.signal.aborted) throw error;
    } finally {
      signal.removeEventListener("abort", cancelled);
      this.#stop = undefined;
      this.#released = false;
      this.#left = undefined;
      this.#status = this.#state.ended?.reason === "finished" ? "finished" : "paused";
      await journal.close().catch((error: unknown) => log.error(`${this.id}: closing`, error));
      this.#told({ what: "run" });
    }
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

  #parts(journal: JournalFile, resources: RunResources): RunnerParts {
    return { ...resources, dataset: recentConversations(resources.dataset, KEPT_CONVERSATIONS), journal, state: this.#state, changed: (change, entry) => this.#told(change, entry) };
  }

  #told(change: Change, entry?: JournalEntry): void {
    if (change.what === "nothing") return;
    this.#revision++;
    this.#changed.fire({ run: this, change, ...(entry ? { entry } : {}) });
  }

  async #carryOut(plan: Plan, parts: RunnerParts, width: number, signal: AbortSignal): Promise<void> {
    const { samples } = plan.manifest;
    const open = this.#open(plan);
    const began = parts.clock.milliseconds();
    let done = 0;
    await inParallel(open, width, async ({ conversation: id, probe, context }) => {
      const conversation = await parts.dataset.read(id, signal);
      for (let sample = 0; sample < samples; sample++) {
        await runSample(parts, conversation, probe, context, sample, (...streamed) => this.#stream(...streamed), signal);
      }
      done++;
      this.#left = Math.round(((parts.clock.milliseconds() - began) / done) * (open.length - done));
    }, signal);
  }

  #stream(probe: Probe, sample: number, soFar: string): void {
    this.#streamed.fire({ probe, sample, soFar });
  }

  /** Planned probes that are not complete: not begun, cut short, or failed. */
  #open(plan: Plan): readonly { readonly conversation: string; readonly probe: Probe; readonly context: ProbeContext }[] {
    return plan.conversations.flatMap(({ id, probes }) =>
      probes
        .filter(({ probe }) => {
          const state = this.#state.probes.get(probeKey(probe));
          return !state || !this.#state.complete(state, plan.manifest.samples);
        })
        .map((each) => ({ ...each, conversation: id })),
    );
  }

  async #end(parts: RunnerParts, reason: "finished" | "paused"): Promise<void> {
    const counts = this.#state.counts();
    await append(parts, { kind: "run-ended", reason, done: counts.finishedProbes, failed: counts.failed });
    await parts.journal.flush();
  }
}
