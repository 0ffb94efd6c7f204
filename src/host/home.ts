// Owns where the `.fidelity` folder of a dataset is. Refuses creating it: the first journal does.
import path from "node:path";
import * as vscode from "vscode";

const FOLDER = ".fidelity";

/**
 * The workspace folder that holds the dataset; else the first workspace folder; without one, or for the built-in sample,
 * the extension's storage. `inStorage` is said in the run's row.
 */
export function homeOf(datasetPath: string, storage: vscode.Uri, builtIn: boolean): { readonly home: string; readonly inStorage: boolean } {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  const holding = folders.find((folder) => isInside(folder.uri.fsPath, datasetPath)) ?? folders[0];
  if (builtIn || !holding) return { home: path.join(storage.fsPath, FOLDER), inStorage: true };
  return { home: path.join(holding.uri.fsPath, FOLDER), inStorage: false };
}

/** Where the study file of a dataset may lie: the workspace folder that holds it, else the first one. */
export function studyFolderOf(datasetPath: string): string | undefined {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath);
  return folders.find((folder) => isInside(folder, datasetPath)) ?? folders[0];
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
}
