// Owns the quick fix that leaves one conversation out: a rule in the mapping fidelity.json gives its dataset. Refuses datasets without one.
import { join } from "node:path";
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
  // An id put together from several fields is no field to compare.
  const field = said?.mapping?.id;
  if (typeof field !== "string") return undefined;
  const at = ["datasets", index, "mapping", "exclude"];
  const rules = said?.mapping?.exclude;
  const rule = { field, equals: conversation };
  const uri = uriOfPath(path);
  const document = TextDocument.create(uri, "json", 0, text);
  const edits = rules ? modifications(document, [...at, rules.length], rule, true) : modifications(document, at, [rule]);
  return { title: sentence("fix-exclude", { conversation: visibleLabel(conversation, NAME) }, language), edits, uri };
}
