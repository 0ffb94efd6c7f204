// Owns the sentences about endpoints, simulators and judges.
import type { Sentence } from "../sentences.ts";

export const modelSentences = {

} as const satisfies Readonly<Record<string, Sentence>>;
