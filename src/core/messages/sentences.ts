// Owns the join of all sentences for people, in English and Simplified Chinese. Refuses markup: sentences are plain text.
import type { Language, Sentence, SentenceValues } from "./sentence.ts";
import { dataSentences } from "./sentences/data.ts";
import { explorerSentences } from "./sentences/explorer.ts";
import { labelSentences } from "./sentences/labels.ts";
import { mappingSentences } from "./sentences/mapping.ts";
import { modelSentences } from "./sentences/models.ts";
import { panelSentences } from "./sentences/panel.ts";
import { redactionSentences } from "./sentences/redaction.ts";
import { runSentences } from "./sentences/run.ts";
import { statisticsSentences } from "./sentences/statistics.ts";
import { transcriptSentences } from "./sentences/transcript.ts";
import { workbenchSentences } from "./sentences/workbench.ts";

export const SENTENCES = {
  ...dataSentences,
  ...explorerSentences,
  ...labelSentences,
  ...mappingSentences,
  ...modelSentences,
  ...panelSentences,
  ...redactionSentences,
  ...runSentences,
  ...statisticsSentences,
  ...transcriptSentences,
  ...workbenchSentences,
} satisfies Readonly<Record<string, Sentence>>;

export type SentenceId = keyof typeof SENTENCES;

/** The sentence with its values put in. A value that is missing stays visible as `{name}`. */
export function sentence(id: SentenceId, values: SentenceValues = {}, language: Language = "en"): string {
  return SENTENCES[id][language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/** The sentence language for an editor or system locale such as "zh-cn" or "en-GB". */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}
