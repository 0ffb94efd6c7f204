// Owns the sentences about the bias panel and the tables.
import type { Sentence } from "../sentence.ts";

export const panelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
