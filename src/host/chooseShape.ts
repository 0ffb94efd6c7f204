// Owns the question which files of a folder are the dataset, where they have several shapes. Refuses finding the shapes (datasets/).
import path from "node:path";
import * as vscode from "vscode";
import { count } from "../core/figures/numbers.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import type { ShapeChoice } from "../study/folderShapes.ts";
import { language } from "./edge.ts";

/** What the person says of the folder, as a study file would; undefined when they left. */
export async function chooseShape(folder: string, shapes: readonly ShapeChoice[]): Promise<StudyDataset | undefined> {
  const items = shapes.map(({ format, files, conversations }) => ({
    label: format,
    detail: sentence("choose-shape-detail", { conversations: count(conversations), files: visibleLabel(files.join(", "), 200) }, language),
    format,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: sentence("choose-shape", { folder: visibleLabel(path.basename(folder), 60) }, language), ignoreFocusOut: true });
  return chosen && { path: folder, format: chosen.format };
}
