// Owns telling the language server which files are datasets of this window. Refuses formats whose lines it cannot mark.
import type { Subscription } from "../study/emitter.ts";
import type { Study } from "../study/study.ts";
import type { LanguageService } from "./languageClient.ts";

/** Keeps the attached files equal to the open native datasets. */
export function attachDatasets(study: Study, service: LanguageService): Subscription {
  return study.onDidChange(({ what }) => {
    if (what !== "datasets") return;
    service.setDatasets(study.datasets.filter(({ dataset }) => dataset.format === "native").map(({ dataset }) => dataset.path));
  });
}
