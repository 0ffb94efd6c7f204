// Owns expected failures: an id with values, from which sentences.ts makes the sentence for the person.
import type { SentenceValues } from "./sentence.ts";
import type { SentenceId } from "./sentences.ts";

/** An expected failure. Shown as its sentence; the cause goes to the log. */
export class Failure extends Error {
  readonly id: SentenceId;
  readonly values: SentenceValues;

  constructor(id: SentenceId, values: SentenceValues = {}, options?: { readonly cause?: unknown }) {
    super(id, options);
    this.name = "Failure";
    this.id = id;
    this.values = values;
  }
}

/** Recognises a failure also when it comes from another bundle or process. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure" && "id" in error && "values" in error;
}
