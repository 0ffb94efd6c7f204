// Owns what one does with runs besides carrying them out: import, export, delete. Refuses carrying out (running.ts).
import path from "node:path";
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import type { Run } from "../study/run.ts";
import { DEFAULT_SETUP, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { language } from "./edge.ts";
import type { Running } from "./running.ts";

export class RunActions {
  readonly #study: Study;
  readonly #running: Running;

  constructor(study: Study, running: Running) {
    this.#study = study;
    this.#running = running;
  }

  async importContinuations(open: OpenDataset): Promise<void> {
    const [file] = (await vscode.window.showOpenDialog({ filters: { JSONL: ["jsonl"] }, title: sentence("import-title", {}, language) })) ?? [];
    if (!file) return;
    const setup: Setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: file.fsPath }, judge: { kind: "recorded" } };
    await this.#running.checkTogether(open, [setup]);
  }

  async exportPairs(run: Run): Promise<void> {
    const target = await vscode.window.showSaveDialog({ filters: { CSV: ["csv"] }, saveLabel: sentence("export-label", {}, language) });
    if (!target) return;
    const { pairsText } = await import("../study/pairs.ts");
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await pairsText(run)));
  }

  async remove(run: Run): Promise<void> {
    const move = sentence("move-to-trash", {}, language);
    if ((await vscode.window.showWarningMessage(sentence("delete-run", { run: run.id }, language), { modal: true }, move)) !== move) return;
    const home = this.#study.datasetOf(run)?.home ?? this.#study.homeOf(run);
    if (home === undefined) return;
    await vscode.workspace.fs.delete(vscode.Uri.file(path.join(home, run.name)), { useTrash: true });
    this.#study.forget(run);
  }
}
