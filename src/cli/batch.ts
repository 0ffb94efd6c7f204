// Owns the commands that carry a run out through a batch engine: export, submit, status, import, cancel. Refuses what a round is (study/batches.ts).
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { openaiBatchEngine } from "../models/batch/engine.ts";
import { BatchFolder } from "../node/batchFolder.ts";
import { proxyFetch } from "../node/proxyFetch.ts";
import type { BatchFile, BatchRequests } from "../protocol/batchFile.ts";
import { beginBatch, dialectNamed, planBatch, takeIn, triesJudge, writeRequests, type BatchDoors, type BatchRound } from "../study/batches.ts";
import { readBatch } from "../study/batchPlace.ts";
import { cancelAll, lookAtAll, settled, submitAll, unsent, type SubmissionDoors } from "../study/batchSubmission.ts";
import type { Job } from "../study/carrying.ts";
import { UsageError } from "./arguments.ts";
import { setupOf } from "./choices.ts";
import { only } from "./data.ts";
import { confirmCalls, endpointNamed, keyFrom } from "./endpoints.ts";
import { triedJobs } from "./preflight.ts";
import { addData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** Between two looks at a batch with --wait. */
const LOOK_EVERY = 20_000;
/** Missing calls listed in words; --json has all. */
const LISTED = 20;

type Work = (session: Session, paths: readonly string[]) => Promise<number>;

export async function batch(session: Session): Promise<number> {
  const [verb, ...paths] = session.words.paths;
  const works: Readonly<Record<string, Work>> = { export: exported, submit: submitted, status: looked, import: imported, cancel: cancelled };
  const work = verb === undefined ? undefined : works[verb];
  if (!work) throw new UsageError("batch export, batch submit, batch status, batch import or batch cancel");
  return work(session, paths);
}

/** Request files for everything that can be asked now: of a dataset, or of a batch folder that has results. */
async function exported(session: Session, paths: readonly string[]): Promise<number> {
  const given = only(paths, "batch export DATA or batch export FOLDER");
  const known = await readBatch(new BatchFolder(path.resolve(given)));
  const begun = known ? await again(session, path.resolve(given), known) : await begin(session, given);
  const round = await takeIn(begun.doors, begun.file, begun.batch, session.signal);
  const { file, written } = await writeRequests(begun.doors, begun.file, round, session.words.missing || (begun.file.requests.length > 0 && settled(begun.file)));
  if (session.words.json) json({ folder: begun.folder.path, run: file.run, written, ...counted(round) });
  else {
    const calls = written.reduce((sum, each) => sum + each.calls, 0);
    say(session, written.length > 0 ? "batch-exported" : round.missing.length > 0 ? "batch-waiting" : "batch-complete", { calls, files: written.length, folder: begun.folder.path, missing: round.missing.length });
    for (const each of written) process.stdout.write(`${path.join(begun.folder.path, each.file)}\n`);
  }
  return EXIT.done;
}

/** Takes results in, whatever their order; says what is missing and what can be asked next. */
async function imported(session: Session, paths: readonly string[]): Promise<number> {
  const [given, ...results] = paths;
  if (given === undefined) throw new UsageError("batch import FOLDER [RESULTS...]");
  const folder = new BatchFolder(path.resolve(given));
  const file = await fileOf(folder);
  for (const each of results) await folder.keep(path.resolve(each));
  const { doors, batch } = await again(session, folder.path, file);
  const round = await takeIn(doors, file, batch, session.signal);
  const { done, total, failed } = batch.run.progress;
  if (session.words.json) json({ folder: folder.path, run: file.run, done, total, failed, ...counted(round) });
  else {
    const again = Object.values(round.again).reduce((sum, count) => sum + count, 0);
    say(session, "batch-round", { answered: round.answered, refused: round.refused, again, reasons: listed(round.again), missing: round.missing.length });
    if (round.unread.length > 0) say(session, "batch-unread", { count: round.unread.length, first: `${round.unread[0]?.file ?? ""}:${round.unread[0]?.line ?? ""}` });
    if (round.foreign > 0) say(session, "batch-foreign", { count: round.foreign });
    for (const { id, stage, probe, sample } of round.missing.slice(0, LISTED)) say(session, "batch-missing", { call: id, stage, conversation: probe.conversation, turn: probe.turn + 1, sample });
    if (round.missing.length > LISTED) say(session, "batch-missing-more", { count: round.missing.length - LISTED });
    say(session, "batch-progress", { run: file.run, done, total, failed });
    if (round.unasked.length > 0) say(session, "batch-next", { calls: round.unasked.length, command: `decision-fidelity batch export ${folder.path}` });
  }
  return round.missing.length + round.unasked.length > 0 ? EXIT.problems : EXIT.done;
}

/** Sends what was not sent yet to the engine of its endpoint; says the number of calls first. */
async function submitted(session: Session, paths: readonly string[]): Promise<number> {
  const { folder, file } = await found(paths, "batch submit FOLDER");
  const left = unsent(file);
  const origins = await Promise.all([...new Set(left.map(({ endpoint }) => endpoint))].map(async (name) => new URL((await endpointNamed(name, session.words)).address).origin));
  if (left.length > 0) await confirmCalls(session.words, left.reduce((sum, { calls }) => sum + calls, 0), origins, session.signal);
  const sent = await submitAll(submission(session, folder), file, session.signal);
  return session.words.wait ? waited(session, folder, sent) : shown(session, folder, sent);
}

async function looked(session: Session, paths: readonly string[]): Promise<number> {
  const { folder, file } = await found(paths, "batch status FOLDER");
  if (session.words.wait) return waited(session, folder, file);
  return shown(session, folder, await lookAtAll(submission(session, folder), file, session.signal));
}

async function cancelled(session: Session, paths: readonly string[]): Promise<number> {
  const { folder, file } = await found(paths, "batch cancel FOLDER");
  return shown(session, folder, await cancelAll(submission(session, folder), file, session.signal));
}

/** Looks again until every batch has ended and its results are here. */
async function waited(session: Session, folder: BatchFolder, begun: BatchFile): Promise<number> {
  for (let file = begun; ; ) {
    file = await lookAtAll(submission(session, folder), file, session.signal);
    if (settled(file) || unsent(file).length > 0) return shown(session, folder, file);
    await session.doors.clock.sleep(LOOK_EVERY, session.signal);
  }
}

async function shown(session: Session, folder: BatchFolder, file: BatchFile): Promise<number> {
  if (session.words.json) json({ folder: folder.path, run: file.run, requests: file.requests });
  else if (settled(file)) say(session, "batch-fetched", { command: `decision-fidelity batch import ${folder.path}` });
  return Promise.resolve(EXIT.done);
}

interface Begun {
  readonly folder: BatchFolder;
  readonly file: BatchFile;
  readonly doors: BatchDoors;
  readonly batch: Job;
}

/** A batch of a dataset; the folder of an equal plan is gone on with. The judge of a new one is tried first, unless --preflight is 0. */
async function begin(session: Session, data: string): Promise<Begun> {
  const { words, home, signal } = session;
  const dialect = dialectNamed(words.dialect);
  const open = await addData(session, data);
  const options = { rule: words.rule ?? open.rule ?? DEFAULT_RULE, seed: words.seed, ...(words.limit === undefined ? {} : { limit: words.limit }) };
  const asked = { home, data: path.resolve(data), setup: setupOf(words), options, rung: words.rung, dialect };
  const tried = async (job: Job): Promise<Job> => {
    if (words.preflight === 0 || job.setup.judge.kind !== "model") return job;
    if (!triesJudge(job, dialect)) {
      if (!job.run.state.manifest) say(session, "batch-judge-untried", { dialect, command: "decision-fidelity check --limit 1" });
      return job;
    }
    const { endpoint } = job.setup.judge;
    const [{ trial } = { trial: 0 }] = await session.study.estimates([job], signal);
    if (trial > 0) await confirmCalls(words, trial, [new URL((await endpointNamed(endpoint, words)).address).origin], signal);
    const [first = job] = await triedJobs(session, [job]);
    return first;
  };
  const begun = await beginBatch(doorsOf(session), (run) => new BatchFolder(path.join(home, "batches", run)), open, asked, tried, signal);
  if (!begun) throw new Failure("paid-declined", {});
  return { folder: begun.place, file: begun.file, batch: begun.batch, doors: { ...doorsOf(session), place: begun.place } };
}

/** A batch folder with its dataset opened as before. */
async function again(session: Session, place: string, file: BatchFile): Promise<Begun> {
  const folder = new BatchFolder(place);
  const doors = { ...doorsOf(session), place: folder };
  const open = await addData(session, file.data, file.home, path.dirname(file.home));
  return { folder, file, doors, batch: await planBatch(doors, open, file, session.signal) };
}

function doorsOf({ study, doors: { clock, digest }, words }: Session): Omit<BatchDoors, "place"> {
  return { study, clock, digest, address: async (name) => (await endpointNamed(name, words)).address };
}

function submission(session: Session, place: BatchFolder): SubmissionDoors {
  const { words, signal } = session;
  const { clock } = session.doors;
  return {
    place,
    clock,
    told: (requests) => tell(session, requests),
    async engine(name) {
      const { address, keyVariable } = await endpointNamed(name, words);
      return openaiBatchEngine({ name, baseUrl: address, fetch: await proxyFetch(process.env), ...(keyVariable === undefined ? {} : { key: await keyFrom(keyVariable, signal) }) }, clock);
    },
  };
}

function tell(session: Session, { file, calls, submitted }: BatchRequests): void {
  const { status, completed, failed, problems = [] } = submitted?.standing ?? { status: "sent", completed: undefined, failed: undefined };
  say(session, "batch-standing", { file, status, calls, completed: completed ?? "–", failed: failed ?? "–" });
  if (problems.length > 0) say(session, "batch-problems", { file, problems: problems.slice(0, LISTED).join(", ") });
}

async function found(paths: readonly string[], usage: string): Promise<{ readonly folder: BatchFolder; readonly file: BatchFile }> {
  const folder = new BatchFolder(path.resolve(only(paths, usage)));
  return { folder, file: await fileOf(folder) };
}

async function fileOf(folder: BatchFolder): Promise<BatchFile> {
  const file = await readBatch(folder);
  if (!file) throw new UsageError(sentence("batch-folder-wrong", { path: folder.path }));
  return file;
}

function counted(round: BatchRound) {
  const asked = ({ id, stage, probe, sample }: BatchRound["missing"][number]) => ({ id, stage, conversation: probe.conversation, turn: probe.turn, sample });
  return { answered: round.answered, refused: round.refused, again: round.again, unread: round.unread, foreign: round.foreign, missing: round.missing.map(asked), unasked: round.unasked.length };
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([reason, count]) => `${reason} ${count}`).join(", ") || "–";
}

function say({ words }: Session, id: SentenceId, values: Readonly<Record<string, string | number>>): void {
  process.stderr.write(`${sentence(id, values, words.language)}\n`);
}

function json(document: object): void {
  process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-batch-round", version: 1, ...document }, null, 2)}\n`);
}
