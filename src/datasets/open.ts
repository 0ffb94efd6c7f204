// Owns opening a dataset whatever its format: guesses the shape from the first records, and says so when it cannot.
// Refuses reading records (the readers do) and the network.
import { Failure } from "../core/messages/failure.ts";
import type { Digest, Files } from "../core/ports.ts";
import { DEFAULT_MERGE_WITHIN_MINUTES } from "../core/transcript/normalise.ts";
import type { Dataset, ReadProgress } from "./dataset.ts";
import { openIndexed } from "./indexed.ts";
import { nativeFormat } from "./native.ts";
import { openPersuasionForGood, PERSUASION_TRAITS, persuasionFolder } from "./persuasionForGood.ts";

export interface OpenOptions {
  /** Absolute path of a file or folder. */
  readonly path: string;
  readonly files: Files;
  readonly digest: Digest;
  readonly onProgress?: ReadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a dataset. Rejects with `file-not-found`, `file-unreadable`, `shape-unknown` or `folder-without-dataset`;
 * everything wrong inside a file of a known shape is a problem of the dataset.
 */
export async function openDataset(options: OpenOptions): Promise<Dataset> {
  const { path, files, digest, onProgress, signal } = options;
  const found = await files.stat(path);
  if (!found) throw new Failure("file-not-found", { path });
  const folder = await persuasionFolder(path, files);
  if (folder !== undefined) {
    const traits = { ...PERSUASION_TRAITS, mergeWithinMinutes: DEFAULT_MERGE_WITHIN_MINUTES };
    return openPersuasionForGood({ path, folder, files, digest, traits, onProgress, signal });
  }
  if (found.kind === "folder") throw new Failure("folder-without-dataset", { path });
  const traits = { name: files.basename(path), users: "unknown", mergeWithinMinutes: DEFAULT_MERGE_WITHIN_MINUTES, outcomeDefinition: nativeFormat.outcomeDefinition } as const;
  return openIndexed({ path, files, digest, format: nativeFormat, layout: "lines", traits, onProgress, signal });
}
