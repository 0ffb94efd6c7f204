// Owns changing the text of fidelity.json without touching what else stands there. Refuses reading and writing the file.
import { applyEdits, modify, parse } from "jsonc-parser";
import type { StudyDataset } from "../protocol/studyFile.ts";

/** Text of a study file that has this dataset: its entry replaced where one has the same path, else added. An empty text is a new file. */
export function withDataset(text: string, entry: StudyDataset): string {
  const before = text.trim() === "" ? "{}\n" : text;
  const study = parse(before) as { readonly datasets?: readonly { readonly path?: string }[] } | undefined;
  const given: unknown = study?.datasets;
  const datasets = Array.isArray(given) ? (given as readonly { readonly path?: string }[]) : undefined;
  const known = datasets?.findIndex((each) => each.path === entry.path) ?? -1;
  const place = datasets === undefined ? ["datasets"] : ["datasets", known === -1 ? datasets.length : known];
  const edits = modify(before, place, datasets === undefined ? [entry] : entry, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: before.includes("\r\n") ? "\r\n" : "\n" },
    isArrayInsertion: datasets !== undefined && known === -1,
  });
  return applyEdits(before, edits);
}
