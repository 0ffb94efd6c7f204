// Owns the turn between paths of this host and the editor's file addresses, and the patterns to watch them by.
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What the editor is asked to watch: a pattern without folders below an address. */
export interface WatchPattern {
  readonly baseUri: string;
  readonly pattern: string;
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).toString();
}

/** Undefined for an address that is no file of this host. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** A file by its name in its folder, a folder by what is directly in it. */
export function watchPattern(path: string, kind: "file" | "folder"): WatchPattern {
  if (kind === "folder") return { baseUri: uriOfPath(path), pattern: "*" };
  return { baseUri: uriOfPath(dirname(path)), pattern: basename(path).replace(/[*?{}[\]]/g, "[$&]") };
}

/** Whether `path` is `root` or lies in it. Case and drive letters do not matter on Windows. */
export function isWithin(path: string, root: string): boolean {
  const fold = (name: string): string => (sep === "\\" ? join(name).toLowerCase() : join(name));
  const inner = fold(path);
  const outer = fold(root);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}
