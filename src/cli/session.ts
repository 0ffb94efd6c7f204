// Owns building the use cases for the command line: doors on Node, the `.fidelity` folder, the log on stderr. Refuses commands.
import { existsSync } from "node:fs";
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { Log } from "../core/ports.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { openDataset } from "../datasets/open.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeFiles } from "../node/files.ts";
import { nodeIds } from "../node/ids.ts";
import { NodeJournalStore } from "../node/journalStore.ts";
import { workerStats } from "../node/statsEngine.ts";
import type { StudyDoors } from "../study/doors.ts";
import { Study, type OpenDataset } from "../study/study.ts";
import type { Arguments } from "./arguments.ts";
import { chatModels } from "./endpoints.ts";

export const SOFTWARE = { name: "decision-fidelity", version: process.env.FIDELITY_VERSION ?? "development" };

/** Where people read what happens; nothing of it goes to stdout. */
export const stderrLog: Log = {
  info: () => undefined,
  warn: (message) => void process.stderr.write(`warning: ${message}\n`),
  error: (message, cause) => void process.stderr.write(`error: ${message}${cause instanceof Error ? `: ${cause.message}` : ""}\n`),
};

export interface Session {
  readonly study: Study;
  readonly doors: StudyDoors;
  readonly signal: AbortSignal;
  readonly words: Arguments;
  /** The `.fidelity` folder: of the nearest parent with a fidelity.json, else of the current folder. */
  readonly home: string;
}

export function openSession(words: Arguments, signal: AbortSignal): Session {
  const stores = new Map<string, NodeJournalStore>();
  const doors: StudyDoors = {
    files: nodeFiles,
    journals: (folder) => {
      const store = stores.get(folder) ?? new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log: stderrLog });
      stores.set(folder, store);
      return store;
    },
    digest: nodeDigest,
    clock: nodeClock,
    ids: nodeIds,
    log: stderrLog,
    stats: workerStats(path.join(bundleFolder(), "worker.cjs")),
    software: SOFTWARE,
    chatModel: chatModels(words),
  };
  return { study: new Study(doors), doors, signal, words, home: path.join(studyFolder(process.cwd()), ".fidelity") };
}

/** The folder of the bundle that runs: `dist`. */
export function bundleFolder(): string {
  return path.dirname(process.argv[1] ?? process.cwd());
}

function studyFolder(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "fidelity.json"))) return folder;
    if (path.dirname(folder) === folder) return from;
  }
}

/** Opens a dataset and says on stderr what it understood. */
export async function openData(session: Session, given: string | undefined): Promise<Dataset> {
  const dataset = await openDataset({ path: path.resolve(given ?? ""), files: session.doors.files, digest: session.doors.digest, signal: session.signal });
  const { conversationsRead, conversationsKept, outcomes } = dataset.ledger;
  const { strata } = dataset;
  process.stderr.write(`${sentence("dataset-understood", { dataset: dataset.name, read: conversationsRead, kept: conversationsKept, positive: outcomes.positive, positiveName: strata.positive, negative: outcomes.negative, negativeName: strata.negative, unknown: outcomes.unknown }, session.words.language)}\n`);
  return dataset;
}

/** The same, taken into the study with the runs of `home`. */
export async function addData(session: Session, given: string | undefined, home = session.home): Promise<OpenDataset> {
  const dataset = await openData(session, given);
  return session.study.addDataset(dataset.name, dataset, home, session.signal);
}
