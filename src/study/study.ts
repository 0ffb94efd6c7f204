// Owns the open datasets, the runs and the hand-picked probes of one window or command. Refuses files' formats, prompts and statistics' formulas.
import type { RunManifest } from "../core/journal/entry.ts";
import type { Change } from "../core/journal/fold.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { handPickedProbe } from "../core/probe/rule.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset, ReadProgress } from "../datasets/dataset.ts";
import type { Standing } from "../datasets/standing.ts";
import type { OpenedStudy } from "../datasets/study.ts";
import type { Now } from "./changes.ts";
import { Arriving } from "./arriving.ts";
import type { CarryingOptions, Job, LaterCalls, Lent } from "./carrying.ts";
import { Descriptions } from "./descriptions.ts";
import type { StudyDoors } from "./doors.ts";
import type { Estimate } from "./paid/estimate.ts";
import type { Forgotten, ForgetOptions, Whom } from "./forget.ts";
import { Emitter } from "./emitter.ts";
import type { ExactRequest } from "./exactRequests.ts";
import { HandPicked } from "./handPicked.ts";
import { KeptViews } from "./keptViews.ts";
import { keptIn } from "./kept.ts";
import type { ControlPools, Resolved } from "./parts.ts";
import type { AskedFor, OpenDataset } from "./openDataset.ts";
import { Openings, type OpeningDataset } from "./opening.ts";
import type { Plan, PlanOptions } from "./plan.ts";
import { handPickedManifest, runName, runTitle } from "./naming.ts";
import type { Tried } from "./preflight.ts";
import { Run } from "./run.ts";
import type { RunnerParts } from "./runner.ts";
import { Shelf } from "./shelf.ts";
import type { Setup } from "./setup.ts";
import type { Source, TurnView } from "./turnViews.ts";

export type { OpenDataset, Standing };

export type StudyEvent =
  | { readonly what: "datasets" }
  /** More is known of a dataset that is being opened. */
  | { readonly what: "opening" }
  /** The files of an open dataset stand otherwise than before to what was opened. */
  | { readonly what: "files"; readonly open: OpenDataset; readonly standing: Standing }
  | { readonly what: "runs" }
  | { readonly what: "run"; readonly run: Run; readonly change: Change }
  | { readonly what: "handPicked"; readonly conversation: string }
  | { readonly what: "arriving"; readonly conversation: string; readonly turn: number };

/** Failures a changed file shows itself by. */
const LOST_FILE: ReadonlySet<string> = new Set(["dataset-changed", "file-not-found", "file-unreadable"]);

export class Study {
  readonly #doors: StudyDoors;
  readonly #datasets = new Map<string, OpenDataset>();
  readonly #events = new Emitter<StudyEvent>();
  readonly #views = new KeptViews();
  readonly #arriving = new Arriving((conversation, turn) => this.#events.fire({ what: "arriving", conversation, turn }));
  readonly #shelf: Shelf;
  readonly #handPicked = new Map<string, HandPicked>();
  readonly #pools: ControlPools = new WeakMap();
  readonly #standings = new WeakMap<OpenDataset, Standing>();
  readonly #openings = new Openings(() => this.#events.fire({ what: "opening" }));
  readonly #descriptions = new Descriptions(() => this.#doors.files);

