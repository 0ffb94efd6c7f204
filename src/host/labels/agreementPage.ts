// Owns the text page that says how far people agree with the judge of a run, and what that does to Δ. Refuses its numbers and words (study/labels).
import * as vscode from "vscode";
import { aligned, wrapped } from "../../core/figures/columns.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Queue } from "../../core/labels/queue.ts";
import type { Digest } from "../../core/ports.ts";
import { visible } from "../../core/transcript/visible.ts";
import { finished } from "../../node/steps.ts";
import { runAgreement } from "../../study/labels/agreementReport.ts";
import type { AgreementBlock } from "../../core/figures/agreementBlocks.ts";
import { agreementBlocks } from "../../study/labels/agreementWords.ts";
import { usableLabels } from "../../study/labels/usableLabels.ts";
import { schemeOf } from "../../study/reportOf.ts";
import type { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { language, type Edge } from "../edge.ts";
import type { TextPages } from "../textPages.ts";
import type { People } from "./people.ts";

export interface AgreementDoors {
  readonly study: Study;
  readonly edge: Edge;
  readonly people: People;
  readonly pages: TextPages;
  readonly digest: Digest;
}

/** Shows the page of a run; `queues` are those of its folder. */
export async function showAgreement(run: Run, open: OpenDataset, queues: readonly Queue[], { study, edge, people, pages, digest }: AgreementDoors): Promise<void> {
  const annotations = await people.of(open.home);
  await annotations.refresh();
  const text = await edge.progress(sentence("agreement-computing", {}, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
    const usable = await usableLabels({ run, runs: study.runs, queues, state: annotations.state, dataset: open.dataset, digest }, signal);
    const agreement = await finished(runAgreement(usable, schemeOf(run.manifest.codebook), { seed: run.manifest.statisticsSeed }), signal);
    return agreementBlocks(agreement, { language, strata: open.dataset.strata, title: run.title }).map(blockText).join("\n");
  });
  await pages.show(pages.page(sentence("agreement-page", { run: visible(run.title) }, language), text, run.id));
}

/** Title, paragraphs, then the table with its columns in line. */
export function blockText({ title, paragraphs, head, rows }: AgreementBlock): string {
  const table = head.length === 0 ? [] : ["", ...aligned([head, ...rows], head.map((_, column) => column))];
  return [title, ...paragraphs.flatMap((paragraph) => wrapped(paragraph)), ...table].map((line, at) => (at === 0 || line === "" ? line : `  ${line}`)).join("\n") + "\n";
}
