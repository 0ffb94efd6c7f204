// Owns the sentences about transcripts, lenses, hints and continuations.
import type { Sentence } from "../sentences.ts";

export const transcriptSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
