// Owns the text page that sets a second judge of a run beside the first, and choosing it. Refuses the numbers and words (study/labels).
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { visible } from "../../core/transcript/visible.ts";
import { finished } from "../../node/steps.ts";
import { judgesCompared } from "../../study/labels/judges.ts";
import { judgeBlocks } from "../../study/labels/judgeWords.ts";
import { judgeName } from "../../study/naming.ts";
import type { Run } from "../../study/run.ts";
import type { Study } from "../../study/study.ts";
import { language, type Edge } from "../edge.ts";
import type { TextPages } from "../textPages.ts";
import { blockText } from "./agreementPage.ts";

/** Compares `first` with another run of its dataset and codebook labels, which is chosen where it is not given. */
export async function compareJudges(first: Run, given: Run | undefined, { study, edge, pages }: { readonly study: Study; readonly edge: Edge; readonly pages: TextPages }): Promise<void> {
  const second = given ?? (await chosen(first, study));
  if (!second) return;
  const text = await edge.progress(sentence("agreement-computing", {}, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
    const compared = await finished(judgesCompared(first, second, { seed: first.manifest.statisticsSeed }), signal);
    return judgeBlocks(compared, { language, strata: first.manifest.dataset.strata }).map(blockText).join("\n");
  });
  await pages.show(pages.page(sentence("judges-page", { run: visible(first.title) }, language), text, first.id));
}

/** Of the runs on the same dataset; those of the same simulator and condition first. */
async function chosen(first: Run, study: Study): Promise<Run | undefined> {
  const likeness = ({ manifest }: Run): number => (JSON.stringify([manifest.simulator, manifest.condition.name]) === JSON.stringify([first.manifest.simulator, first.manifest.condition.name]) ? 0 : 1);
  const others = study.runs.filter((run) => run !== first && run.manifest.dataset.hash === first.manifest.dataset.hash).sort((a, b) => likeness(a) - likeness(b));
  if (others.length === 0) {
    void vscode.window.showInformationMessage(sentence("judges-none", { run: first.title }, language));
    return undefined;
  }
  const items = others.map((run) => ({ label: run.title, description: judgeName(run.manifest.judge), detail: run.id, run }));
  return (await vscode.window.showQuickPick(items, { title: sentence("judges-pick", {}, language), matchOnDescription: true }))?.run;
}
