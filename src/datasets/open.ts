// Owns opening a dataset whatever its format: what the study says of it, else the shape of its first records; says so when it cannot.
// Refuses reading records (the formats do) and the network.
import { Failure } from "../core/messages/failure.ts";
import type { Digest, Files } from "../core/ports.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES } from "../core/transcript/normalise.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import type { Dataset, ReadProgress } from "./dataset.ts";
import { beginningOf, isBinary, layoutOf, LINES_NAME, shapeOf, type Layout } from "./sources/guess.ts";
import { openIndexed } from "./indexed.ts";
import { mappedFormat } from "./mapping/mapped.ts";
import { nativeFormat } from "./readers/native.ts";
import { openaiMessagesFormat } from "./readers/openaiMessages.ts";
import { openPersuasionForGood, PERSUASION_FOR_GOOD, PERSUASION_TRAITS, persuasionFolder } from "./readers/persuasionForGood.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { datasetAt, type OpenedStudy } from "./study.ts";
import type { DatasetTraits } from "./traits.ts";

export interface OpenOptions {
  /** Absolute path of a file or folder. */
  readonly path: string;
  readonly files: Files;
  readonly digest: Digest;
  /** The study of the workspace; its entry for this path decides format, mapping, names and users. */
  readonly study?: OpenedStudy | undefined;
  readonly onProgress?: ReadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a dataset. Rejects with `file-not-found`, `file-unreadable`, `shape-unknown`, `shape-not-json`, `column-missing` or
 * `folder-without-dataset`; everything wrong inside a file of a known shape is a problem of the dataset.
 */
export async function openDataset(options: OpenOptions): Promise<Dataset> {
  const { path, files, study } = options;
  const found = await files.stat(path);
  if (!found) throw new Failure("file-not-found", { path });
  const said = study && datasetAt(study, path, files);
  const asFile = said?.mapping !== undefined || (said?.format !== undefined && said.format !== PERSUASION_FOR_GOOD);
  const folder = asFile ? undefined : await persuasionFolder(path, files);
  if (folder !== undefined) return openPersuasionForGood({ ...options, folder, traits: traitsOf(options, said, PERSUASION_TRAITS) });
  if (found.kind === "folder" || said?.format === PERSUASION_FOR_GOOD) throw new Failure("folder-without-dataset", { path });
  const { format, layout } = await formatOf(options, said);
  const traits = traitsOf(options, said, { name: files.basename(path), users: "unknown", outcomeDefinition: format.outcomeDefinition });
  return openIndexed({ ...options, format, layout, traits });
}

async function formatOf({ path, files, signal }: OpenOptions, said: StudyDataset | undefined): Promise<{ format: RecordFormat; layout: Layout }> {
  const bytes = await files.open(path);
  try {
    const beginning = await beginningOf(bytes, signal);
    const layout = layoutOf(path, beginning);
    if (said?.mapping) return { format: mappedFormat(said.mapping), layout };
    if (said?.format === "native" || isBinary(beginning)) return { format: nativeFormat, layout: "lines" };
    if (said?.format === "openai-messages") return { format: openaiMessagesFormat, layout };
    const shape = await shapeOf(bytes, layout, signal);
    switch (shape.kind) {
      case "native":
        return { format: nativeFormat, layout };
      case "openai-messages":
        return { format: openaiMessagesFormat, layout };
      case "nothing":
        if (shape.empty || LINES_NAME.test(path)) return { format: nativeFormat, layout };
        throw new Failure("shape-not-json", { path });
      case "unknown":
        throw new Failure("shape-unknown", { path, fields: shape.fields.join(", ") || "–" });
    }
  } finally {
    await bytes.close();
  }
}

function traitsOf({ files, path }: OpenOptions, said: StudyDataset | undefined, known: Omit<DatasetTraits, "mergeWithinMinutes">): DatasetTraits {
  return {
    name: said?.name ?? (known.name || files.basename(path)),
    users: said?.users ?? known.users,
    ...((said?.strata ?? known.strata) && { strata: { ...known.strata, ...said?.strata } }),
    outcomeDefinition: said?.outcomeDefinition ?? known.outcomeDefinition,
    mergeWithinMinutes: said?.mergeWithinMinutes ?? DEFAULT_MERGE_WITHIN_MINUTES,
  };
}
