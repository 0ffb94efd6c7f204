// Owns opening a folder of files as one dataset: every file that may hold conversations is tried, and those of one format are joined.
// Refuses the choice between formats (folderShapes.ts).
import { Failure, isFailure } from "../core/messages/failure.ts";
import type { Files } from "../core/ports.ts";
import type { Dataset, FolderShape, Problem, ReadProgress } from "./dataset.ts";
import { mainShape, SeveralShapes, shapesOf } from "./folderShapes.ts";
import { JoinedDataset, type Part } from "./joinedDataset.ts";
import type { OpenOptions } from "./openOptions.ts";

const MAY_HOLD = /\.(?:jsonl?|ndjson|csv|tsv|tab|parquet|eval|label|txt)(?:\.gz)?$/iu;
const PASSED_OVER = /^(?:\.|node_modules$)/u;
const DEEPEST = 8;
const MOST_FILES = 50_000;

interface Found {
  readonly path: string;
  /** Below the folder, with slashes. */
  readonly name: string;
  readonly size: number;
}

/** What is known of the dataset of a folder before it is opened: `format` is the one shape that is meant, where the files have several. */
export interface FolderWanted {
  readonly name: string;
  readonly format: string | undefined;
}

/**
 * Opens every file below the folder by `open`. Rejects with `folder-without-dataset` where none holds a conversation, and with
 * {@link SeveralShapes} where files of several formats do, none is wanted and none is the main one. A file alone is the dataset of its folder.
 */
export async function openFolder(options: OpenOptions, { name, format }: FolderWanted, open: (options: OpenOptions) => Promise<Dataset>): Promise<Dataset> {
  const { path, files, digest, signal, onProgress } = options;
  const found = await filesBelow(files, path, signal);
  const total = found.reduce((sum, { size }) => sum + size, 0);
  const parts: Part[] = [];
  const others: Found[] = [];
  let done = 0;
  for (const file of found) {
    signal?.throwIfAborted();
    const progress: ReadProgress | undefined = onProgress && ((read) => onProgress(done + Math.min(read, file.size), total));
    const dataset = await openOrPassOver({ ...options, path: file.path, onProgress: progress, onSoFar: undefined }, open);
    if (dataset && dataset.ledger.conversationsRead > 0) parts.push({ name: file.name, dataset });
    else others.push(file);
    done += file.size;
    onProgress?.(done, total);
  }
  if (parts.length === 0) throw new Failure("folder-without-dataset", { path });
  const shapes = shapesOf(parts);
  const shape = format === undefined ? mainShape(shapes) : (shapes.find((each) => each.format === format) ?? only(shapes));
  if (!shape) throw new SeveralShapes(path, shapes);
  const [first, ...more] = parts.filter(({ dataset }) => dataset.format === shape.format);
  if (!first) throw new RangeError("a shape without files");
  const left = parts.filter(({ dataset }) => dataset.format !== shape.format);
  const problems = [
    ...left.map(({ dataset }): Problem => ({ path: dataset.path, line: 1, column: 1, severity: "warning", id: "file-other-shape", values: { shape: dataset.format, conversations: dataset.entries.length, main: shape.format } })),
    ...others.map((file): Problem => ({ path: file.path, line: 1, column: 1, severity: "information", id: "file-passed-over", values: {} })),
  ];
  const known = new Set(found.map((file) => file.path));
  const added = async (): Promise<string | undefined> => (await filesBelow(files, path)).find((file) => !known.has(file.path))?.path;
  return new JoinedDataset({ name, path, parts: [first, ...more], problems, shapes, digest, added });
}

async function openOrPassOver(options: OpenOptions, open: (options: OpenOptions) => Promise<Dataset>): Promise<Dataset | undefined> {
  try {
    return await open(options);
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

async function filesBelow(files: Files, folder: string, signal?: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  const walk = async (path: string, name: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    for (const each of [...(await files.list(path))].sort(byName.compare)) {
      if (PASSED_OVER.test(each) || found.length >= MOST_FILES) continue;
      const inside = files.join(path, each);
      const stat = await files.stat(inside);
      if (stat?.kind === "folder" && depth < DEEPEST) await walk(inside, `${name}${each}/`, depth + 1);
      else if (stat?.kind === "file" && MAY_HOLD.test(each)) found.push({ path: inside, name: `${name}${each}`, size: stat.size });
    }
  };
  await walk(folder, "", 0);
  return found;
}

const byName = new Intl.Collator("en", { numeric: true });

/** What a study names may say how files are written, such as "csv", not what they are: then it is no choice. */
function only(shapes: readonly FolderShape[]): FolderShape | undefined {
  return shapes.length === 1 ? shapes[0] : undefined;
}
