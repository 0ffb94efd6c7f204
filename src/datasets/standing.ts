// Owns telling how the files of a dataset stand to what was opened. Refuses opening them anew.
import type { Files } from "../core/ports.ts";
import { beginsAs, type FileStamp } from "./hash.ts";

/**
 * `renamed`: `to` is the file in the same folder that it is now. Of one that only grew, what was open stays readable. `redescribed`: the
 * files are the same, and the study file at `path` says something else of them. `added`: so they are, and `path` is new in their folder.
 */
export type Standing =
  | { readonly kind: "same" | "gone" | "grown" | "replaced" | "redescribed" | "added"; readonly path: string }
  | { readonly kind: "renamed"; readonly path: string; readonly to: string };

const MOST_NEIGHBOURS = 500;

/** The first of the files that is not the same, else the first; looks at no more of them than it takes to tell. */
export async function standingOf(files: Files, stamps: readonly FileStamp[], path: string): Promise<Standing> {
  for (const stamp of stamps) {
    const standing = await one(files, stamp);
    if (standing.kind !== "same") return standing;
  }
  return { kind: "same", path };
}

async function one(files: Files, stamp: FileStamp): Promise<Standing> {
  const { path, size, modified } = stamp;
  const found = await files.stat(path);
  if (!found) {
    const to = await sameFileBeside(files, stamp);
    return to === undefined ? { kind: "gone", path } : { kind: "renamed", path, to };
  }
  if (found.kind === "folder") return { kind: "replaced", path };
  if (found.size === size && found.modified === modified) return { kind: "same", path };
  const bytes = await files.open(path);
  try {
    // The size of a packed file is not that of what is in it.
    if (bytes.size === size && bytes.modified === modified) return { kind: "same", path };
    return { kind: bytes.size > size && (await beginsAs(stamp, bytes)) ? "grown" : "replaced", path };
  } finally {
    await bytes.close();
  }
}

/** A renamed file keeps its size and time of change. */
async function sameFileBeside(files: Files, { path, size, modified }: FileStamp): Promise<string | undefined> {
  const folder = files.join(path, "..");
  for (const name of (await files.list(folder)).slice(0, MOST_NEIGHBOURS)) {
    const other = files.join(folder, name);
    const found = await files.stat(other);
    if (found?.kind === "file" && found.size === size && found.modified === modified) return other;
  }
  return undefined;
}
