// Owns the join of all sentences for people, in English and Simplified Chinese. Refuses markup: sentences are plain text.
// The build of the extension puts files in its place, one a language, read when the first sentence of it is asked for (esbuild.mjs).
import type { Language, Sentence } from "./sentence.ts";
import { agreementSentences } from "./sentences/agreement.ts";
import { conditionSentences } from "./sentences/conditions.ts";
import { consentSentences } from "./sentences/consent.ts";
import { dataSentences } from "./sentences/data.ts";
import { exitSentences } from "./sentences/exits.ts";
import { explorerSentences } from "./sentences/explorer.ts";
import { labellingSentences } from "./sentences/labelling.ts";
import { labelSentences } from "./sentences/labels.ts";
import { mappingSentences } from "./sentences/mapping.ts";
import { modelFlowSentences } from "./sentences/modelFlow.ts";
import { modelSentences } from "./sentences/models.ts";
import { panelSentences } from "./sentences/panel.ts";
import { panelHostSentences } from "./sentences/panelHost.ts";
import { panelPageSentences } from "./sentences/panelPages.ts";
import { receiptSentences } from "./sentences/receipts.ts";
import { redactionSentences } from "./sentences/redaction.ts";
import { runSentences } from "./sentences/run.ts";
import { runningSentences } from "./sentences/running.ts";
import { statisticsSentences } from "./sentences/statistics.ts";
import { transcriptSentences } from "./sentences/transcript.ts";
import { workbenchSentences } from "./sentences/workbench.ts";

export const SENTENCES = {
  ...agreementSentences,
  ...conditionSentences,
  ...consentSentences,
  ...dataSentences,
  ...exitSentences,
  ...explorerSentences,
  ...labellingSentences,
  ...labelSentences,
  ...mappingSentences,
  ...modelFlowSentences,
  ...modelSentences,
  ...panelHostSentences,
  ...panelSentences,
  ...panelPageSentences,
  ...receiptSentences,
  ...redactionSentences,
  ...runSentences,
  ...runningSentences,
  ...statisticsSentences,
  ...transcriptSentences,
  ...workbenchSentences,
} satisfies Readonly<Record<string, Sentence>>;

export type SentenceId = keyof typeof SENTENCES;

/** The sentence in one language, its values still as `{name}`. */
export function rawSentence(id: SentenceId, language: Language): string {
  return SENTENCES[id][language];
}

/** Tells whether there is a sentence of this id; for ids that come from outside. */
export function isSentence(id: string): id is SentenceId {
  return Object.hasOwn(SENTENCES, id);
}
