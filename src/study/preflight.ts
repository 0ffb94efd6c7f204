// Owns trying judges on the anchor turns of their codebook before a run is paid. Refuses counting (core/instrument/preflight.ts) and asking people.
import { PREFLIGHT_THRESHOLD, preflightOf, type Disagreement } from "../core/instrument/preflight.ts";
import type { Preflight } from "../core/journal/entry.ts";
import type { ChatModel } from "../core/ports.ts";
import type { ModelReport } from "../core/probe/probe.ts";
import { languageOfText } from "../core/transcript/language.ts";
import { sumReports } from "../models/sumReports.ts";
import { append } from "./append.ts";
import { metered, type CarryingOptions, type Job } from "./carrying.ts";
import type { StudyDoors } from "./doors.ts";
import { Purse, type Bill } from "./paid/budget.ts";
import { pricesOf, supposed } from "./paid/money.ts";
import type { Resolved } from "./parts.ts";
import type { Run } from "./run.ts";

/** A job whose judge was tried: its plan carries the result into the run. A judge that needs no trial, or was tried when the run began, has none. */
export interface Tried {
  readonly job: Job;
  readonly preflight?: Preflight;
  readonly disagreements: readonly Disagreement[];
}

type Trial = Pick<Tried, "preflight" | "disagreements">;

/** What trying lends from the study. */
export interface Trying extends Pick<CarryingOptions, "budget"> {
  /** Default: `PREFLIGHT_THRESHOLD`. */
  readonly threshold?: number;
  readonly doors: Pick<StudyDoors, "chatModel" | "prices">;
  resolve(job: Job, chatModel: StudyDoors["chatModel"]): Promise<Resolved>;
}

const DECLINED = "preflight-below";

/** Names the trial a job's judge needs, equal for those tried together; undefined where it needs none. */
export function trialOf({ open, setup, run }: Job): string | undefined {
  return setup.judge.kind !== "model" || run.state.manifest ? undefined : JSON.stringify([open.home, setup.judge]);
}

/** How the judge of a run did that nobody went on with; undefined of any other. */
function declinedOf({ run: { state } }: Job): Preflight | undefined {
  return state.ended?.because?.id === DECLINED && state.probes.size === 0 ? state.manifest?.preflight : undefined;
}

/** Whether the judge of a job is to be tried, or somebody asked about how it did, before the job goes on. */
export function waitsForJudge(job: Job): boolean {
  return trialOf(job) !== undefined || declinedOf(job) !== undefined;
}

/**
 * Keeps what trying judges cost where nobody went on: the journal of each run that bore a cost begins, and says why it waits. Asked for
 * again, such a run has its judge not tried, but asked about, once more.
 */
export async function keepDeclined(tried: readonly Tried[], { clock, ids }: Pick<StudyDoors, "clock" | "ids">): Promise<readonly Run[]> {
  const kept = tried.filter(({ job, preflight }) => preflight?.reported && !job.run.state.manifest).map(({ job }) => job);
  for (const { run, plan } of kept) {
    const journal = await run.journals.open(run.name);
    try {
      const parts = { state: run.state, journal, clock, ids, changed: () => undefined };
      await append(parts, { kind: "run-started", manifest: plan.manifest });
      await append(parts, { kind: "run-ended", reason: "paused", done: 0, failed: 0, because: { id: DECLINED, values: { threshold: plan.manifest.preflight?.threshold ?? 0 } } });
      await journal.flush();
    } finally {
      await journal.close();
    }
    await run.load();
  }
  return kept.map(({ run }) => run);
}

/** Has a judge answer all of its anchor turns. */
export function answers({ judge, anchors }: NonNullable<Resolved["tried"]>, signal: AbortSignal): readonly ReturnType<typeof judge.judge>[] {
  const after = judge.instrument.window === "full" ? { after: [] } : {};
  return anchors.map(({ before, turn }) => judge.judge({ prefix: before, turn, language: languageOfText(turn), ...after }, signal));
}

/**
 * Tries the judge of each job whose run has not begun, each judge once; the first of its runs bears the cost, within its budget
 * and that of all. Nothing of it is kept between runs: a model behind a name may have changed since. Rejects with the failure of
 * the endpoint, or with `budget-…-reached`.
 */
export async function tryJudges(jobs: readonly Job[], lent: Trying, signal: AbortSignal): Promise<readonly Tried[]> {
  const { threshold = PREFLIGHT_THRESHOLD } = lent;
  const shared = lent.budget && new Purse(lent.budget);
  for (const job of shared ? jobs : []) shared?.add(await spentBy(job, lent));
  const trials = new Map<string, Trial>();
  const tried: Tried[] = [];
  for (const job of jobs) {
    const key = trialOf(job);
    if (key === undefined) {
      const known = declinedOf(job);
      tried.push({ job, ...(known ? { preflight: { ...known, threshold } } : {}), disagreements: [] });
      continue;
    }
    const known = trials.get(key);
    const trial = known ?? (await tryJudge(await lent.resolve(job, within(job, shared, lent)), threshold, signal));
    trials.set(key, trial);
    const preflight = known ? unpaid(trial.preflight) : trial.preflight;
    const plan = preflight ? { ...job.plan, manifest: { ...job.plan.manifest, preflight } } : job.plan;
    tried.push({ job: { ...job, plan }, ...(preflight ? { preflight } : {}), disagreements: trial.disagreements });
  }
  return tried;
}

/** A run that has not begun spent nothing of its own budget. */
function within({ budget }: Job, shared: Purse | undefined, { doors }: Trying): StudyDoors["chatModel"] {
  const purses = [...(budget ? [new Purse(budget)] : []), ...(shared ? [shared] : [])];
  return metered((...named) => doors.chatModel(...named), doors.prices, purses, new Set<ChatModel>());
}

async function spentBy({ run, plan }: Job, { doors }: Trying): Promise<Bill> {
  return supposed(run.state.spending.sums, await pricesOf(plan.manifest, doors.prices));
}

/** How a judge did, for a further run: what asking cost is counted once. */
function unpaid(preflight: Preflight | undefined): Preflight | undefined {
  if (!preflight) return undefined;
  const { reported: _, ...did } = preflight;
  return did;
}

async function tryJudge(resolved: Resolved, threshold: number, signal: AbortSignal): Promise<Trial> {
  try {
    const { tried } = resolved;
    if (!tried || tried.anchors.length === 0) return { disagreements: [] };
    const { anchors } = tried;
    const judged = await Promise.all(answers(tried, signal));
    const reports = judged.flatMap(({ reported }) => reported ?? []);
    const [first, ...rest] = reports;
    const reported: ModelReport | undefined = first && rest.reduce(sumReports, first);
    const { preflight, disagreements } = preflightOf(anchors, judged.map(({ verdict }) => verdict), threshold);
    return { preflight: { ...preflight, ...(reported ? { reported } : {}) }, disagreements };
  } finally {
    await resolved.close();
  }
}
