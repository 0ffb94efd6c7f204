// Owns what people's labels say of a run, as page Trust shows it. Refuses formulas and which labels may be used (study/labels).
import type { Digest } from "../../core/ports.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { runAgreement, type RunAgreement } from "../labels/agreementReport.ts";
import { Annotations, type LabelDoors } from "../labels/annotations.ts";
import { allQueues } from "../labels/queues.ts";
import { usableLabels } from "../labels/usableLabels.ts";
import { schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";
import type { Study } from "../study.ts";

export type PanelLabelDoors = LabelDoors & { readonly digest: Digest };

/** Characters at most; what is longer goes without its confusions and without other versions of the codebook. */
const MOST_CHARACTERS = 25_000;

/** Undefined where the dataset of the run is not open. */
export async function agreementOf(run: Run, study: Study, doors: PanelLabelDoors, finished: <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<RunAgreement | undefined> {
  const open = study.datasetOf(run);
  const home = study.homeOf(run);
  if (!open || home === undefined) return undefined;
  const queues = await allQueues(doors.journals(home), doors.log, signal);
  const annotations = new Annotations(home, doors);
  await annotations.refresh(signal);
  const usable = await usableLabels({ run, runs: study.runs, queues, state: annotations.state, dataset: open.dataset, digest: doors.digest }, signal);
  return fitted(await finished(runAgreement(usable, schemeOf(run.manifest.codebook), { seed: run.manifest.statisticsSeed }), signal));
}

function fitted(agreement: RunAgreement): RunAgreement {
  if (JSON.stringify(agreement).length <= MOST_CHARACTERS) return agreement;
  const { report, ...rest } = agreement;
  return { ...rest, ...(report ? { report: { ...report, confusions: [], people: report.people.map((each) => ({ ...each, pairs: [] })) } } : {}), others: [] };
}
