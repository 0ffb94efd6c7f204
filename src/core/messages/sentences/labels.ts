// Owns the sentences about people's labels.
import type { Sentence } from "../sentences.ts";

export const labelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
