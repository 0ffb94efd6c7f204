// Owns opening a dataset whatever its format: what the study says of it, else the shape of its first records; says so when it cannot.
// Refuses reading records (the formats do) and the network.
import { Failure } from "../core/messages/failure.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES } from "../core/transcript/normalise.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import type { Dataset } from "./dataset.ts";
import { openFolder } from "./folder.ts";
import { fileShape } from "./fileShape.ts";
import { openIndexed } from "./indexed.ts";
import { joinOf } from "./mapping/join.ts";
import type { OpenOptions } from "./openOptions.ts";
import { openPersuasionForGood, PERSUASION_FOR_GOOD, PERSUASION_TRAITS, persuasionFolder } from "./readers/persuasionForGood.ts";
import { CONVOKIT, convokitFolder, corpusIn } from "./readers/convokit.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { withoutUtf16 } from "./sources/transcoded.ts";
import { unpackedFiles } from "./sources/unpacked.ts";
import { datasetAt } from "./study.ts";
import { openTable } from "./tables.ts";
import { tableShape } from "./tableShape.ts";
import type { DatasetTraits } from "./traits.ts";

/**
 * Opens a dataset. Rejects with `file-not-found`, `file-unreadable`, `shape-unknown`, `shape-not-json`, `column-missing`,
 * `outcome-file-missing`, `outcome-column-missing` `folder-without-dataset` or `folder-several-shapes`; everything wrong inside a file of a known shape is a problem of the dataset.
 */
export function openDataset(options: OpenOptions): Promise<Dataset> {
  const { path, study } = options;
  const files = unpackedFiles(options.files);
  return openAs({ ...options, files }, study && datasetAt(study, path, files));
}

/** `said`: what the study says of the path, or of the folder it is opened with. */
async function openAs(given: OpenOptions, said: StudyDataset | undefined): Promise<Dataset> {
  const { path, study } = given;
  const found = await given.files.stat(path);
  if (!found) throw new Failure("file-not-found", { path });
  const files = found.kind === "file" ? await withoutUtf16(given.files, path, given.signal) : given.files;
  const options = { ...given, files };
  const asFile = said?.mapping !== undefined || (said?.format !== undefined && said.format !== PERSUASION_FOR_GOOD);
  const folder = asFile ? undefined : await persuasionFolder(path, files);
  if (folder !== undefined) return openPersuasionForGood({ ...options, folder, traits: traitsOf(options, said, PERSUASION_TRAITS) });
  const corpus = said?.format === undefined || said.format === CONVOKIT ? await convokitFolder(path, files) : undefined;
  if (corpus !== undefined) return openCorpus(options, corpus, said);
  if (said?.format === PERSUASION_FOR_GOOD || said?.format === CONVOKIT) throw new Failure("folder-without-dataset", { path });
  if (found.kind === "folder") return openInFolder(options, said);
  const join = await joinOf(said?.mapping, study?.folder, files, options.signal);
  const table = said?.format === "native" ? undefined : await tableShape(path, files, said, join, options.signal);
  const shape = table ?? (await fileShape(path, files, said, join, options.signal));
  const { format } = shape;
  const traits = { ...traitsOf(options, said, { name: files.basename(path), ...shape.traits, outcomeDefinition: format.outcomeDefinition }), ...(format.meaning && { meaning: format.meaning }), ...windowOf(format) };
  return "source" in shape ? openTable({ ...options, ...shape, traits }) : openIndexed({ ...options, ...shape, files: shape.files ?? files, traits });
}

/** The format the study says of a folder is the one shape meant of those its files have, so each is opened as what it is, if it is something. */
function openInFolder(options: OpenOptions, said: StudyDataset | undefined): Promise<Dataset> {
  const { path, files, study } = options;
  const name = said?.name ?? files.basename(path);
  if (said?.mapping) return openFolder(options, { name, format: undefined }, (file) => openAs(file, said));
  const { format, ...unnamed } = said ?? { path };
  return openFolder(options, { name, format }, (file) => openAs(file, said ? unnamed : study && datasetAt(study, file.path, files)));
}

async function openCorpus(options: OpenOptions, folder: string, said: StudyDataset | undefined): Promise<Dataset> {
  const { files, study, signal } = options;
  const corpus = await corpusIn(folder, files, said?.mapping, await joinOf(said?.mapping, study?.folder, files, signal), signal);
  const traits = { ...traitsOf(options, said, { name: files.basename(folder), users: "unknown", outcomeDefinition: corpus.format.outcomeDefinition }), ...(corpus.format.meaning && { meaning: corpus.format.meaning }), ...windowOf(corpus.format) };
  return openTable({ ...options, ...corpus, traits });
}

/** What a join says of the window in which outcomes could come. */
function windowOf({ beside }: RecordFormat): Pick<DatasetTraits, "followUpDays" | "asOf"> {
  return beside ? { followUpDays: beside.followUpDays, ...(beside.asOf !== undefined && { asOf: beside.asOf }) } : {};
}

function traitsOf({ files, path }: OpenOptions, said: StudyDataset | undefined, known: Omit<DatasetTraits, "mergeWithinMinutes" | "excluded">): DatasetTraits {
  return {
    name: said?.name ?? (known.name || files.basename(path)),
    users: said?.users ?? known.users,
    ...((said?.strata ?? known.strata) && { strata: { ...known.strata, ...said?.strata } }),
    ...(known.hints && { hints: known.hints }),
    outcomeDefinition: said?.outcomeDefinition ?? known.outcomeDefinition,
    mergeWithinMinutes: said?.mergeWithinMinutes ?? DEFAULT_MERGE_WITHIN_MINUTES,
    excluded: new Set(said?.exclude?.map(({ conversation }) => conversation)),
  };
}
