// Owns carrying out runs for the study: who takes part in each, the budget they share, one loop over all. Refuses the loop itself (together.ts).
import type { ChatModel } from "../core/ports.ts";
import type { StudyDoors } from "./doors.ts";
import { onePerModel } from "./onePerModel.ts";
import { Purse, meteredChat, type Budget } from "./paid/budget.ts";
import { pricesOf, supposed } from "./paid/money.ts";
import { MODEL_WIDTH, type Resolved } from "./parts.ts";
import type { Plan } from "./plan.ts";
import type { Run } from "./run.ts";
import type { PendingCall, RunnerParts } from "./runner.ts";
import type { Setup } from "./setup.ts";
import type { OpenDataset } from "./openDataset.ts";
import { together, type Session } from "./together.ts";

/** A planned run that is to be carried out, or gone on with. */
export interface Job {
  readonly open: OpenDataset;
  readonly setup: Setup;
  readonly run: Run;
  readonly plan: Plan;
  /** Of this run alone, what it spent in earlier sessions included. */
  readonly budget?: Budget;
}

/** Models that have only some answers and are told what is asked of them meanwhile: a batch engine answers later. */
export interface LaterCalls {
  readonly chatModel: StudyDoors["chatModel"];
  pending(call: PendingCall): void;
}

export interface CarryingOptions {
  /** Of all the runs together, what they spent in earlier sessions included. */
  readonly budget?: Budget;
  readonly later?: LaterCalls;
}

/** What the study lends. */
export interface Lent {
  readonly doors: StudyDoors;
  resolve(job: Job, chatModel: StudyDoors["chatModel"]): Promise<Resolved>;
  parts(job: Job, resolved: Resolved): Omit<RunnerParts, "state" | "journal" | "setup" | "changed">;
  /** The run counts from now on; the result ends what was begun for it. */
  begun(job: Job): () => void;
  /** The failure as it is said, where a file of the dataset changed. */
  saying(job: Job, work: Promise<void>): Promise<void>;
}

/** Resolves when all are finished, paused or cancelled; one that cannot go on leaves the others going, and its error is thrown at the end. */
export async function carryOut(jobs: readonly Job[], lent: Lent, { budget, later }: CarryingOptions, signal: AbortSignal): Promise<void> {
  const shared = budget && new Purse(budget);
  const chats = new Set<ChatModel>();
  const sessions: Session[] = [];
  const errors: unknown[] = [];
  let modelless = 0;
  for (const job of jobs) {
    const purses = [...(job.budget ? [new Purse(job.budget)] : []), ...(shared ? [shared] : [])];
    const own = new Set<ChatModel>();
    let ended = (): Promise<void> => Promise.resolve();
    try {
      const resolved = await lent.resolve(job, metered((...named) => (later ?? lent.doors).chatModel(...named), lent.doors.prices, purses, own));
      ended = () => resolved.close();
      const over = lent.begun(job);
      ended = async () => {
        over();
        await resolved.close();
      };
      const resources = { ...lent.parts(job, resolved), ...(later ? { pending: (call: PendingCall) => later.pending(call) } : {}) };
      const session = await job.run.begin(job.plan, resources, lent.doors.log, signal);
      if (!session) {
        await ended();
        continue;
      }
      for (const chat of own) chats.add(chat);
      if (own.size === 0) modelless++;
      sessions.push({ ...session, end: () => lent.saying(job, session.end()).finally(ended) });
      if (purses.length > 0) {
        const spent = supposed(job.run.state.spending.sums, await pricesOf(job.plan.manifest, lent.doors.prices));
        for (const purse of purses) purse.add(spent);
      }
    } catch (error) {
      errors.push(error);
      await ended();
    }
  }
  // A probe waits for one model at a time: enough of them keep every model busy.
  const width = [...chats].reduce((sum, { atOnce = MODEL_WIDTH }) => sum + atOnce, modelless);
  await together(sessions, Math.max(1, width)).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** The door to models with every call metered; `used` gets the models behind it. */
export function metered(door: StudyDoors["chatModel"], prices: StudyDoors["prices"], purses: readonly Purse[], used: Set<ChatModel>): StudyDoors["chatModel"] {
  return onePerModel(async (endpoint, model) => {
    const chat = await door(endpoint, model);
    used.add(chat);
    return meteredChat(chat, purses, await prices?.(endpoint, model));
  });
}
