// Owns the sentences about the bias panel and the tables.
import type { Sentence } from "../sentences.ts";

export const panelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
