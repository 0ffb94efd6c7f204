// Owns the parts of a receipt that need more than the journal: the exit audit, which reads the dataset, and agreement with people, which reads their
// labels. Refuses making either (study/exits, study/labels).
import { Failure } from "../../core/messages/failure.ts";
import type { ReceiptPart } from "../../core/receipt/shape.ts";
import type { Steps } from "../../core/stats/steps.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { StudyDoors } from "../doors.ts";
import { exitAudit } from "../exits/audit.ts";
import { exitLexiconJudge } from "../exits/exitJudge.ts";
import { runAgreement, type RunAgreement } from "../labels/agreementReport.ts";
import { Annotations } from "../labels/annotations.ts";
import { allQueues } from "../labels/queues.ts";
import { usableLabels } from "../labels/usableLabels.ts";
import { schemeOf } from "../reportOf.ts";
import { Run } from "../run.ts";
import type { OtherParts } from "./receiptOf.ts";

export interface OtherDoors extends StudyDoors {
  readonly finished: <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>;
}

export interface OtherSources {
  /** The dataset the run was made on; another one is refused with `data-differs`. */
  readonly dataset?: Dataset;
  /** The `.fidelity` folder the run is kept in, with its annotations and queues. */
  readonly home: string;
  /** Resamplings; those of the statistics when absent. */
  readonly draws?: number;
}

/** Both parts of a loaded run. Exit behaviours are read by the lexicon, which needs no key; they carry it as their judge. */
export async function otherParts(run: Run, sources: OtherSources, doors: OtherDoors, signal: AbortSignal): Promise<OtherParts> {
  const { dataset, draws } = sources;
  if (!dataset) return { exits: { made: false, reason: "no-dataset" }, agreement: (await queuesOf(run, doors, signal)).length === 0 ? NO_LABELS : { made: false, reason: "no-dataset" } };
  const { hash } = await dataset.identity(signal);
  const made = run.manifest.dataset;
  if (made.hash !== hash) throw new Failure("data-differs", { run: run.id, runDataset: `${made.name} ${made.hash.slice(0, 12)}`, data: dataset.path, dataDataset: hash.slice(0, 12) });
  const audit = await exitAudit({ run, dataset, judge: { judge: exitLexiconJudge(doors.digest), width: 1 }, ...(draws === undefined ? {} : { draws }) }, doors.finished, signal);
  const agreement = await agreementOf(run, { ...sources, dataset }, doors, signal);
  return { exits: { made: true, value: audit }, agreement: agreement?.report ? { made: true, value: agreement } : NO_LABELS };
}

const NO_LABELS: ReceiptPart = { made: false, reason: "no-labels" };

/** What people's drawn, blind labels say of a run; undefined where nothing was drawn from it. */
export async function agreementOf(run: Run, { dataset, home, draws }: OtherSources & { readonly dataset: Dataset }, doors: OtherDoors, signal: AbortSignal): Promise<RunAgreement | undefined> {
  const queues = await queuesOf(run, doors, signal);
  if (queues.length === 0) return undefined;
  const annotations = new Annotations(home, doors);
  await annotations.refresh(signal);
  const runs: Run[] = [run];
  for (const id of new Set(queues.flatMap(({ manifest }) => manifest.runs))) {
    const other = new Run(`runs/${id}.jsonl`, run.journals);
    await other.load(signal);
    if (id !== run.id && other.state.manifest) runs.push(other);
  }
  const usable = await usableLabels({ run, runs, queues, state: annotations.state, dataset, digest: doors.digest }, signal);
  return doors.finished(runAgreement(usable, schemeOf(run.manifest.codebook), { seed: run.manifest.statisticsSeed, ...(draws === undefined ? {} : { draws }) }), signal);
}

async function queuesOf(run: Run, { log }: OtherDoors, signal: AbortSignal): ReturnType<typeof allQueues> {
  return (await allQueues(run.journals, log, signal)).filter(({ manifest }) => manifest.runs.includes(run.id));
}
