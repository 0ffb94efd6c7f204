// Owns what a batch folder says of itself: `batch.json`, read by its schema and replaced as a whole. Refuses the disk (node/batchFolder.ts).
import * as z from "zod/mini";
import { parsedJson } from "../core/json.ts";
import { Failure } from "../core/messages/failure.ts";
import { batchFileSchema, type BatchFile } from "../protocol/batchFile.ts";

/** Where a batch is kept (see node/batchFolder.ts). */
export interface BatchPlace {
  /** Absolute path of the folder. */
  readonly path: string;
  text(name: string): Promise<string | undefined>;
  /** Gives the SHA-256 of what was written. */
  writeFile(name: string, text: string): Promise<string>;
  /** Names of the results files, in order; what one holds never changes. */
  resultFiles(): Promise<readonly string[]>;
  lines(file: string, signal: AbortSignal): AsyncIterable<BatchLine>;
  calls(signal: AbortSignal): AsyncIterable<BatchLine>;
}

/** A line of a file in the folder, numbered from 1. */
export interface BatchLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const STATE = "batch.json";

/** Undefined where nothing was exported yet. Rejects with `batch-folder-wrong` for a `batch.json` that is none. */
export async function readBatch(place: Pick<BatchPlace, "path" | "text">): Promise<BatchFile | undefined> {
  const text = await place.text(STATE);
  if (text === undefined) return undefined;
  const parsed = z.safeParse(batchFileSchema, parsedJson(text));
  if (!parsed.success) throw new Failure("batch-folder-wrong", { path: place.path });
  return parsed.data;
}

export async function writeBatch(place: Pick<BatchPlace, "writeFile">, file: BatchFile): Promise<void> {
  await place.writeFile(STATE, `${JSON.stringify(file, null, 2)}\n`);
}
