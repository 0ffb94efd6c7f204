// Owns trying judges on the anchor turns of their codebook before a run is paid. Refuses counting (core/instrument/preflight.ts) and asking people.
import { preflightOf, type Disagreement } from "../core/instrument/preflight.ts";
import type { Preflight } from "../core/journal/entry.ts";
import type { ModelReport } from "../core/probe/probe.ts";
import { languageOfText } from "../core/transcript/language.ts";
import { sumReports } from "../models/sumReports.ts";
import type { Job } from "./carrying.ts";
import type { Resolved } from "./parts.ts";

/** A job whose judge was tried: its plan carries the result into the run. A judge that needs no trial, or was tried when the run began, has none. */
export interface Tried {
  readonly job: Job;
  readonly preflight?: Preflight;
  readonly disagreements: readonly Disagreement[];
}

type Trial = Pick<Tried, "preflight" | "disagreements">;

/**
 * Tries the judge of each job whose run has not begun, each judge once. Nothing of it is kept between runs: a model behind a name
 * may have changed since. Rejects with the failure of the endpoint.
 */
export async function tryJudges(jobs: readonly Job[], resolve: (job: Job) => Promise<Resolved>, threshold: number, signal: AbortSignal): Promise<readonly Tried[]> {
  const trials = new Map<string, Promise<Trial>>();
  const tried: Tried[] = [];
  for (const job of jobs) {
    if (job.setup.judge.kind !== "model" || job.run.state.manifest) {
      tried.push({ job, disagreements: [] });
      continue;
    }
    const key = JSON.stringify([job.open.home, job.setup.judge]);
    const trial = trials.get(key) ?? tryJudge(await resolve(job), threshold, signal);
    trials.set(key, trial);
    const { preflight, disagreements } = await trial;
    const plan = preflight ? { ...job.plan, manifest: { ...job.plan.manifest, preflight } } : job.plan;
    tried.push({ job: { ...job, plan }, ...(preflight ? { preflight } : {}), disagreements });
  }
  return tried;
}

async function tryJudge(resolved: Resolved, threshold: number, signal: AbortSignal): Promise<Trial> {
  try {
    const { tried } = resolved;
    if (!tried || tried.anchors.length === 0) return { disagreements: [] };
    const { judge, anchors } = tried;
    const judged = await Promise.all(anchors.map(({ before, turn }) => judge.judge({ prefix: before, turn, language: languageOfText(turn), ...(judge.instrument.window === "full" ? { after: [] } : {}) }, signal)));
    const reports = judged.flatMap(({ reported }) => reported ?? []);
    const [first, ...rest] = reports;
    const reported: ModelReport | undefined = first && rest.reduce(sumReports, first);
    const { preflight, disagreements } = preflightOf(anchors, judged.map(({ verdict }) => verdict), threshold);
    return { preflight: { ...preflight, ...(reported ? { reported } : {}) }, disagreements };
  } finally {
    await resolved.close();
  }
}
