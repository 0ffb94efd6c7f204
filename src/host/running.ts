// Owns carrying planned runs out in the editor: asking first, progress, pause, going on after a reload, what is said at the end. Refuses
// planning, sums and statistics (study/).
import * as vscode from "vscode";
import { isFailure } from "../core/messages/failure.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { probeKey } from "../core/probe/probe.ts";
import { COMMANDS } from "../ids.ts";
import type { Job } from "../study/carrying.ts";
import { estimateLines } from "../study/paid/words.ts";
import { endedText } from "../study/runEnded.ts";
import type { PlanOptions } from "../study/plan.ts";
import type { Run } from "../study/run.ts";
import { leftText, type Deltas } from "../study/runWords.ts";
import { setupOfManifest, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { Consent } from "./consent.ts";
import type { Datasets } from "./datasets.ts";
import { language, type Edge } from "./edge.ts";
import { priceOf } from "./endpoints.ts";
import { budget, probeRule, seed } from "./settings.ts";
import type { Setups } from "./setups.ts";
import { callsLeft } from "./spentNow.ts";

export interface RunningParts {
  readonly study: Study;
  readonly datasets: Datasets;
  readonly setups: Setups;
  readonly consent: Consent;
  readonly edge: Edge;
  readonly deltas: Deltas;
  /** Asks for the key of an endpoint; true when one was given. */
  readonly askKey: (endpoint: string) => Promise<boolean>;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class Running {
  readonly #parts: RunningParts;
  /** Checks that have not ended, by what they check with what. */
  readonly #checking = new Map<string, Promise<readonly Run[]>>();
  /** What carries a run out in this window. */
  readonly #active = new Map<Run, Promise<unknown>>();
  /** Runs that are being handed over. */
  readonly #leaving = new Set<Run>();

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  /**
   * One planned run of a setup (default: the current one) over a dataset, with progress and cancel; goes on where an equal plan
   * stopped. Asked for a second time before it has ended, it is the same one: before its first entry no plan is found again.
   */
  async check(open: OpenDataset, setup: Setup = this.#parts.setups.current(open)): Promise<Run | undefined> {
    return (await this.checkTogether(open, [setup]))[0];
  }

  /** The same of several setups side by side, sharing the labels of real turns; none when it was refused. */
  checkTogether(open: OpenDataset, given: readonly Setup[]): Promise<readonly Run[]> {
    const setups = given.map((setup) => this.#parts.setups.redacted(open, setup));
    const key = JSON.stringify([open.key, open.hash, setups, open.rule ?? probeRule(), seed()]);
    const running = this.#checking.get(key) ?? this.planned(open, setups).then((jobs) => this.start(jobs)).finally(() => this.#checking.delete(key));
    this.#checking.set(key, running);
    return running;
  }

  /** Goes on with a paused run; its dataset must be open and unchanged. A key that is missing is asked for. */
  async resume(run: Run): Promise<void> {
    try {
      const job = await this.jobOf(run);
      if (job) await this.start([job], true);
    } catch (error) {
      if (!isFailure(error) || error.id !== "endpoint-key-missing") throw error;
      const set = say("set-key");
      if ((await vscode.window.showWarningMessage(say(error.id, error.values), set)) !== set) return;
      if (await this.#parts.askKey(String(error.values.endpoint))) await this.resume(run);
    }
  }

  /** The job of a stored run, as it was planned; says what is missing where there is none. */
  async jobOf(run: Run): Promise<Job | undefined> {
    const { study, datasets } = this.#parts;
    const open = study.datasetOf(run);
    const setup = setupOfManifest(run.manifest, datasets.samplePath("runs"));
    if (!open || !setup) {
      void vscode.window.showWarningMessage(say("resume-needs-dataset", { dataset: run.manifest.dataset.name, path: run.manifest.dataset.path }));
      return undefined;
    }
    const { rule, orderSeed, limit } = run.manifest;
    const options = { rule, seed: orderSeed, ...(limit === undefined ? {} : { limit }) };
    return { open, setup, ...(await study.plan(open, setup, options, new AbortController().signal, run.name, study.homeOf(run))) };
  }

  /** After a reload, runs that cost nothing go on by themselves; a paid one says where it stopped and waits for one click. */
  async goOn(): Promise<void> {
    for (const run of this.#parts.study.runs) {
      const { simulator, judge } = run.manifest;
      const free = simulator.kind !== "model" && judge.kind !== "model";
      if (run.status !== "paused" || !this.#parts.study.datasetOf(run) || run.progress.done >= run.progress.total || run.state.ended?.reason === "paused") continue;
      if (free) await this.resume(run);
      else void this.#told([run]);
    }
  }

  /** Stops a run of this window for somebody else to go on with; resolves when its journal is given up. Nothing is told of it. */
  async handedOver(run: Run): Promise<void> {
    this.#leaving.add(run);
    try {
      run.pause();
      await this.#active.get(run)?.catch(() => undefined);
    } finally {
      this.#leaving.delete(run);
    }
  }

  /** Fixes the plans; nothing is called yet. */
  planned(open: OpenDataset, setups: readonly Setup[], options: PlanOptions = { rule: open.rule ?? probeRule(), seed: seed() }): Promise<readonly Job[]> {
    const { study, edge } = this.#parts;
    return Promise.resolve(
      edge.progress(say("planning", { dataset: open.dataset.name }), vscode.ProgressLocation.Notification, async (_report, signal) => {
        const jobs: Job[] = [];
        for (const setup of setups) jobs.push({ open, setup, ...(await study.plan(open, setup, options, signal)) });
        return jobs;
      }),
    );
  }

  /**
   * Asks where something would be sent, then carries the runs out. What was agreed to may be other plans, those of redacted texts;
   * runs that go on are `settled`. Resolves with the runs when they have ended, with none when the person said no.
   */
  async start(jobs: readonly Job[], settled = false): Promise<readonly Run[]> {
    const [first] = jobs;
    if (!first) return [];
    const going = jobs.filter(({ run }) => run.status === "running");
    const idle = jobs.filter(({ run }) => run.status !== "running");
    const asked = idle.length === 0 ? idle : await this.#agreed(first.open, idle, settled);
    const { triedJobs } = await import("./preflight.ts");
    const agreed = await triedJobs(this.#parts.study, this.#parts.edge, asked);
    if (agreed.length === 0 && idle.length > 0) return [];
    if (agreed.length > 0) await this.#carryOut(agreed);
    return [...going, ...agreed].map(({ run }) => run);
  }

  async #agreed(open: OpenDataset, jobs: readonly Job[], settled: boolean): Promise<readonly Job[]> {
    const { study, consent, edge } = this.#parts;
    const estimates = await edge.progress(say("estimating", { dataset: open.dataset.name }), vscode.ProgressLocation.Window, (_report, signal) => study.estimates(jobs, signal));
    if (estimates.every(({ calls, trial }) => calls.simulator + calls.judge + trial === 0)) return jobs;
    const lines = estimates.map((estimate) => estimateLines(estimate, language));
    const size = jobs.length === 1 ? (lines[0] ?? []) : jobs.map(({ plan }, index) => `${plan.manifest.title}: ${(lines[index] ?? []).join(" ")}`);
    const example = exampleOf(jobs);
    // What is sent cannot be shown, so nothing is sent.
    if (!example) return [];
    const setups = jobs.map(({ setup }) => setup);
    const agreed = await consent.agreed({ open, setups, example: { conversation: await open.dataset.read(example.conversation), turn: example.turn }, size, settled });
    if (!agreed) return [];
    const { rule, orderSeed, limit } = jobs[0]?.plan.manifest ?? { rule: probeRule(), orderSeed: seed() };
    const options = { rule, seed: orderSeed, ...(limit === undefined ? {} : { limit }) };
    return agreed.some(({ redact }, index) => redact !== setups[index]?.redact) ? this.planned(open, agreed, options) : jobs;
  }

  async #carryOut(jobs: readonly Job[]): Promise<void> {
    const { study, edge } = this.#parts;
    const runs = jobs.map(({ run }) => run);
    const limits = budget();
    const title = say("checking", { title: jobs.map(({ plan }) => plan.manifest.title).join(", ") });
    const work = Promise.resolve(
      edge.progress(title, vscode.ProgressLocation.Notification, async (report, signal) => {
        let shown = 0;
        const timer = setInterval(() => {
          const begun = runs.filter(({ state }) => state.manifest);
          if (begun.length === 0) return;
          const { text, percent } = progressOf(begun);
          report(text, percent - shown);
          shown = percent;
        }, 250);
        try {
          await study.carryOutTogether(jobs, signal, limits ? { budget: limits } : {});
        } finally {
          clearInterval(timer);
        }
      }),
    );
    const ended = work.finally(() => {
      for (const run of runs) this.#active.delete(run);
    });
    for (const run of runs) this.#active.set(run, ended);
    try {
      await ended;
    } finally {
      const own = runs.filter((run) => run.state.manifest && run.status !== "following" && !this.#leaving.has(run));
      if (own.length > 0) void this.#told(own);
    }
  }

  /** One notification when a plan ends or stops: Δ, failures by kind, spent; a paused one goes on at one click. */
  async #told(runs: readonly Run[]): Promise<void> {
    const lines: string[] = [];
    for (const run of runs) {
      const left = run.status === "paused" ? callsLeft(run) : undefined;
      lines.push(await endedText(run, this.#parts.deltas.of(run), priceOf, language), ...(left === undefined ? [] : [left]));
    }
    const paused = runs.filter(({ status }) => status === "paused");
    const [resume, panel] = [say("told-resume"), say("told-show-panel")];
    const choice = await vscode.window.showInformationMessage(lines.join(" "), ...(paused.length > 0 ? [resume] : []), panel);
    if (choice === resume) for (const run of paused) await this.#parts.edge.guard("resume", () => this.resume(run));
    if (choice === panel) await vscode.commands.executeCommand(COMMANDS.showPanel, { run: runs[0] });
  }
}

/** The first user turn whose probe is not complete (not begun, cut short, or failed); where only other probes are left, any user turn of the plan. */
function exampleOf(jobs: readonly Job[]): { readonly conversation: string; readonly turn: number } | undefined {
  let any: { readonly conversation: string; readonly turn: number } | undefined;
  for (const { run, plan } of jobs) {
    const all = plan.conversations.flatMap(({ probes }) => probes.flatMap(({ probe }) => (probe.unanswered === undefined ? [probe] : [])));
    any ??= all[0];
    const open = all.find((probe) => {
      const known = run.state.probes.get(probeKey(probe));
      return !known || !run.state.complete(known, plan.manifest.samples);
    });
    if (open) return open;
  }
  return any;
}

/** Percent done and a line: of all runs together, with the longest time left. */
function progressOf(runs: readonly Run[]): { readonly text: string; readonly percent: number } {
  const all = runs.map(({ progress }) => progress);
  const sum = (of: "done" | "total" | "failed"): number => all.reduce((before, each) => before + each[of], 0);
  const left = all.flatMap((each) => each.left ?? []);
  const [done, total] = [sum("done"), sum("total")];
  const time = left.length === 0 ? "" : ` · ${leftText(Math.max(...left), language)}`;
  return { text: `${say("checking-progress", { done, total, failed: sum("failed") })}${time}`, percent: total > 0 ? (100 * done) / total : 100 };
}
