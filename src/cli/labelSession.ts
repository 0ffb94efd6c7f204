// Owns what the commands about labels stand on: the `.fidelity` folder, its runs, annotations and queues, and the dataset of a run. Refuses what they do.
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import type { Queue } from "../core/labels/queue.ts";
import type { JournalStore } from "../core/ports.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { Annotations } from "../study/labels/annotations.ts";
import { allQueues } from "../study/labels/queues.ts";
import type { Run } from "../study/run.ts";
import { runAt } from "./inputs.ts";
import { openData, type Session } from "./session.ts";

export interface LabelSession {
  readonly home: string;
  readonly journals: JournalStore;
  readonly annotations: Annotations;
  readonly queues: readonly Queue[];
}

/** The folder of the first run given, else that of the current study. */
export async function labelSession(session: Session, run?: string): Promise<LabelSession> {
  const { doors, signal } = session;
  const home = run === undefined ? session.home : path.dirname(path.dirname(path.resolve(run)));
  const journals = doors.journals(home);
  const annotations = new Annotations(home, doors);
  await annotations.refresh(signal);
  return { home, journals, annotations, queues: await allQueues(journals, doors.log, signal) };
}

/** Runs of a folder by their ids. Rejects with `queue-run-missing`. */
export async function runsOfQueue(session: Session, { home }: LabelSession, { manifest }: Queue): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const id of manifest.runs) {
    const file = path.join(home, "runs", `${id}.jsonl`);
    if ((await session.doors.files.stat(file))?.kind !== "file") throw new Failure("queue-run-missing", { queue: manifest.id, run: id, folder: path.join(home, "runs") });
    runs.push(await runAt(session, file));
  }
  return runs;
}

/** The dataset a run was made on: `--data`, else where it was then. Rejects with `data-differs` where it is another. */
export async function dataOf(session: Session, run: Run): Promise<Dataset> {
  const { words, signal } = session;
  const { dataset: identity } = run.manifest;
  const { dataset } = await openData(session, words.data ?? identity.path);
  const { hash } = await dataset.identity(signal);
  if (hash !== identity.hash) throw new Failure("data-differs", { run: run.id, runDataset: `${identity.name} ${identity.hash.slice(0, 12)}`, data: words.data ?? identity.path, dataDataset: hash.slice(0, 12) });
  return dataset;
}