  constructor(doors: StudyDoors) {
    this.#doors = doors;
    this.#shelf = new Shelf(doors.log, {
      runs: () => this.#events.fire({ what: "runs" }),
      run: (run, change) => this.#events.fire({ what: "run", run, change }),
      entry: (conversation, turn) => this.#arriving.arrived(conversation, turn),
    });
  }

  readonly onDidChange = this.#events.on;

  get datasets(): readonly OpenDataset[] {
    return [...this.#datasets.values()];
  }

  /** Those being opened of which something is known already; not those opened anew. */
  get opening(): readonly OpeningDataset[] {
    return this.#openings.all.filter(({ key }) => !this.#datasets.has(key));
  }

  /** Newest first; a run counts from its first journal line. */
  get runs(): readonly Run[] {
    return this.#shelf.runs;
  }

  dataset(key: string): OpenDataset | undefined {
    return this.#datasets.get(key);
  }

  run(id: string): Run | undefined {
    return this.#shelf.run(id);
  }

  /**
   * Opens what is at a path and takes it in; see `openDataset` for what it rejects with. `study` is a folder where a
   * fidelity.json may lie (one with faults is not used and is logged), or a study given.
   */
  async openPath(path: string, key: string, home: string, study: string | OpenedStudy | undefined, onProgress: ReadProgress | undefined, signal: AbortSignal): Promise<OpenDataset> {
    const { files, digest, log } = this.#doors;
    const [{ openDataset }, { readStudy }] = await Promise.all([import("../datasets/open.ts"), import("../datasets/study.ts")]);
    const read = typeof study === "string" ? await readStudy(study, files, signal) : study && { study, problems: [] };
    for (const { path: file, line, column, id, values } of read?.problems ?? []) log.warn(`${file}:${line}:${column}: ${sentence(id, values)}`);
    return this.#openings.during(key, onProgress, async (told) => {
      const dataset = await openDataset({ path, files, digest, study: read?.study, identified: true, ...told, signal });
      await this.#descriptions.keep(dataset, study, read?.study);
      return this.addDataset(key, dataset, home, signal, read?.study?.file);
    });
  }

  /** Takes an opened dataset in, with the runs of its `.fidelity` folder; the same key replaces what was open under it. */
  async addDataset(key: string, dataset: Dataset, home: string, signal?: AbortSignal, { rule, gates }: AskedFor = {}): Promise<OpenDataset> {
    const open = { key, dataset, home, hash: (await dataset.identity(signal)).hash, ...(rule ? { rule } : {}), ...(gates ? { gates } : {}) };
    await this.openHome(home, signal);
    this.#datasets.set(key, open);
    this.#events.fire({ what: "datasets" });
    return open;
  }

  /** How the files of a dataset stood when they were last looked at; undefined before that. */
  standing(open: OpenDataset): Standing | undefined {
    return this.#standings.get(open);
  }

  /** Files outside the dataset that say what it is: the study file, and those with its outcomes. */
  readonly filesBeside = ({ dataset }: OpenDataset): Promise<readonly string[]> => this.#descriptions.filesBeside(dataset);

  /** Looks at the files of a dataset and tells when they stand otherwise than before. What was read stays; a run stops where it must read what is gone. */
  async checkFiles(key: string): Promise<Standing | undefined> {
    const open = this.#datasets.get(key);
    if (!open) return undefined;
    const standing = await this.#descriptions.standing(open.dataset);
    if (this.#datasets.get(key) !== open) return undefined;
    const before = this.#standings.get(open)?.kind ?? "same";
    this.#standings.set(open, standing);
    if (standing.kind !== before) this.#events.fire({ what: "files", open, standing });
    return standing;
  }

  closeDataset(key: string): void {
    if (this.#datasets.delete(key)) this.#events.fire({ what: "datasets" });
  }

  /** The dataset a run was made on, if it is open with the same content. */
  datasetOf(run: Run): OpenDataset | undefined {
    return this.datasets.find((open) => open.hash === run.manifest.dataset.hash);
  }

  runsOf(open: OpenDataset): readonly Run[] {
    return this.runs.filter((run) => run.manifest.dataset.hash === open.hash);
  }

  /** The hand-picked probes kept beside a dataset. */
  handPicked(open: OpenDataset): HandPicked {
    const log = this.#handPicked.get(open.home);
    if (!log) throw new Failure("run-not-found", { run: "hand-picked", folder: open.home });
    return log;
  }

  /**
   * Fixes a plan and makes its run, or finds the one that already has this plan. Nothing is called yet. `name` is that of a
   * journal in `home` to write or go on with; rejects with `plan-differs` when it holds another plan.
   */
  async plan(open: OpenDataset, setup: Setup, options: PlanOptions, signal: AbortSignal, name?: string, home = open.home, later?: LaterCalls): Promise<{ readonly run: Run; readonly plan: Plan }> {
    const [{ makePlan }, resolved] = await Promise.all([import("./planning.ts"), this.#resolve(open, setup, signal, later)]);
    try {
      const recording = resolved.recording?.recording;
      const samples = recording?.samples ?? setup.samples;
      const planOptions = recording ? { ...options, only: recording.conversations } : options;
      const title = runTitle(resolved);
      const run = name ?? runName(resolved, this.#doors.clock.now(), this.#doors.ids.short(4));
      const plan = await makePlan(open.dataset, { ...setup, samples }, resolved, open.gates ? { ...planOptions, gates: open.gates } : planOptions, { run: run.replace(/^.*\/|\.jsonl$/g, ""), title }, this.#doors.digest, signal);
      if (plan.manifest.plannedProbes === 0) throw new Failure("plan-empty", { dataset: open.dataset.name });
      const same = name === undefined ? this.runs.find((each) => each.manifest.planHash === plan.manifest.planHash) : undefined;
      const journals = this.#doors.journals(home);
      const known = this.#shelf.run(plan.manifest.run);
      const made = same ?? (known?.journals === journals ? known : new Run(run, journals));
      if (!same && name !== undefined) await this.#sameOrNew(made, plan);
      if (!recording) return { run: made, plan };
      const { unchosenPlaces } = await import("./recording.ts");
      return { run: made, plan: { ...plan, unchosen: unchosenPlaces(recording, plan) } };
    } finally {
      await resolved.close();
    }
  }

  /** Carries a run out, or goes on where it stopped. Resolves when it is finished, paused or cancelled, or when only what is answered `later` is left. */
  carryOut(open: OpenDataset, setup: Setup, run: Run, plan: Plan, signal: AbortSignal, later?: LaterCalls): Promise<void> {
    return this.carryOutTogether([{ open, setup, run, plan }], signal, later ? { later } : {});
  }

  /** Has the judges of runs that have not begun answer the anchor turns of their codebook; the jobs that come back carry how they did. */
  async preflight(jobs: readonly Job[], signal: AbortSignal, options: { readonly threshold?: number } & Pick<CarryingOptions, "budget"> = {}): Promise<readonly Tried[]> {
    const { tryJudges } = await import("./preflight.ts");
    return tryJudges(jobs, { ...options, doors: this.#doors, resolve: ({ open, setup }, chatModel) => this.#resolve(open, setup, signal, { chatModel }) }, signal);
  }

  /** Keeps what trying cost for runs nobody goes on with. */
  async declined(tried: readonly Tried[]): Promise<void> {
    const { keepDeclined } = await import("./preflight.ts");
    for (const run of await keepDeclined(tried, this.#doors)) this.#shelf.adopt(run);
  }

  /** Carries several runs out side by side, each with its own journal: conversation by conversation, real turns paid once. Rejects with the first failure after all have ended. */
  async carryOutTogether(jobs: readonly Job[], signal: AbortSignal, options: CarryingOptions = {}): Promise<void> {
    const { carryOut } = await import("./carrying.ts");
    const lent: Lent = {
      doors: this.#doors,
      resolve: ({ open, setup }, chatModel) => this.#resolve(open, setup, signal, { chatModel }),
      parts: (job, resolved) => this.#partsOf(job, resolved),
      begun: ({ run, plan }) => {
        this.#shelf.adopt(run);
        const streams = run.onDidStream(({ probe, sample, soFar }) => this.#arriving.arrive(run.id, plan.manifest, probe, sample, soFar));
        return () => streams.dispose();
      },
      saying: ({ open, run }, work) => this.#saying(open, run, work),
    };
    try {
      await carryOut(jobs, lent, options, signal);
    } finally {
      this.#events.fire({ what: "runs" });
    }
  }

  /** What runs will need from where they stand, each after those before it, about: calls, tokens, time, cost; judges `tried` before included. Nothing is sent. Rejects with what keeps it from starting, such as a missing key. */
  async estimates(jobs: readonly Job[], signal: AbortSignal, tried = true): Promise<readonly Estimate[]> {
    const { estimateOf } = await import("./paid/estimate.ts");
    const asked = new Set<string>();
    const estimates: Estimate[] = [];
    for (const job of jobs) {
      const resolve = (chatModel: StudyDoors["chatModel"]): Promise<Resolved> => this.#resolve(job.open, job.setup, signal, { chatModel });
      const lent = { prices: this.#doors.prices, runs: this.runs, asked, tried, resolve, parts: (resolved: Resolved) => this.#partsOf(job, resolved) };
      estimates.push(await estimateOf(job, lent, this.#doors, signal));
    }
    return estimates;
  }

  /** A run that stopped because a file of its dataset changed says so with what to do; other failures pass. */
  async #saying(open: OpenDataset, run: Run, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      const standing = isFailure(error) && LOST_FILE.has(error.id) ? await this.checkFiles(open.key).catch(() => undefined) : undefined;
      if (!standing || standing.kind === "same") throw error;
      throw new Failure("run-dataset-changed", { path: standing.path, title: run.manifest.title }, { cause: error });
    }
  }

  /** Probes one turn by hand. The continuation and its label are kept; no statistic changes. */
  async probeTurn(open: OpenDataset, conversation: Conversation, turn: number, setup: Setup, sample: number | undefined, signal: AbortSignal): Promise<void> {
    const probe = handPickedProbe(conversation, turn);
    if (!probe) throw new Failure("turn-not-probed");
    const resolved = await this.#resolve(open, setup, signal);
    try {
      const manifest = handPickedManifest(await open.dataset.identity(signal), setup, resolved, this.#doors.digest);
      // A recording and the control have one answer a turn; asking again would only repeat it.
      const number = resolved.simulator.kind === "model" ? sample : 0;
      const said = resolved.redaction ? await resolved.source.read(conversation.id, signal) : conversation;
      await this.handPicked(open).probe(said, probe, manifest, this.#parts(resolved), number, (...streamed) => this.#arriving.arrive(manifest.planHash, manifest, ...streamed), signal);
    } finally {
      this.#arriving.arrived(conversation.id, turn);
      await resolved.close();
    }
  }

  /** What one probe would send with a setup, simulator first; nothing is sent and nothing kept. Rejects as `probeTurn` does. */
  async requests(open: OpenDataset, conversation: Conversation, turn: number, setup: Setup, signal: AbortSignal): Promise<readonly ExactRequest[]> {
    const probe = handPickedProbe(conversation, turn);
    if (!probe) throw new Failure("turn-not-probed");
    const { listening, rehearse } = await import("./exactRequests.ts");
    const heard: ExactRequest[] = [];
    const chatModel: StudyDoors["chatModel"] = async (...named) => listening(await this.#doors.chatModel(...named), (asked) => heard.push(asked));
    const resolved = await this.#resolve(open, setup, signal, { chatModel });
    try {
      await rehearse(this.#parts(resolved), await resolved.source.read(conversation.id, signal), probe, signal);
    } finally {
      await resolved.close();
    }
    return heard;
  }

  /** Whether the recording of a setup has a continuation at a turn. */
  async isRecorded(open: OpenDataset, setup: Setup, conversation: string, turn: number, signal: AbortSignal): Promise<boolean> {
    const resolved = await this.#resolve(open, setup, signal);
    await resolved.close();
    return resolved.recording?.recording.at(conversation, turn, 0) !== undefined;
  }

  /** The manifest a continuation view's `run` names: of a run, or of hand-picked probes of one setup. */
  manifestOf(open: OpenDataset, id: string): RunManifest | undefined {
    return this.#shelf.run(id)?.state.manifest ?? this.handPicked(open).states.get(id)?.manifest;
  }

  /** The `.fidelity` folder a run is kept in, also when its dataset is not open. */
  homeOf(run: Run): string | undefined {
    return [...this.#handPicked.keys()].find((home) => this.#doors.journals(home) === run.journals);
  }

  /** How things stand now that a run was made with; see changes.ts. */
  async nowOf(run: Run): Promise<Now> {
    const { manifest } = run;
    const { nowOf } = await import("./nowOf.ts");
    const open = this.datasetOf(run) ?? this.datasets.find(({ dataset }) => dataset.name === manifest.dataset.name);
    const gone = open ? (await open.dataset.standing()).kind === "gone" : (await this.#doors.files.stat(manifest.dataset.path)) === undefined;
    const others = [...this.runs.map(({ state }) => state), ...[...this.#handPicked.values()].flatMap(({ states }) => [...states.values()])];
    return nowOf(manifest, this.homeOf(run) ?? "", gone ? "gone" : open?.hash, others, this.#doors);
  }

  /** What is known at the user turns of a conversation: hand-picked first, then runs of this dataset, newest first. */
  turnViews(open: OpenDataset, conversation: string): ReadonlyMap<number, TurnView> {
    const handPicked = [...this.handPicked(open).states].flatMap(([id, state]): Source[] =>
      state.manifest?.dataset.hash === open.hash ? [{ id, manifest: state.manifest, state }] : [],
    );
    const runs = this.runsOf(open).map((run): Source => ({ id: run.id, manifest: run.manifest, state: run.state }));
    return this.#arriving.before(this.#views.of(JSON.stringify([open.key, conversation]), conversation, [...handPicked, ...runs]), conversation);
  }

  /** Reads a run again whenever another window or terminal writes it. */
  follow(run: Run): void {
    this.#shelf.follow(run);
  }

  /** Takes people out of the journals, packets and caches of a `.fidelity` folder; see forget.ts. What of it is shown here is read anew. */
  async forgetPeople(home: string, whom: Whom, options: ForgetOptions): Promise<Forgotten> {
    const { forgetIn } = await import("./forget.ts");
    const journals = this.#doors.journals(home);
    const handPicked = this.#handPicked.get(home);
    if (!options.dryRun) await handPicked?.close();
    const forgotten = await forgetIn(journals, whom, options, this.#doors);
    if (options.dryRun) return forgotten;
    await handPicked?.reload();
    for (const run of this.runs) if (run.journals === journals) await run.load();
    this.#events.fire({ what: "runs" });
    return forgotten;
  }

  /** Forgets a run after its journal was removed. */
  forget(run: Run): void {
    this.#shelf.drop(run);
  }

  /** Stops what runs and releases every file. */
  async close(): Promise<void> {
    this.#shelf.close();
    for (const log of this.#handPicked.values()) await log.close();
  }

  /** Judges, simulators and their prompts are loaded at the first probe, readers at the first dataset: neither belongs to activation. */
  async #resolve(open: OpenDataset, setup: Setup, signal: AbortSignal, later?: Pick<LaterCalls, "chatModel">): Promise<Resolved> {
    const { resolve } = await import("./parts.ts");
    const doors = later ? { ...this.#doors, chatModel: later.chatModel } : this.#doors;
    return resolve(open.dataset, open.home, setup, doors, this.#pools, signal);
  }

  #partsOf({ open, plan }: Job, resolved: Resolved): Omit<RunnerParts, "state" | "journal" | "setup" | "changed"> {
    const { extends: extended } = plan.manifest;
    const before = extended === undefined ? undefined : this.run(extended)?.state;
    return { ...this.#parts(resolved), reuse: (probe, sample) => (before && keptIn([before], plan.manifest, probe, sample)) ?? this.handPicked(open).reusable(plan.manifest, probe, sample) };
  }

  #parts(resolved: Resolved): Omit<RunnerParts, "state" | "journal" | "setup" | "changed"> {
    const { clock, ids, digest } = this.#doors;
    return { dataset: resolved.source, simulator: resolved.simulatorDoor, condition: resolved.condition, ...(resolved.manner ? { manner: resolved.manner } : {}), labeller: resolved.labeller, clock, ids, digest };
  }

  /** Reads the runs and hand-picked probes of a `.fidelity` folder, once. */
  async openHome(home: string, signal?: AbortSignal): Promise<void> {
    if (this.#handPicked.has(home)) return;
    const { clock, ids, log } = this.#doors;
    const journals = this.#doors.journals(home);
    const handPicked = new HandPicked(journals, clock, ids, log);
    await handPicked.load(signal);
    handPicked.onDidChange(({ conversation }) => this.#events.fire({ what: "handPicked", conversation }));
    this.#handPicked.set(home, handPicked);
    await this.#shelf.read(journals, signal);
  }

  async #sameOrNew(run: Run, plan: Plan): Promise<void> {
    await run.load();
    if (!run.state.manifest) return;
    const { otherPlan } = await import("./changes.ts");
    const other = otherPlan(run.state.manifest, plan.manifest);
    if (other) throw other;
  }
}
