// Owns the quick fix that leaves one conversation out: a rule in fidelity.json, in its dataset's mapping where that has a field for the id, else
// in its entry. Refuses folders without a study file.
import { join, relative } from "node:path";
import type { TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Files } from "../core/ports.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Problem } from "../datasets/dataset.ts";
import { datasetAt, STUDY_FILE } from "../datasets/study.ts";
import { checkStudyFile } from "../protocol/studyFile.ts";
import type { Opened } from "./attachedDatasets.ts";
import type { Fix } from "./fix.ts";
import { uriOfPath } from "./paths.ts";
import { modifications } from "./studyFixes.ts";

const NAME = 60;

/** The fix of a problem of a kept conversation. `studyText` gives the study file's text as the editor has it, else as it is on disk. */
export async function excludeFix(
  { dataset, studyFolder }: Opened, problem: Problem, files: Files, studyText: (path: string) => Promise<string | undefined>, language: Language,
): Promise<Fix | undefined> {
  const { conversation } = problem.values;
  if (studyFolder === undefined || typeof conversation !== "string" || !dataset.entry(conversation)) return undefined;
  const path = join(studyFolder, STUDY_FILE);
  const text = await studyText(path);
  const checked = text === undefined ? undefined : checkStudyFile(text);
  if (text === undefined || !checked?.ok) return undefined;
  const said = datasetAt({ folder: studyFolder, file: checked.study }, dataset.path, files);
  const index = said ? (checked.study.datasets ?? []).indexOf(said) : -1;
  const field = said?.mapping?.id;
  const uri = uriOfPath(path);
  const document = TextDocument.create(uri, "json", 0, text);
  const added = (at: (string | number)[], list: readonly unknown[] | undefined, item: object): TextEdit[] => (list ? modifications(document, [...at, list.length], item, true) : modifications(document, at, [item]));
  const rule = { conversation };
  const edits = !said
    ? added(["datasets"], checked.study.datasets, { path: relative(studyFolder, dataset.path).replaceAll("\\", "/"), exclude: [rule] })
    : // An id put together from several fields is no field to compare.
      typeof field === "string"
      ? added(["datasets", index, "mapping", "exclude"], said.mapping?.exclude, { field, equals: conversation })
      : added(["datasets", index, "exclude"], said.exclude, rule);
  return { title: sentence("fix-exclude", { conversation: visibleLabel(conversation, NAME) }, language), edits, uri };
}
