// Owns making a sentence for people from its id and values, and the choice of the language. Refuses the sentences themselves (sentenceTable.ts).
import type { Language, SentenceValues } from "./sentence.ts";
import { rawSentence, type SentenceId } from "./sentenceTable.ts";

export { isSentence, rawSentence, type SentenceId } from "./sentenceTable.ts";

/** The sentence with its values put in. A value that is missing stays visible as `{name}`. */
export function sentence(id: SentenceId, values: SentenceValues = {}, language: Language = "en"): string {
  const raw = rawSentence(id, language);
  if (!raw.includes("{")) return raw;
  return raw.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/** The sentence language for an editor or system locale such as "zh-cn" or "en-GB". */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}
