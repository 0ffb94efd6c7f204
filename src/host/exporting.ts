// Owns exporting conversations in the editor: questions, preview of the redaction, progress, the file, what was done. Refuses formats and rules (datasets/).
import * as vscode from "vscode";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import { REDACTION_SCHEME } from "../ids.ts";
import { isSameFile, writeWhole } from "../node/wholeFile.ts";
import { exportLines, reportText } from "../study/exportWords.ts";
import { filesOf, startExport, type ExportOptions, type ExportReport } from "../study/exports.ts";
import type { OpenDataset } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";
import { askFormat, askRedaction, askSelection, askTarget, selectionOfRows, wantedFrom } from "./exportQuestions.ts";
import { agreedToRedaction } from "./redactionPreview.ts";
import { TextPages } from "./textPages.ts";

export class Exporting implements vscode.Disposable {
  readonly #edge: Edge;
  readonly #pages = new TextPages(REDACTION_SCHEME);
  #number = 0;

  constructor(edge: Edge) {
    this.#edge = edge;
  }

  /** `rows`: those of the explorer it was called on; `more`: all that are selected there, or options. Undefined when the person left. */
  async export(open: OpenDataset, row: unknown, more: unknown): Promise<ExportReport | undefined> {
    const wanted = wantedFrom(more);
    const selection = wanted.selection ?? selectionOfRows(open, Array.isArray(more) ? more : [row]) ?? (await askSelection(open));
    const format = selection && (wanted.format ?? (await askFormat()));
    const redaction = format && (wanted.redaction ?? (await askRedaction()));
    if (!redaction) return undefined;
    if (redaction === "preview" && !(await agreedToRedaction(open, selection, sentence("export-preview-go", {}, language), this.#pages, this.#edge))) return undefined;
    const target = wanted.target === undefined ? await askTarget(open, format, redaction !== "none") : vscode.Uri.file(wanted.target);
    return target && this.#write(open, { format, selection, redact: redaction !== "none" }, target);
  }

  dispose(): void {
    this.#pages.dispose();
  }

  /** A page of its own each time: one export's is not another's. */
  #page(title: string, text: string): vscode.Uri {
    return this.#pages.page(title, text, String(++this.#number));
  }

  async #write({ dataset }: OpenDataset, options: ExportOptions, target: vscode.Uri): Promise<ExportReport> {
    const path = target.scheme === "file" ? target.fsPath : undefined;
    for (const file of path === undefined ? [] : filesOf(dataset)) if (await isSameFile(file, path ?? "")) throw new Failure("export-onto-dataset", { path: file });
    const title = sentence("exporting", { dataset: visibleLabel(dataset.name, 60) }, language);
    const report = await this.#edge.progress(title, vscode.ProgressLocation.Notification, async (tell, signal) => {
      let shown = 0;
      const job = await startExport(dataset, options, (done) => {
        tell(sentence("exporting-progress", { done, total: job.total }, language), (100 * (done - shown)) / job.total);
        shown = done;
      }, signal);
      if (path === undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await gathered(job.pieces)));
      else await writeWhole(path, job.pieces, signal);
      return job.report();
    });
    this.#tell(report, path ?? target.toString(true));
    return report;
  }

  #tell(report: ExportReport, path: string): void {
    const { redaction } = report;
    const text = [sentence("export-done", { conversations: report.conversations, path }, language), ...exportLines(report, language)].join(" ");
    const show = sentence("export-show-report", {}, language);
    void vscode.window.showInformationMessage(text, ...(redaction ? [show] : [])).then((choice) => {
      if (choice === show && redaction) void this.#edge.guard("report", () => this.#pages.show(this.#page(show, reportText(redaction, language))));
    });
  }
}

async function gathered(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
