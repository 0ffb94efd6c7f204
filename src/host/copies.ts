// Owns copies of datasets that are not on this machine's disk, so that they can be read by range. Refuses large ones: the cap is said.
import path from "node:path";
import * as vscode from "vscode";
import { Failure } from "../core/messages/failure.ts";
import type { Digest } from "../core/ports.ts";

/** Bytes of a file that is copied; the editor hands such a file over in one piece. */
export const MOST_COPIED = 100 * 1024 * 1024;

/** The path of a copy of the file in the extension's storage, made anew. Rejects with `copy-too-large` or `file-unreadable`. */
export async function copyOf(uri: vscode.Uri, storage: vscode.Uri, digest: Digest): Promise<string> {
  const named = uri.toString(true);
  const { size, type } = await vscode.workspace.fs.stat(uri).then(undefined, (error: unknown) => {
    throw new Failure("file-unreadable", { path: named, reason: error instanceof Error ? error.message : String(error) });
  });
  if (type === vscode.FileType.Directory) throw new Failure("copy-is-folder", { path: named });
  if (size > MOST_COPIED) throw new Failure("copy-too-large", { path: named, megabytes: Math.ceil(size / 1024 / 1024), most: MOST_COPIED / 1024 / 1024 });
  const target = vscode.Uri.joinPath(storage, "copies", digest.sha256(uri.toString()).slice(0, 12), path.posix.basename(uri.path));
  await vscode.workspace.fs.writeFile(target, await vscode.workspace.fs.readFile(uri));
  return target.fsPath;
}
