// Owns how a journalled failure is said in the reader's language. Refuses failures that are being thrown (core/messages).
import type { FailureEntry } from "../core/journal/entry.ts";
import type { Language, SentenceValues } from "../core/messages/sentence.ts";
import { isSentence, sentence } from "../core/messages/sentences.ts";

/** The failure as journalled. */
export type Failed = Pick<FailureEntry, "cause" | "values" | "message">;

/** Its sentence. What an older or newer version wrote and this one has no sentence for is said as it stands. */
export function failureText({ cause, values, message }: Failed, language: Language): string {
  return values && isSentence(cause) ? sentence(cause, values, language) : (message ?? cause);
}

/** Why a run paused by itself, as its sentence. */
export function becauseText({ id, values }: { readonly id: string; readonly values: SentenceValues }, language: Language): string {
  return failureText({ cause: id, values }, language);
}
