// Owns describing a file to the extension: questions beside a preview, the count over the whole file, fidelity.json written when agreed.
import path from "node:path";
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest, Files } from "../../core/ports.ts";
import { PREVIEW_SCHEME } from "../../ids.ts";
import type { StudyDataset } from "../../protocol/studyFile.ts";
import { entryOf, type Answers } from "../../study/mapping/answers.ts";
import { withDataset } from "../../study/studyFileText.ts";
import { language, type Edge } from "../edge.ts";
import { studyFolderOf } from "../home.ts";
import { TextPages } from "../textPages.ts";
import { askAll, type Step } from "../asking.ts";
import { outcomeStep, type Surroundings } from "./outcomeQuestions.ts";
import { agentStep, customerStep, exclusionStep, idStep, profileStep, roleStep, rowsStep, textStep, timeStep, turnsStep, userStep, zoneStep } from "./questions.ts";
import { strataStep, usersStep } from "./strataQuestions.ts";

/** How a file is read from now on; `saved` says whether a study file holds it. */
export interface Description {
  readonly entry: StudyDataset;
  readonly saved: boolean;
}

export interface DescribeParts {
  readonly files: Files;
  readonly digest: Digest;
  readonly edge: Edge;
}

/** Asks how to read a file; undefined when the person gave up. Nothing is written before they agree. */
export async function describeDataset(file: string, { files, digest, edge }: DescribeParts): Promise<Description | undefined> {
  const { DescribedFile } = await import("../../study/mapping/describing.ts");
  const folder = studyFolderOf(file);
  const base = folder ?? path.dirname(file);
  const named = (target: string): string => path.relative(base, target).split(path.sep).join("/");
  const described = new DescribedFile(file, base, files, digest);
  const first = await described.start(named(file));
  const around: Surroundings = { named, files: () => described.neighbours(), survey: (target) => described.surveyRows(target) };
  const pages = new TextPages(PREVIEW_SCHEME);
  const show = (text: string): vscode.Uri => pages.page(path.basename(file), text);
  const preview = show("");
  try {
    await pages.show(preview, { preserveFocus: true });
    const steps: readonly Step<Answers>[] = [rowsStep, turnsStep, roleStep, userStep, agentStep, textStep, timeStep, zoneStep, idStep, customerStep, outcomeStep(around), strataStep, usersStep, exclusionStep, profileStep];
    const title = sentence("mapping-title", { file: path.basename(file) }, language);
    const answers = await askAll(title, first, steps, (draft) => { void described.preview(draft, language, show); });
    const entry = answers && entryOf(answers);
    if (!entry) return undefined;
    const opening = sentence("opening-dataset", { dataset: path.basename(file) }, language);
    const facts = await edge.progress(opening, vscode.ProgressLocation.Notification, (report, signal) => described.facts(entry, language, (done, total) => { report(`${Math.floor((100 * done) / Math.max(1, total))} %`); }, signal));
    return await confirmed(entry, folder, facts);
  } finally {
    // Without the answers it says nothing.
    await pages.close(preview);
    pages.dispose();
  }
}

/** Shows what the whole file is with the mapping, and where it will be kept. */
async function confirmed(entry: StudyDataset, folder: string | undefined, facts: string): Promise<Description | undefined> {
  const save = sentence("mapping-save", {}, language);
  const once = sentence("mapping-open-only", {}, language);
  const picks = [...(folder === undefined ? [] : [{ label: save, detail: sentence("mapping-save-detail", {}, language) }]), { label: once, detail: sentence("mapping-open-only-detail", {}, language) }];
  const chosen = await vscode.window.showQuickPick(picks, { title: facts, placeHolder: sentence("mapping-confirm", {}, language), ignoreFocusOut: true });
  if (!chosen) return undefined;
  if (chosen.label === save && folder !== undefined) await saveEntry(folder, entry);
  return { entry, saved: chosen.label === save };
}

/** Writes the entry through the editor, so that an open study file shows it and it can be undone. */
async function saveEntry(folder: string, entry: StudyDataset): Promise<void> {
  const uri = vscode.Uri.file(path.join(folder, "fidelity.json"));
  const change = new vscode.WorkspaceEdit();
  change.createFile(uri, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(change);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), withDataset(document.getText(), entry));
  await vscode.workspace.applyEdit(edit);
  await document.save();
}
