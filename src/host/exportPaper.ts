// Owns asking which runs go into a paper's folder and where it lies. Refuses what is in it (study/paper.ts).
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import type { StatsEngine } from "../core/ports.ts";
import { finished } from "../node/steps.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { paperFiles } from "../study/paper.ts";
import type { Run } from "../study/run.ts";
import type { Study } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";

/** Figures, tables, pairs, methods, references and scripts of a run, and of the others on its dataset that are chosen beside it. `given` is the folder where a caller knows it. */
export async function exportPaper(run: Run, given: unknown, { study, stats, edge }: { readonly study: Study; readonly stats: StatsEngine; readonly edge: Edge }): Promise<void> {
  const others = study.runs.filter((each) => each !== run && each.status === "finished" && each.manifest.dataset.hash === run.manifest.dataset.hash);
  const beside = typeof given === "string" || others.length === 0 ? [] : await vscode.window.showQuickPick(others.map((each) => ({ label: each.manifest.title, description: each.id, run: each })), { canPickMany: true, title: sentence("paper-beside", { run: run.manifest.title }, language) });
  if (!beside) return;
  const [folder] = typeof given === "string" ? [vscode.Uri.file(given)] : ((await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title: sentence("paper-folder", {}, language), openLabel: sentence("export-label", {}, language) })) ?? []);
  if (!folder) return;
  const runs: readonly [Run, ...Run[]] = [run, ...beside.map((each) => each.run)];
  const files = await edge.progress(sentence("paper-writing", {}, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
    const made = await paperFiles(runs, { stats, finished }, signal);
    await writeTexts(folder.fsPath, made);
    return made;
  });
  const reveal = sentence("batch-show-files", {}, language);
  const told = sentence("paper-written", { files: files.length, runs: runs.length, folder: folder.fsPath }, language);
  if ((await vscode.window.showInformationMessage(told, reveal)) === reveal) await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.joinPath(folder, "methods.md"));
}
