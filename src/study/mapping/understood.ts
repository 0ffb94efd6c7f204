// Owns what is said once of a dataset whose shape was guessed. Refuses datasets in the native format: nothing was guessed of them.
import type { Language } from "../../core/messages/sentence.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { factsOf, hintsOf } from "../../datasets/understanding.ts";

/** What the file was taken for, with what must be known before its numbers are trusted; undefined where nothing was guessed. */
export function understoodText(dataset: Dataset, language: Language): string | undefined {
  if (dataset.format === "native") return undefined;
  return [`${dataset.name}: ${factsOf(dataset, language)}.`, ...hintsOf(dataset, language)].join(" ");
}
