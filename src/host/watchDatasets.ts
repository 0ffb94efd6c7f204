// Owns noticing that a file of an open dataset is deleted, renamed, replaced or grows, and offering to open it again. Refuses judging that (study).
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
    for (const [file, watch] of watches) if (!open.has(file)) watch.dispose();
    for (const file of [...watches.keys()]) if (!open.has(file)) watches.delete(file);
    for (const [file, { key }] of open) if (!watches.has(file)) watches.set(file, new Watch(file, () => void edge.guard("files", () => study.checkFiles(key))));
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

/** The file, or for a folder what is in it. */
class Watch {
  readonly #owned: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(file: string, changed: () => void) {
    const later = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(changed, QUIET_MILLISECONDS);
    };
    // Names may hold what a pattern reads as its own signs, so the folder is watched and the name compared.
    const beside = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), "*"));
    const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const inside = isFolder ? [vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(file), "**"))] : [];
    const concerns = ({ fsPath }: vscode.Uri): void => {
      if (fsPath === file || fsPath.startsWith(`${file}${path.sep}`)) later();
    };
    this.#owned = vscode.Disposable.from(...[beside, ...inside].flatMap((watcher) => [watcher, watcher.onDidChange(concerns), watcher.onDidCreate(concerns), watcher.onDidDelete(concerns)]));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
  }
}
