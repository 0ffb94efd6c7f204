// Owns the log of hand-picked probes: one file a window, shown together, never in a statistic. Refuses planned runs.
import { decodeEntry, encodeEntry } from "../core/journal/codec.ts";
import { JOURNAL_VERSION, type JournalEntry, type RunManifest } from "../core/journal/entry.ts";
import { RunState } from "../core/journal/fold.ts";
import { probeKey, type Probe } from "../core/probe/probe.ts";
import type { Clock, Ids, JournalFile, JournalStore, Log } from "../core/ports.ts";
import { Emitter } from "./emitter.ts";
import { keptIn } from "./kept.ts";
import type { Kept, RunnerParts, Streamed } from "./runner.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { contextOf } from "./plan.ts";

const PREFIX = "runs/hand-picked-";

/** Hand-picked probes by setup (`planHash` of the manifest that describes simulator, condition, judge and dataset). */
export class HandPicked {
  readonly #journals: JournalStore;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #log: Log;
  readonly #states = new Map<string, RunState>();
  /** Setups whose manifest stands in this window's own file. */
  readonly #described = new Set<string>();
  readonly #changed = new Emitter<{ readonly conversation: string }>();
  #file: Promise<JournalFile> | undefined;

  constructor(journals: JournalStore, clock: Clock, ids: Ids, log: Log) {
    this.#journals = journals;
    this.#clock = clock;
    this.#ids = ids;
    this.#log = log;
  }

  readonly onDidChange = this.#changed.on;

  get states(): ReadonlyMap<string, RunState> {
    return this.#states;
  }

  /** Reads the logs of all windows; called once at the start. */
  async load(signal?: AbortSignal): Promise<void> {
    for (const name of await this.#journals.list("runs")) {
      if (!name.startsWith(PREFIX)) continue;
      for await (const { line, text } of this.#journals.read(name, signal)) {
        const decoded = decodeEntry(text);
        if (decoded.ok) this.#apply(decoded.entry);
        else this.#log.warn(`${name}, line ${line}: ${decoded.reason}`);
      }
    }
  }

  /** Probes one turn and keeps the result. `sample` defaults to the first number this setup does not have there yet. */
  async probe(
    conversation: Conversation,
    probe: Probe,
    manifest: RunManifest,
    parts: Omit<RunnerParts, "state" | "journal" | "setup" | "changed">,
    sample: number | undefined,
    streamed: Streamed,
    signal: AbortSignal,
  ): Promise<void> {
    const setup = manifest.planHash;
    const journal = await (this.#file ??= this.#open());
    const state = this.#state(setup);
    if (!this.#described.has(setup)) {
      this.#described.add(setup);
      const entry: JournalEntry = { v: JOURNAL_VERSION, kind: "run-started", id: this.#ids.unique(), at: this.#clock.now(), setup, manifest };
      await journal.append(encodeEntry(entry));
      state.apply(entry);
    }
    const changed = (): void => this.#changed.fire({ conversation: conversation.id });
    const number = sample ?? nextSample(state, probe);
    const { runSample } = await import("./runner.ts");
    await runSample({ ...parts, state, journal, setup, changed }, conversation, probe, contextOf(conversation, probe, 1), number, streamed, signal);
    await journal.flush();
  }

  /** What a planned run may take over instead of paying again. */
  reusable(manifest: RunManifest, probe: Probe, sample: number): Kept | undefined {
    return keptIn(this.#states.values(), manifest, probe, sample);
  }

  /** Gives this window's file up; the next probe takes another. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#described.clear();
    await (await file)?.close();
  }

  /** Reads everything anew, after the files were changed from outside. */
  async reload(): Promise<void> {
    this.#states.clear();
    await this.load();
  }

  async #open(): Promise<JournalFile> {
    try {
      return await this.#journals.open(`${PREFIX}${this.#clock.now().slice(0, 10)}-${this.#ids.short(4)}.jsonl`);
    } catch (error) {
      this.#file = undefined;
      throw error;
    }
  }

  #apply(entry: JournalEntry): void {
    const setup = entry.setup ?? (entry.kind === "run-started" ? entry.manifest.planHash : undefined);
    if (setup !== undefined) this.#state(setup).apply(entry);
  }

  #state(setup: string): RunState {
    let state = this.#states.get(setup);
    if (!state) {
      state = new RunState();
      this.#states.set(setup, state);
    }
    return state;
  }
}

/** A failed sample is tried again under its number, else the next number is used: more samples are kept, none replaced. */
function nextSample(state: RunState, probe: Probe): number {
  const samples = state.probes.get(probeKey(probe))?.samples;
  if (!samples) return 0;
  const failed = [...samples.values()].find(({ failures }) => failures.length > 0);
  return failed ? failed.sample : Math.max(...samples.keys()) + 1;
}
