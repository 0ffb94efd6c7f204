// Owns trying judges before a run is paid, as the command line says it. Refuses trying them itself (study/preflight.ts).
import { passes } from "../core/instrument/preflight.ts";
import { Failure } from "../core/messages/failure.ts";
import { disagreementLines, preflightText } from "../study/preflightWords.ts";
import type { Job } from "../study/carrying.ts";
import { mayGoOn } from "./endpoints.ts";
import type { Session } from "./session.ts";

/**
 * The jobs with how their judges did on the anchor turns, said on stderr. Below --preflight a terminal is asked; without one it rejects
 * with `preflight-below`. With --preflight 0 nothing is tried.
 */
export async function triedJobs({ study, words, signal }: Session, jobs: readonly Job[]): Promise<readonly Job[]> {
  if (words.preflight === 0) return jobs;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const tried = await study.preflight(jobs, signal, { threshold: words.preflight, ...(words.budget ? { budget: words.budget } : {}) });
  const said = new Set<string>();
  let below: Failure | undefined;
  for (const { job, preflight, disagreements } of tried) {
    if (!preflight) continue;
    const text = preflightText(preflight, job.plan.manifest, words.language);
    if (said.has(text)) continue;
    said.add(text);
    say(text);
    if (passes(preflight)) continue;
    for (const line of disagreementLines(disagreements, words.language)) say(`  ${line}`);
    below ??= new Failure("preflight-below", { threshold: preflight.threshold });
  }
  if (!below) return tried.map(({ job }) => job);
  const goesOn = process.stdin.isTTY && (await mayGoOn(words, signal));
  if (goesOn) return tried.map(({ job }) => job);
  await study.declined(tried);
  throw process.stdin.isTTY ? new Failure("paid-declined", {}) : below;
}
