// Owns the files of a process that opens datasets of any size: read in other threads, once while they stay. Refuses reading.
import type { Files } from "../core/ports.ts";
import { nodeFiles } from "./files.ts";
import { keptIn } from "./kept.ts";
import { workerThreads } from "./threads.ts";

/** `worker`: the worker's bundle. `indexes`: the folder for what is learnt of large files, safe to delete; without it nothing is kept. */
export function largeFiles(worker: string, indexes: string | undefined): Files {
  return { ...nodeFiles, threads: workerThreads(worker), ...(indexes !== undefined && { kept: keptIn(indexes) }) };
}
