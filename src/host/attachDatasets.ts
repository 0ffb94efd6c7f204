// Owns telling the language server what it cannot know by itself: the datasets of this window, whether outcomes are hidden, names of
// endpoints and runs. Refuses addresses and keys of endpoints.
import path from "node:path";
import * as vscode from "vscode";
import { SETTINGS } from "../ids.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { concealed } from "./concealed.ts";
import { SAMPLE_KEY } from "./datasets.ts";
import { studyFolderOf } from "./home.ts";
import type { LanguageService } from "./languageClient.ts";
import { endpoints } from "./settings.ts";

/** Keeps what the server is told equal to what is open and set. `descriptionOf` is what a person said of a file where no study file does. */
export function attachDatasets(study: Study, service: LanguageService, descriptionOf: (path: string) => StudyDataset | undefined): vscode.Disposable {
  const attached = ({ key, dataset: { path: file } }: OpenDataset): AttachedDataset => {
    const studyFolder = key === SAMPLE_KEY ? path.dirname(file) : studyFolderOf(file);
    const description = descriptionOf(file);
    return { path: file, key, ...(studyFolder === undefined ? {} : { studyFolder }), ...(description === undefined ? {} : { description }) };
  };
  const tellDatasets = (): void => service.setDatasets({ datasets: study.datasets.map(attached), hideOutcome: concealed.outcomes });
  const tellNames = (): void => service.setNames({ endpoints: endpoints().map(({ name }) => name), runs: study.runs.map(({ id }) => id) });
  tellDatasets();
  tellNames();
  return vscode.Disposable.from(
    study.onDidChange(({ what }) => {
      if (what === "datasets") tellDatasets();
      if (what === "runs") tellNames();
    }),
    concealed.onDidChange(tellDatasets),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.endpoints)) tellNames();
    }),
  );
}
