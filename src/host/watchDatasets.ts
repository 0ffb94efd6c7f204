// Owns noticing that a file of an open dataset is deleted, renamed, replaced or grows, or what describes it changes, and offering to open it again. Refuses judging that (study).
import { statSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import type { OpenDataset, Standing, Study } from "../study/study.ts";
import type { Datasets } from "./datasets.ts";
import { language, type Edge } from "./edge.ts";

/** A file must stay unchanged so long before it is looked at: copying and logging write in many steps. */
const QUIET_MILLISECONDS = 1000;

/** Watches what is open and tells what happened to it, once each time it is something else. */
export function watchDatasets(study: Study, datasets: Datasets, edge: Edge): vscode.Disposable {
  const watches = new Map<string, Watch>();
  const follow = (): void => {
    const open = new Map(study.datasets.map((each) => [each.dataset.path, each]));
    for (const [file, watch] of [...watches]) {
      if (open.get(file) === watch.dataset) continue;
      watch.dispose();
      watches.delete(file);
    }
    for (const [file, dataset] of open) {
      if (watches.has(file)) continue;
      const watch = new Watch(dataset, () => void edge.guard("files", () => study.checkFiles(dataset.key)));
      watches.set(file, watch);
      void edge.guard("files", async () => watch.also(await study.filesBeside(dataset)));
    }
  };
  follow();
  return vscode.Disposable.from(
    study.onDidChange((event) => {
      if (event.what === "datasets") follow();
      if (event.what === "files" && event.standing.kind !== "same") void edge.guard("files", () => told(event.open, event.standing));
    }),
    { dispose: () => watches.forEach((watch) => watch.dispose()) },
  );

  async function told({ key, dataset }: OpenDataset, standing: Standing): Promise<void> {
    const again = sentence("open-again", {}, language);
    const chosen = await vscode.window.showWarningMessage(say(standing), ...(standing.kind === "gone" ? [] : [again]));
    if (chosen !== again) return;
    if (standing.kind !== "renamed") await datasets.openUri(vscode.Uri.file(dataset.path));
    else if (await datasets.openUri(vscode.Uri.file(standing.to))) datasets.close(key);
  }
}

function say(standing: Standing): string {
  const to = standing.kind === "renamed" ? path.basename(standing.to) : "";
  return standing.kind === "same" ? "" : sentence(`dataset-${standing.kind}`, { path: standing.path, to }, language);
}

/** The file, or for a folder what is in it, and files beside it that say what it is. */
class Watch {
  readonly dataset: OpenDataset;
  readonly #changed: () => void;
  readonly #watchers: vscode.Disposable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(dataset: OpenDataset, changed: () => void) {
    this.dataset = dataset;
    this.#changed = changed;
    const { path: file } = dataset.dataset;
    this.also([file]);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) this.#watch(file, "**", (changedFile) => changedFile.startsWith(`${file}${path.sep}`));
  }

  also(files: readonly string[]): void {
    // Names may hold what a pattern reads as its own signs, so the folder is watched and the name compared.
    if (!this.#disposed) for (const file of files) this.#watch(path.dirname(file), "*", (changedFile) => changedFile === file);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.dispose();
  }

  #watch(folder: string, pattern: string, concerns: (file: string) => boolean): void {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), pattern));
    const seen = ({ fsPath }: vscode.Uri): void => {
      if (!concerns(fsPath)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#changed, QUIET_MILLISECONDS);
    };
    this.#watchers.push(watcher, watcher.onDidChange(seen), watcher.onDidCreate(seen), watcher.onDidDelete(seen));
  }
}
