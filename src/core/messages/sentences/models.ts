// Owns the sentences about endpoints, simulators and judges.
import type { Sentence } from "../sentence.ts";

export const modelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
