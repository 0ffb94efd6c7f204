// Owns writing a file that appears whole or not at all. Refuses appending (journalFile.ts) and content.
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "../core/messages/failure.ts";
import { codeOf, reasonOf } from "./systemError.ts";

/** Writes beside the place and moves it there at the end. Rejects with `file-not-written`, or with what the pieces or the signal reject with; nothing is left then. */
export async function writeWhole(path: string, pieces: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part), { signal });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw codeOf(error) === undefined || signal.aborted ? error : new Failure("file-not-written", { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Whether two paths lead to one file; false where one does not exist. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((each) => stat(each).catch(() => undefined)));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}
