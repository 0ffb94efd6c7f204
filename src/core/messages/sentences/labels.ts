// Owns the sentences about people's labels.
import type { Sentence } from "../sentence.ts";

export const labelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
