// Owns planned runs in the editor: start, pause, resume, import, export, delete. Refuses planning and statistics (study/).
import path from "node:path";
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import { probeKey, type Probe } from "../core/probe/probe.ts";
import { pairsText } from "../study/pairs.ts";
import type { Plan } from "../study/plan.ts";
import type { Run } from "../study/run.ts";
import { setupOfManifest, DEFAULT_SETUP, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { Consent } from "./consent.ts";
import type { Datasets } from "./datasets.ts";
import { language, type Edge } from "./edge.ts";
import { probeRule, seed } from "./settings.ts";
import type { Setups } from "./setups.ts";

/** A run and its plan; nothing is called yet. */
interface Planned {
  readonly run: Run;
  readonly plan: Plan;
}

export class Running {
  readonly #study: Study;
  readonly #datasets: Datasets;
  readonly #setups: Setups;
  readonly #consent: Consent;
  readonly #edge: Edge;
  /** Checks that have not ended, by what they check with what. */
  readonly #checking = new Map<string, Promise<Run | undefined>>();

  constructor(study: Study, datasets: Datasets, setups: Setups, consent: Consent, edge: Edge) {
    this.#study = study;
    this.#datasets = datasets;
    this.#setups = setups;
    this.#consent = consent;
    this.#edge = edge;
  }

  /**
   * One planned run of a setup (default: the current one) over a dataset, with progress and cancel; goes on where an equal plan
   * stopped. Asked for a second time before it has ended, it is the same one: before its first entry no plan is found again.
   */
  check(open: OpenDataset, given: Setup = this.#setups.current(open)): Promise<Run | undefined> {
    const setup = this.#setups.redacted(open, given);
    const key = JSON.stringify([open.key, open.hash, setup, open.rule ?? probeRule(), seed()]);
    const running = this.#checking.get(key) ?? this.#planned(open, setup).then((planned) => this.#start(open, setup, planned)).finally(() => this.#checking.delete(key));
    this.#checking.set(key, running);
    return running;
  }

  /** Goes on with a paused run; its dataset must be open and unchanged. */
  async resume(run: Run): Promise<void> {
    const open = this.#study.datasetOf(run);
    const setup = setupOfManifest(run.manifest, this.#datasets.samplePath("runs"));
    if (!open || !setup) {
      void vscode.window.showWarningMessage(sentence("resume-needs-dataset", { dataset: run.manifest.dataset.name, path: run.manifest.dataset.path }, language));
      return;
    }
    const { rule, orderSeed, limit } = run.manifest;
    const options = { rule, seed: orderSeed, ...(limit === undefined ? {} : { limit }) };
    const signal = new AbortController().signal;
    await this.#start(open, setup, await this.#study.plan(open, setup, options, signal, run.name, this.#study.homeOf(run)), true);
  }

  /** After a reload, a run that costs nothing goes on by itself; a paid one says where it stopped and waits for one click. */
  async goOn(): Promise<void> {
    for (const run of this.#study.runs) {
      const { simulator, judge } = run.manifest;
      const free = simulator.kind !== "model" && judge.kind !== "model";
      if (run.status !== "paused" || !this.#study.datasetOf(run) || run.progress.done >= run.progress.total || run.state.ended?.reason === "paused") continue;
      if (free) await this.resume(run);
      else this.#told(run);
    }
  }

  async importContinuations(open: OpenDataset): Promise<void> {
    const [file] = (await vscode.window.showOpenDialog({ filters: { JSONL: ["jsonl"] }, title: sentence("import-title", {}, language) })) ?? [];
    if (!file) return;
    const setup: Setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: file.fsPath }, judge: { kind: "recorded" } };
    await this.#start(open, setup, await this.#planned(open, setup));
  }

  async exportPairs(run: Run): Promise<void> {
    const target = await vscode.window.showSaveDialog({ filters: { CSV: ["csv"] }, saveLabel: sentence("export-label", {}, language) });
    if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await pairsText(run)));
  }

  async remove(run: Run): Promise<void> {
    const move = sentence("move-to-trash", {}, language);
    if ((await vscode.window.showWarningMessage(sentence("delete-run", { run: run.id }, language), { modal: true }, move)) !== move) return;
    const open = this.#study.datasetOf(run);
    const home = open?.home ?? this.#study.homeOf(run);
    if (home === undefined) return;
    await vscode.workspace.fs.delete(vscode.Uri.file(path.join(home, run.name)), { useTrash: true });
    this.#study.forget(run);
  }

  #planned(open: OpenDataset, setup: Setup): Promise<Planned> {
    const title = sentence("planning", { dataset: open.dataset.name }, language);
    return Promise.resolve(this.#edge.progress(title, vscode.ProgressLocation.Notification, (_report, signal) => this.#study.plan(open, setup, { rule: open.rule ?? probeRule(), seed: seed() }, signal)));
  }

  /** Asks first where something would be sent; what was agreed to may be another plan, that of redacted texts. A run that goes on is `settled`. */
  async #start(open: OpenDataset, setup: Setup, planned: Planned, settled = false): Promise<Run | undefined> {
    const { run, plan } = planned;
    if (run.status === "running") return run;
    const left = openProbes(run, plan);
    const [first] = left;
    if (first) {
      const example = { conversation: await open.dataset.read(first.conversation), turn: first.turn };
      const agreed = await this.#consent.agreed({ open, setup, example, planned: { probes: left.length }, settled });
      if (!agreed) return undefined;
      if (agreed.redact !== setup.redact) return this.#carryOut(open, agreed, await this.#planned(open, agreed));
    }
    return this.#carryOut(open, setup, planned);
  }

  async #carryOut(open: OpenDataset, setup: Setup, { run, plan }: Planned): Promise<Run> {
    const title = sentence("checking", { title: plan.manifest.title }, language);
    await this.#edge.progress(title, vscode.ProgressLocation.Notification, async (report, signal) => {
      let shown = 0;
      const timer = setInterval(() => {
        if (!run.state.manifest) return;
        const { done, total, failed, left } = run.progress;
        const percent = total > 0 ? (100 * done) / total : 100;
        report(sentence("checking-progress", { done, total, failed, left: left === undefined ? "–" : Math.ceil(left / 1000) }, language), percent - shown);
        shown = percent;
      }, 250);
      try {
        await this.#study.carryOut(open, setup, run, plan, signal);
      } finally {
        clearInterval(timer);
      }
    });
    this.#told(run);
    return run;
  }

  /** One notification when a plan ends or stops. */
  #told(run: Run): void {
    const { done, total, failed } = run.progress;
    const id = run.status === "finished" ? "told-finished" : "told-paused";
    void vscode.window.showInformationMessage(sentence(id, { title: run.manifest.title, done, total, failed }, language));
  }
}

/** Planned probes that are not complete: not begun, cut short, or failed. */
function openProbes({ state }: Run, { conversations, manifest }: Plan): readonly Probe[] {
  return conversations
    .flatMap(({ probes }) => probes.map(({ probe }) => probe))
    .filter((probe) => {
      const known = state.probes.get(probeKey(probe));
      return !known || !state.complete(known, manifest.samples);
    });
}
