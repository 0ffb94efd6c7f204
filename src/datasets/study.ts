// Owns the study file as found on disk, and which of its datasets a path is. Refuses its meaning elsewhere.
import { Failure } from "../core/messages/failure.ts";
import type { Files } from "../core/ports.ts";
import { checkStudyFile, type StudyDataset, type StudyFile } from "../protocol/studyFile.ts";
import type { Problem } from "./dataset.ts";
import { decode } from "./sources/decode.ts";

export const STUDY_FILE = "fidelity.json";

/** A checked study file and the folder its paths are relative to. */
export interface OpenedStudy {
  readonly folder: string;
  readonly file: StudyFile;
}

/** Problems of a study file's text; `path` is for the problems only. */
export function studyProblems(path: string, text: string): readonly Problem[] {
  const checked = checkStudyFile(text);
  return checked.ok ? [] : checked.findings.map((finding) => ({ path, ...finding }));
}

/** The study of a folder: undefined without a study file; with problems, and then no study, when the file has faults. */
export async function readStudy(folder: string, files: Files, signal?: AbortSignal): Promise<{ readonly study?: OpenedStudy; readonly problems: readonly Problem[] } | undefined> {
  const path = files.join(folder, STUDY_FILE);
  if ((await files.stat(path))?.kind !== "file") return undefined;
  const bytes = await files.open(path);
  try {
    if (bytes.size > MOST_BYTES) throw new Failure("file-unreadable", { path, reason: `more than ${MOST_BYTES / 1024 / 1024} MB` });
    const { text } = decode(await bytes.read(0, bytes.size, signal));
    const checked = checkStudyFile(text);
    return checked.ok ? { study: { folder, file: checked.study }, problems: [] } : { problems: studyProblems(path, text) };
  } finally {
    await bytes.close();
  }
}

const MOST_BYTES = 16 * 1024 * 1024;

/** What the study says of the dataset at `path`; the first entry that names it, or whose pattern does. */
export function datasetAt(study: OpenedStudy, path: string, files: Files): StudyDataset | undefined {
  return study.file.datasets?.find((entry) => pattern(pathIn(study.folder, entry.path, files)).test(slashed(path)));
}

/** Where a path of a study file leads: from its folder, or as it stands. */
export function pathIn(folder: string, path: string, files: Pick<Files, "join">): string {
  return isAbsolute(path) ? path : files.join(folder, path);
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:)/iu.test(path);
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/").replace(/(?<=.)\/$/u, "");
}

/** `**` stands for any folders, `*` for any part of one name; everything else for itself. */
function pattern(glob: string): RegExp {
  const source = slashed(glob).replace(/\*\*\/|\*\*|\*|[.+?^${}()|[\]\\]/gu, (found) => GLOB[found] ?? `\\${found}`);
  return new RegExp(`^${source}$`, "u");
}

const GLOB: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" };
