// Owns showing what redaction does to conversations of a dataset: before beside after, and the question whether to go on. Refuses the rules.
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import { visible, visibleLabel } from "../core/transcript/visible.ts";
import { redactionLines } from "../study/exportWords.ts";
import { redactionPreview, type Selection } from "../study/exports.ts";
import type { OpenDataset } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";
import type { TextPages } from "./textPages.ts";

/** Pages of their own each time: one preview is not another's. */
let number = 0;

/** Shows the first conversations in which something is replaced, and asks with the button `go`. True when it was pressed. */
export async function agreedToRedaction({ dataset }: OpenDataset, selection: Selection, go: string, pages: TextPages, edge: Edge): Promise<boolean> {
  const title = sentence("export-preview-name", { dataset: visibleLabel(dataset.name, 60) }, language);
  const { before, after, report } = await edge.progress(title, vscode.ProgressLocation.Notification, (_report, signal) => redactionPreview(dataset, selection, language, signal));
  number += 1;
  await vscode.commands.executeCommand("vscode.diff", pages.page(title, before, `${number} before`), pages.page(title, after, `${number} after`), visible(title), { preview: true });
  return (await vscode.window.showInformationMessage(redactionLines(report, language).join(" "), go)) === go;
}
