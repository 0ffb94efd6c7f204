// Owns sending the request files of a batch to their engine and getting results back. Refuses what results mean (batches.ts).
import type { BatchEngine } from "../models/batch/engine.ts";
import type { Clock } from "../core/ports.ts";
import type { BatchFile, BatchRequests } from "../protocol/batchFile.ts";
import { writeBatch } from "./batchPlace.ts";

/** What sending needs; the folder is that of node/batchFolder.ts. */
export interface SubmissionDoors {
  readonly place: {
    writeFile(name: string, text: string): Promise<string>;
    blob(name: string): Promise<Blob>;
    keepPieces(pieces: () => AsyncIterable<Uint8Array>): Promise<void>;
  };
  readonly clock: Clock;
  engine(endpoint: string): Promise<BatchEngine>;
  /** Told after each request file that was sent, looked at or cancelled. */
  told(requests: BatchRequests): void;
}

/** Request files that were not sent yet. */
export function unsent(file: BatchFile): readonly BatchRequests[] {
  return file.requests.filter(({ submitted }) => !submitted);
}

/** True when every request file was sent, has ended, and its results are in the folder. */
export function settled(file: BatchFile): boolean {
  return file.requests.every(({ submitted }) => submitted?.standing?.ended === true && submitted.standing.outputs.every(({ fetched }) => fetched));
}

/** Sends what was not sent yet, one file after the other; each is written down before the next. */
export function submitAll(doors: SubmissionDoors, file: BatchFile, signal: AbortSignal): Promise<BatchFile> {
  return eachOf(doors, file, ({ submitted }) => !submitted, async (requests) => {
    const engine = await doors.engine(requests.endpoint);
    const name = requests.file.replaceAll("/", "-");
    const { input, batch } = await engine.submit({ name, sha256: requests.sha256, bytes: () => doors.place.blob(requests.file) }, signal);
    return { ...requests, submitted: { at: doors.clock.now(), input, batch } };
  });
}

/** Asks how the sent files stand, and fetches the results of those that ended; what was fetched is not fetched again. */
export function lookAtAll(doors: SubmissionDoors, file: BatchFile, signal: AbortSignal): Promise<BatchFile> {
  return eachOf(doors, file, ({ submitted }) => submitted !== undefined && !(submitted.standing?.ended === true && submitted.standing.outputs.every(({ fetched }) => fetched)), async (requests) => {
    const { submitted } = requests;
    if (!submitted) return requests;
    const engine = await doors.engine(requests.endpoint);
    const { batch, ...seen } = await engine.look(submitted.batch, signal);
    const had = new Set(submitted.standing?.outputs.filter(({ fetched }) => fetched).map((output) => output.file));
    const outputs = [];
    for (const output of seen.outputs) {
      if (seen.ended && !had.has(output)) {
        const pieces = await engine.fetch(output, signal);
        await doors.place.keepPieces(() => pieces);
      }
      outputs.push({ file: output, fetched: seen.ended || had.has(output) });
    }
    return { ...requests, submitted: { ...submitted, batch, standing: { ...seen, outputs, problems: [...seen.problems], at: doors.clock.now() } } };
  });
}

/** Asks the engines to stop; what they have answered by then can still be fetched. */
export function cancelAll(doors: SubmissionDoors, file: BatchFile, signal: AbortSignal): Promise<BatchFile> {
  return eachOf(doors, file, ({ submitted }) => submitted !== undefined && submitted.standing?.ended !== true, async (requests) => {
    const { submitted } = requests;
    if (!submitted) return requests;
    const engine = await doors.engine(requests.endpoint);
    const { batch, ...seen } = await engine.cancel(submitted.batch, signal);
    const outputs = seen.outputs.map((output) => ({ file: output, fetched: false }));
    return { ...requests, submitted: { ...submitted, batch, standing: { ...seen, outputs, problems: [...seen.problems], at: doors.clock.now() } } };
  });
}

async function eachOf(doors: SubmissionDoors, file: BatchFile, concerned: (requests: BatchRequests) => boolean, work: (requests: BatchRequests) => Promise<BatchRequests>): Promise<BatchFile> {
  let now = file;
  for (const requests of file.requests.filter(concerned)) {
    const next = await work(requests);
    now = { ...now, requests: now.requests.map((each) => (each === requests ? next : each)) };
    await writeBatch(doors.place, now);
    doors.told(next);
  }
  return now;
}
