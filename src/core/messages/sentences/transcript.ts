// Owns the sentences about transcripts, lenses, hints and continuations.
import type { Sentence } from "../sentence.ts";

export const transcriptSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
