// Owns asking before a run is paid: what it will need, and the budget it must keep to. Refuses estimating (study/paid).
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { added } from "../core/journal/spent.ts";
import type { Job } from "../study/carrying.ts";
import { estimateLines } from "../study/paid/words.ts";
import { UsageError } from "./arguments.ts";
import { mayGoOn } from "./endpoints.ts";
import type { Session } from "./session.ts";

/**
 * Says what runs with models will need, and where text goes; without a terminal they need a budget and --yes. Resolves when they may
 * go on. Rejects with `budget-too-small` when the calls estimated would pass a budget of calls; tokens and money are held while running.
 */
export async function confirmPaid({ study, words, signal }: Session, jobs: readonly Job[]): Promise<void> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const paid = jobs.filter(({ plan: { manifest } }) => manifest.simulator.kind === "model" || manifest.judge.kind === "model");
  if (paid.length === 0) return;
  const estimates = await study.estimates(paid, signal, words.preflight > 0);
  let [calls, spent] = [0, 0];
  for (const [index, estimate] of estimates.entries()) {
    const job = paid[index];
    if (!job) continue;
    const sums = job.run.state.spending.sums;
    const own = estimate.calls.simulator + estimate.calls.judge + estimate.trial;
    calls += own;
    spent += added(sums.simulator, sums.judge).calls;
    if (estimate.probes > 0) say(`${job.plan.manifest.title}: ${estimateLines(estimate, words.language).join(" ")}`);
    refuseBeyond(job.budget?.calls, own + added(sums.simulator, sums.judge).calls);
  }
  if (calls === 0) return;
  const origins = [...new Set(paid.flatMap(({ plan }) => plan.manifest.privacy.sentTo))].join(", ");
  say(sentence("paid-estimate", { calls, origins }, words.language));
  refuseBeyond(words.budget?.calls, calls + spent);
  if (words.yes && (words.budget !== undefined || paid.every(({ budget }) => budget) || process.stdin.isTTY)) return;
  if (!process.stdin.isTTY) throw new UsageError(sentence("paid-needs-budget", { calls }, words.language));
  if (!(await mayGoOn(words, signal))) throw new Failure("paid-declined", {});
}

function refuseBeyond(budget: number | undefined, calls: number): void {
  if (budget !== undefined && calls > budget) throw new Failure("budget-too-small", { calls, budget });
}
