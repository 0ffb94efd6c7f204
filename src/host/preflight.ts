// Owns asking whether to go on with a judge that does badly on its anchor turns. Refuses trying it (study/).
import * as vscode from "vscode";
import { passes } from "../core/instrument/preflight.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Job } from "../study/carrying.ts";
import { disagreementLines, preflightText } from "../study/preflightWords.ts";
import type { Study } from "../study/study.ts";
import { ask, language, type Edge } from "./edge.ts";
import { budget } from "./settings.ts";

/** The jobs with how their judges did; none when one is below the threshold and the person does not go on. Judges of runs that go on are not tried. */
export async function triedJobs(study: Study, edge: Edge, jobs: readonly Job[]): Promise<readonly Job[]> {
  if (jobs.every(({ setup }) => setup.judge.kind !== "model")) return jobs;
  const { waitsForJudge } = await import("../study/preflight.ts");
  if (!jobs.some(waitsForJudge)) return jobs;
  const limits = budget();
  const tried = await edge.progress(sentence("preflight-trying", {}, language), vscode.ProgressLocation.Window, (_report, signal) => study.preflight(jobs, signal, limits ? { budget: limits } : {}));
  const below = tried.find(({ preflight }) => preflight && !passes(preflight));
  if (!below?.preflight) return tried.map(({ job }) => job);
  const goOn = sentence("preflight-go-on", {}, language);
  const lines = [preflightText(below.preflight, below.job.plan.manifest, language), ...disagreementLines(below.disagreements, language)];
  const choice = await ask(sentence("preflight-ask", { threshold: below.preflight.threshold }, language), lines, goOn);
  if (choice === goOn) return tried.map(({ job }) => job);
  await study.declined(tried);
  return [];
}
