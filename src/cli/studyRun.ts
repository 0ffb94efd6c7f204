// Owns the command run: all planned runs of a study, made or gone on with. Refuses what the study file says (study/studyRuns.ts).
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { readStudy, STUDY_FILE, type OpenedStudy } from "../datasets/study.ts";
import type { Job } from "../study/carrying.ts";
import { reportOf } from "../study/reportOf.ts";
import { studyRuns, type StudyRun } from "../study/studyRuns.ts";
import type { OpenDataset } from "../study/study.ts";
import { UsageError } from "./arguments.ts";
import { told, unlessAborted } from "./check.ts";
import { confirmPaid } from "./paying.ts";
import { triedJobs } from "./preflight.ts";
import { shownProgress } from "./progress.ts";
import { openData, type Session } from "./session.ts";

/** `run [fidelity.json]`: the same command goes on with them. */
export async function runStudy(given: Session): Promise<number> {
  const { words, study, signal, doors } = given;
  const folder = studyFolderOf(given);
  const session = { ...given, studyFolder: folder, home: path.join(folder, ".fidelity") };
  const opened = await studyIn(session, folder);
  const asked = studyRuns(opened, doors.files);
  if (asked.length === 0) throw new Failure("study-no-runs", { path: path.join(folder, STUDY_FILE) });
  const jobs = await jobsOf(session, asked);
  await confirmPaid(session, jobs);
  const tried = await triedJobs(session, jobs);
  const shown = shownProgress(tried, words.language, doors.prices);
  // What stopped one of them is said after the numbers of all.
  const [carried] = await Promise.allSettled([study.carryOutTogether(tried, signal, words.budget ? { budget: words.budget } : {})]);
  shown.dispose();
  const made = tried.filter(({ run }) => run.state.manifest).map(({ run }) => ({ run, journal: path.join(session.home, run.name), report: reportOf(run, doors.stats, signal).catch(unlessAborted(signal)) }));
  const code = await told(session, made);
  if (carried.status === "rejected" && !signal.aborted) throw carried.reason as Error;
  return code;
}

/** The folder of the study file named, else of the nearest one. */
export function studyFolderOf({ words, studyFolder }: Session): string {
  const [named, ...more] = words.paths;
  if (more.length > 0) throw new UsageError(`one path at most: ${STUDY_FILE}`);
  if (named === undefined) return studyFolder;
  return path.basename(named) === STUDY_FILE ? path.dirname(path.resolve(named)) : path.resolve(named);
}

async function studyIn({ doors, signal, words }: Session, folder: string): Promise<OpenedStudy> {
  const read = await readStudy(folder, doors.files, signal);
  const file = path.join(folder, STUDY_FILE);
  if (!read) throw new Failure("study-file-missing", { path: file });
  for (const { path: at, line, column, id, values } of read.problems) doors.log.warn(`${at}:${line}:${column}: ${sentence(id, values, words.language)}`);
  if (!read.study) throw new Failure("study-file-faults", { path: file, count: read.problems.length });
  return read.study;
}

/** Each dataset is opened once; two entries with one plan are one run. */
async function jobsOf(session: Session, asked: readonly StudyRun[]): Promise<readonly Job[]> {
  const { study, signal, words, doors } = session;
  const datasets = new Map<string, OpenDataset>();
  const jobs: Job[] = [];
  for (const { dataset: at, setup, options, budget, name } of asked) {
    const open = datasets.get(at) ?? (await opened(session, at));
    datasets.set(at, open);
    const { run, plan } = await study.plan(open, setup, words.limit === undefined ? options : { ...options, limit: words.limit }, signal);
    const same = jobs.some((job) => job.plan.manifest.planHash === plan.manifest.planHash);
    if (same) continue;
    if (name !== undefined && name !== run.givenTitle) await run.describe({ title: name }, doors.clock);
    jobs.push({ open, setup, run, plan, ...(budget ? { budget } : {}) });
  }
  return jobs;
}

async function opened(session: Session, at: string): Promise<OpenDataset> {
  const { dataset, asked } = await openData(session, at);
  return session.study.addDataset(at, dataset, session.home, session.signal, asked);
}
