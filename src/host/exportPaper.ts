// Owns asking which runs go into a paper's folder and where it lies. Refuses what is in it (study/paper.ts).
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import type { StatsEngine } from "../core/ports.ts";
import { finished } from "../node/steps.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { paperFiles, type PaperFile } from "../study/paper.ts";
import type { Painter } from "../study/panel/painter.ts";
import type { Run } from "../study/run.ts";
import type { Study } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";

export interface PaperParts {
  readonly study: Study;
  readonly stats: StatsEngine;
  readonly edge: Edge;
  readonly painter: Painter;
}

/** Milliseconds after which pictures that are still not drawn are left out. */
const DRAWING = 30_000;

/** Figures, tables, pairs, methods, references and scripts of a run, and of the others on its dataset that are chosen beside it. `given` is the folder where a caller knows it. */
export async function exportPaper(run: Run, given: unknown, { study, stats, edge, painter }: PaperParts): Promise<void> {
  const others = study.runs.filter((each) => each !== run && each.status === "finished" && each.manifest.dataset.hash === run.manifest.dataset.hash);
  const beside = typeof given === "string" || others.length === 0 ? [] : await vscode.window.showQuickPick(others.map((each) => ({ label: each.manifest.title, description: each.id, run: each })), { canPickMany: true, title: sentence("paper-beside", { run: run.manifest.title }, language) });
  if (!beside) return;
  const [folder] = typeof given === "string" ? [vscode.Uri.file(given)] : ((await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title: sentence("paper-folder", {}, language), openLabel: sentence("export-label", {}, language) })) ?? []);
  if (!folder) return;
  const runs: readonly [Run, ...Run[]] = [run, ...beside.map((each) => each.run)];
  const files = await edge.progress(sentence("paper-writing", {}, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
    const made = await paperFiles(runs, { stats, finished }, signal);
    await writeTexts(folder.fsPath, made);
    return { texts: made.length, ...(await writePictures(folder, made, painter, AbortSignal.any([signal, AbortSignal.timeout(DRAWING)]))) };
  });
  const reveal = sentence("batch-show-files", {}, language);
  const told = [sentence("paper-written", { files: files.texts + files.drawn, runs: runs.length, folder: folder.fsPath }, language), ...(files.missing ? [sentence("paper-without-png", {}, language)] : [])].join(" ");
  if ((await vscode.window.showInformationMessage(told, reveal)) === reveal) await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.joinPath(folder, "methods.md"));
}

/** A PNG beside each vector figure, as far as the open panel draws them. */
async function writePictures(folder: vscode.Uri, files: readonly PaperFile[], painter: Painter, signal: AbortSignal): Promise<{ readonly drawn: number; readonly missing: boolean }> {
  let drawn = 0;
  const figures = files.filter(({ name }) => name.endsWith(".svg"));
  for (const { name, text } of figures) {
    const bytes = await painter.png(text, signal);
    if (!bytes) continue;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name.replace(/svg$/u, "png")), bytes);
    drawn++;
  }
  return { drawn, missing: drawn < figures.length };
}
