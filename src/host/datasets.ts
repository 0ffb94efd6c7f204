// Owns opening, remembering and closing datasets in a window, and the built-in sample. Refuses showing them (views/).
import path from "node:path";
import * as vscode from "vscode";
import * as z from "zod/mini";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Digest, Files } from "../core/ports.ts";
import { CONTEXT_KEYS } from "../ids.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import { choices, severalShapes, type ShapeChoice } from "../study/folderShapes.ts";
import { DEFAULT_SETUP, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { chooseShape } from "./chooseShape.ts";
import { language, type Edge } from "./edge.ts";
import { homeOf, studyFolderOf } from "./home.ts";

export const SAMPLE_KEY = "sample";
const REMEMBERED = "fidelity.datasets";
const rememberedSchema = z.array(z.object({ key: z.string(), path: z.string() }));
const DESCRIBED = "fidelity.descriptions";
/** Failures that questions can mend: the file is there and has records, but nobody said what they mean. */
const ASKABLE: ReadonlySet<string> = new Set(["shape-unknown"]);

export class Datasets {
  readonly #study: Study;
  readonly #edge: Edge;
  readonly #context: vscode.ExtensionContext;
  readonly #digest: Digest;
  readonly #files: Files;
  readonly #opening = new Map<string, Promise<OpenDataset | undefined>>();

  constructor(study: Study, edge: Edge, context: vscode.ExtensionContext, digest: Digest, files: Files) {
    this.#study = study;
    this.#edge = edge;
    this.#context = context;
    this.#digest = digest;
    this.#files = files;
  }

  /** Opens the built-in sample with its two recorded, invented runs; a second call shows what is open. */
  async openSample(): Promise<OpenDataset | undefined> {
    const open = await this.#open(this.samplePath("conversations.jsonl"), SAMPLE_KEY);
    if (open) await this.#edge.progress(sentence("opening-sample", {}, language), vscode.ProgressLocation.Window, (_report, signal) => this.#recordedRuns(open, signal));
    return open;
  }

  async openDialog(): Promise<OpenDataset | undefined> {
    const [uri] = (await vscode.window.showOpenDialog({ canSelectFiles: true, canSelectFolders: true, openLabel: sentence("open-as-transcripts", {}, language) })) ?? [];
    return uri && this.openUri(uri);
  }

  /** Opens a file or folder the person named. A file that is not on disk cannot be read by range: it is copied first, up to a cap. */
  async openUri(uri: vscode.Uri): Promise<OpenDataset | undefined> {
    if (uri.scheme !== "file") {
      const copy = await this.#edge.guard("copy", async () => (await import("./copies.ts")).copyOf(uri, this.#context.globalStorageUri, this.#digest));
      if (copy === undefined) return undefined;
      void vscode.window.showInformationMessage(sentence("dataset-copied", { path: uri.toString(true) }, language));
      return this.openUri(vscode.Uri.file(copy));
    }
    const known = this.#remembered().some((each) => each.path === uri.fsPath);
    const open = await this.#open(uri.fsPath, this.#keyOf(uri.fsPath));
    if (open && !known) void this.#sayWhatWasUnderstood(open);
    return open;
  }

  /** Of a foreign shape, said once: what it was taken for, and the way to say otherwise. */
  async #sayWhatWasUnderstood({ dataset }: OpenDataset): Promise<void> {
    const { understoodText } = await import("../study/mapping/understood.ts");
    const text = this.#descriptions()[dataset.path] ? undefined : understoodText(dataset, language);
    if (text === undefined) return;
    const several = dataset.shapes && dataset.shapes.length > 1 ? choices(dataset.shapes) : undefined;
    const change = sentence(several ? "choose-other-shape" : "mapping-change", {}, language);
    if ((await vscode.window.showInformationMessage(text, change)) !== change) return;
    await this.#edge.guard("describe", async () => {
      if (!several) await this.describe(dataset.path);
      else if (await this.#choose(dataset.path, several)) await this.#open(dataset.path, this.#keyOf(dataset.path));
    });
  }

  /** Asks which shape of a folder is meant, and remembers the answer. */
  async #choose(folder: string, shapes: readonly ShapeChoice[]): Promise<boolean> {
    const said = await chooseShape(folder, shapes);
    if (said) await this.#context.workspaceState.update(DESCRIBED, { ...this.#descriptions(), [folder]: said });
    return said !== undefined;
  }

  /** Asks how to read a file and opens it so; undefined when the person gave up. */
  async describe(file: string): Promise<OpenDataset | undefined> {
    const { describeDataset } = await import("./mapping/describe.ts");
    const description = await describeDataset(file, { files: this.#files, digest: this.#digest, edge: this.#edge });
    if (!description) return undefined;
    const { [file]: _, ...others } = this.#descriptions();
    await this.#context.workspaceState.update(DESCRIBED, description.saved ? others : { ...others, [file]: description.entry });
    return this.#open(file, this.#keyOf(file));
  }

  /** The same for a file the person chooses. */
  async describeDialog(): Promise<OpenDataset | undefined> {
    const [uri] = (await vscode.window.showOpenDialog({ canSelectFiles: true, openLabel: sentence("mapping-describe", {}, language) })) ?? [];
    return uri && this.describe(uri.fsPath);
  }

  /** The dataset with that key: open, being opened, or remembered from before a reload. */
  async reopen(key: string): Promise<OpenDataset | undefined> {
    const open = this.#study.dataset(key);
    if (open) return open;
    if (key === SAMPLE_KEY) return this.openSample();
    const remembered = this.#remembered().find((each) => each.key === key);
    return this.#opening.get(key) ?? (remembered && this.#open(remembered.path, key));
  }

  /** What the person said of a file, where no study file holds it. */
  descriptionOf(file: string): StudyDataset | undefined {
    return this.#descriptions()[file];
  }

  /** Opens again what was open before a reload. */
  async restore(): Promise<void> {
    for (const { key } of this.#remembered()) await this.reopen(key);
  }

  /** Reads every open dataset from disk again. */
  async refresh(): Promise<void> {
    for (const { key, dataset } of this.#study.datasets) await this.#open(dataset.path, key);
  }

  close(key: string): void {
    this.#study.closeDataset(key);
    this.#remember(this.#remembered().filter((each) => each.key !== key));
  }

  /** Copies the sample to a folder the person chooses and opens it there. */
  async copySample(): Promise<void> {
    const [folder] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: sentence("copy-sample-here", {}, language) })) ?? [];
    if (!folder) return;
    const target = vscode.Uri.joinPath(folder, "decision-fidelity-sample");
    await vscode.workspace.fs.copy(vscode.Uri.file(this.samplePath("")), target, { overwrite: false });
    await this.openUri(vscode.Uri.joinPath(target, "conversations.jsonl"));
  }

  samplePath(name: string): string {
    return path.join(this.#context.extensionPath, "media", "sample", name);
  }

  /** The setup that replays a recorded run of the sample. */
  sampleSetup(condition: "persona" | "may-disengage"): Setup {
    return { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: this.samplePath(path.join("runs", `${condition}.jsonl`)) }, condition, judge: { kind: "recorded" } };
  }

  #open(file: string, key: string): Promise<OpenDataset | undefined> {
    const running = this.#opening.get(key);
    if (running) return running;
    const work = this.#guarded(file, () => this.#read(file, key)).then((open) => {
      if (open) this.#remember([...this.#remembered().filter((each) => each.key !== key), { key, path: file }]);
      return open;
    }).finally(() => this.#opening.delete(key));
    this.#opening.set(key, work);
    return work;
  }

  async #read(file: string, key: string): Promise<OpenDataset> {
    const title = sentence("opening-dataset", { dataset: path.basename(file) }, language);
    const { home } = homeOf(file, this.#context.globalStorageUri, key === SAMPLE_KEY);
    const described = this.#descriptions()[file];
    const study = described ? { folder: studyFolderOf(file) ?? path.dirname(file), file: { datasets: [described] } } : studyFolderOf(file);
    return this.#edge.progress(title, vscode.ProgressLocation.Notification, (report, signal) => {
      let shown = 0;
      return this.#study.openPath(file, key, home, key === SAMPLE_KEY ? path.dirname(file) : study, (done, total) => {
        const percent = total > 0 ? (100 * done) / total : 100;
        report(`${Math.floor(percent)} %`, percent - shown);
        shown = percent;
      }, signal);
    });
  }

  /** What goes wrong is shown; where questions can mend it, they are offered, not begun. */
  #guarded(file: string, work: () => Promise<OpenDataset>): Promise<OpenDataset | undefined> {
    return this.#edge.guard("open", async () => {
      try {
        return await work();
      } catch (error) {
        const shapes = severalShapes(error);
        if (shapes && shapes.length > 1) return (await this.#choose(file, shapes)) ? await work() : undefined;
        if (!isFailure(error) || !ASKABLE.has(error.id)) throw error;
        const describe = sentence("mapping-describe", {}, language);
        void vscode.window.showErrorMessage(sentence(error.id, error.values, language), describe).then((choice) => (choice === describe ? this.#edge.guard("describe", () => this.describe(file)) : undefined));
        return undefined;
      }
    });
  }

  /** Descriptions no study file holds, by path. */
  #descriptions(): Readonly<Record<string, StudyDataset>> {
    return this.#context.workspaceState.get<Readonly<Record<string, StudyDataset>>>(DESCRIBED, {});
  }

  async #recordedRuns(open: OpenDataset, signal: AbortSignal): Promise<void> {
    for (const condition of ["persona", "may-disengage"] as const) {
      const setup = this.sampleSetup(condition);
      const { run, plan } = await this.#study.plan(open, setup, { rule: DEFAULT_RULE, seed: 1 }, signal);
      if (run.status !== "finished" && run.status !== "running") await this.#study.carryOut(open, setup, run, plan, signal);
    }
  }

  /** Short, stable, and silent about what is inside: the file's name, and four characters that tell two of one name apart. */
  #keyOf(file: string): string {
    return `${path.basename(file).replace(/\.(jsonl|json|csv)$/i, "")}-${this.#digest.sha256(file).slice(0, 4)}`;
  }

  #remembered(): readonly { readonly key: string; readonly path: string }[] {
    const parsed = z.safeParse(rememberedSchema, this.#context.workspaceState.get(REMEMBERED));
    return parsed.success ? parsed.data : [];
  }

  #remember(list: readonly { readonly key: string; readonly path: string }[]): void {
    void this.#context.workspaceState.update(REMEMBERED, list);
    void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.hasDataset, this.#study.datasets.length > 0);
  }
}
