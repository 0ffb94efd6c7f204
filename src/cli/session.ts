// Owns building the use cases for the command line: doors on Node, the `.fidelity` folder, the log on stderr. Refuses commands.
import { existsSync } from "node:fs";
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { Files, Log, StatsEngine } from "../core/ports.ts";
import type { AskedFor } from "../study/openDataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { openDataset } from "../datasets/open.ts";
import { datasetAt, readStudy, STUDY_FILE, type OpenedStudy } from "../datasets/study.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeIds } from "../node/ids.ts";
import { nodeJournals } from "../node/journalStore.ts";
import { largeFiles } from "../node/largeFiles.ts";
import { workerStats } from "../node/statsEngine.ts";
import type { DatasetFormat } from "../protocol/datasetFormats.ts";
import type { StudyDoors } from "../study/doors.ts";
import { Study, type OpenDataset } from "../study/study.ts";
import type { Arguments } from "./arguments.ts";
import { chatModels, endpointNamed } from "./endpoints.ts";
import { indexFolder } from "./folders.ts";

export const SOFTWARE = { name: "decision-fidelity", version: process.env.FIDELITY_VERSION ?? "development" };

/** Where people read what happens; nothing of it goes to stdout. */
const stderrLog: Log = {
  info: () => undefined,
  warn: (message) => void process.stderr.write(`warning: ${message}\n`),
  error: (message, cause) => void process.stderr.write(`error: ${message}${cause instanceof Error ? `: ${cause.message}` : ""}\n`),
};

export interface Session {
  readonly study: Study;
  readonly doors: StudyDoors;
  readonly signal: AbortSignal;
  readonly words: Arguments;
  /** The folder of the bundle that runs: `dist`, beside `media`. */
  readonly bundle: string;
  /** The folder of the nearest fidelity.json above the current one, else the current folder. */
  readonly studyFolder: string;
  /** The `.fidelity` folder in it. */
  readonly home: string;
}

/** `bundle`: the folder of what runs. */
export function openSession(words: Arguments, bundle: string, signal: AbortSignal): Session {
  const worker = path.join(bundle, "worker.cjs");
  const doors: StudyDoors = {
    files: largeFiles(worker, indexFolder()),
    journals: nodeJournals({ clock: nodeClock, ids: nodeIds, log: stderrLog }),
    digest: nodeDigest,
    clock: nodeClock,
    ids: nodeIds,
    log: stderrLog,
    stats: withDraws(workerStats(worker), words.draws),
    software: SOFTWARE,
    chatModel: chatModels(words, signal),
    prices: async (endpoint, model) => (await endpointNamed(endpoint, words)).prices?.[model],
  };
  const studyFolder = studyFolderAbove(process.cwd());
  return { study: new Study(doors), doors, signal, words, bundle, studyFolder, home: path.join(studyFolder, ".fidelity") };
}

/** The same statistics with other numbers of resamplings, which the report states. */
function withDraws(stats: StatsEngine, draws: number | undefined): StatsEngine {
  if (draws === undefined) return stats;
  return { report: (probes, scheme, options, signal) => stats.report(probes, scheme, { ...options, bootstrapDraws: draws, permutationDraws: draws }, signal) };
}

function studyFolderAbove(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, STUDY_FILE))) return folder;
    if (path.dirname(folder) === folder) return from;
  }
}

/** A dataset with what its study file asks for. */
interface Found {
  readonly dataset: Dataset;
  readonly asked: AskedFor;
}

/** Opens a dataset as its study file says, and says on stderr what was understood. Faults of the study file are warnings; it is then not used. */
export async function openData({ doors: { files, digest, log }, signal, words, studyFolder }: Session, given: string, folder = studyFolder): Promise<Found> {
  const read = await readStudy(folder, files, signal);
  for (const { path: file, line, column, id, values } of read?.problems ?? []) log.warn(`${file}:${line}:${column}: ${sentence(id, values, words.language)}`);
  const dataset = await openDataset({ path: path.resolve(given), files, digest, study: words.shape === undefined ? read?.study : shapedAs(words.shape, path.resolve(given), files, read?.study), signal });
  const { conversationsRead, conversationsKept, outcomes } = dataset.ledger;
  const { strata } = dataset;
  const counts = { read: conversationsRead, kept: conversationsKept, positive: outcomes.positive, positiveName: strata.positive, negative: outcomes.negative, negativeName: strata.negative, unknown: outcomes.unknown };
  process.stderr.write(`${sentence("dataset-understood", { dataset: dataset.name, ...counts }, words.language)}\n`);
  const { rule, gates } = read?.study?.file ?? {};
  return { dataset, asked: { rule, gates } };
}

/** The study with one more word: what the records at the path are. */
function shapedAs(format: DatasetFormat, given: string, files: Files, study: OpenedStudy = { folder: path.dirname(given), file: {} }): OpenedStudy {
  const { mapping: _, ...said } = datasetAt(study, given, files) ?? { path: given };
  return { ...study, file: { ...study.file, datasets: [{ ...said, path: given, format }] } };
}

/** The same, taken into the study with the runs of `home`. */
export async function addData(session: Session, given: string, home = session.home, studyFolder = session.studyFolder): Promise<OpenDataset> {
  const { dataset, asked } = await openData(session, given, studyFolder);
  return session.study.addDataset(dataset.name, dataset, home, session.signal, asked);
}
