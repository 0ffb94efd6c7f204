// Owns a batch folder on disk: files of requests by round, results as they came. Refuses what they mean (study/batchPlace.ts).
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure } from "../core/messages/failure.ts";
import { splitLines } from "./splitLines.ts";
import { codeOf, reasonOf } from "./systemError.ts";
import { writeTexts } from "./writeTexts.ts";

const RESULTS = "results";
/** What is made of a results file (study/batchResults.ts) is none. */
const RESULTS_INDEX = ".index.json";

/** A line of a file in the folder, numbered from 1. */
export interface BatchLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** One batch folder; it is made at the first write. */
export class BatchFolder {
  readonly path: string;

  constructor(folder: string) {
    this.path = folder;
  }

  /** The text of a file; undefined where it is not there. */
  async text(name: string): Promise<string | undefined> {
    try {
      return await readFile(path.join(this.path, name), "utf8");
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return undefined;
      throw error;
    }
  }

  /** Writes a file as a whole; `name` may lead into a folder of this one. Gives the SHA-256 of its content. */
  async writeFile(name: string, text: string): Promise<string> {
    await writeTexts(this.path, [{ name, text }]);
    return createHash("sha256").update(text).digest("hex");
  }

  /** A file of the folder, read while it is sent. Rejects with `file-not-found` when it is gone. */
  async blob(name: string): Promise<Blob> {
    const file = path.join(this.path, name);
    try {
      return await openAsBlob(file);
    } catch {
      throw new Failure("file-not-found", { path: file });
    }
  }

  /** Takes a results file in, or every file of a folder, under the hash of its content: the same again changes nothing. Rejects with `file-not-found` or `file-unreadable`. */
  async keep(from: string): Promise<void> {
    try {
      if ((await stat(from)).isDirectory()) {
        for (const name of await readdir(from)) if (!name.endsWith(RESULTS_INDEX)) await this.keep(path.join(from, name));
      } else await this.keepPieces(() => createReadStream(from));
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      throw new Failure(codeOf(error) === "ENOENT" ? "file-not-found" : "file-unreadable", { path: from, reason: reasonOf(error) });
    }
  }

  /** The same for results that arrive in pieces. */
  async keepPieces(pieces: () => AsyncIterable<Uint8Array>): Promise<void> {
    const folder = path.join(this.path, RESULTS);
    await mkdir(folder, { recursive: true });
    const part = path.join(folder, `${process.pid}.part`);
    const hash = createHash("sha256");
    try {
      await pipeline(pieces, async function* (source: AsyncIterable<Uint8Array>) {
        for await (const piece of source) {
          hash.update(piece);
          yield piece;
        }
      }, createWriteStream(part));
      await rename(part, path.join(folder, `${hash.digest("hex").slice(0, 32)}.jsonl`));
    } finally {
      await rm(part, { force: true });
    }
  }

  /** The results files, named by their content below the folder. */
  async resultFiles(): Promise<readonly string[]> {
    return (await namesIn(path.join(this.path, RESULTS))).filter((name) => name.endsWith(".jsonl")).map((name) => path.join(RESULTS, name));
  }

  /** Every line of the lists of calls, round by round. */
  async *calls(signal: AbortSignal): AsyncGenerator<BatchLine> {
    for (const name of await namesIn(this.path)) if (name.startsWith("round-")) yield* this.lines(path.join(name, "calls.jsonl"), signal);
  }

  /** The lines of one file below the folder. */
  async *lines(file: string, signal: AbortSignal): AsyncGenerator<BatchLine> {
    const stream = createReadStream(path.join(this.path, file), { highWaterMark: 1 << 18 });
    try {
      for await (const { line, text } of splitLines(stream, signal)) yield { file, line, text };
    } finally {
      stream.destroy();
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
