// Owns expected failures: an id with values, from which sentences.ts makes the sentence for the person.
import type { ModelReport } from "../probe/probe.ts";
import type { SentenceValues } from "./sentence.ts";
import type { SentenceId } from "./sentences.ts";

/** An expected failure. Shown as its sentence; the cause goes to the log. */
export class Failure extends Error {
  readonly id: SentenceId;
  readonly values: SentenceValues;
  /** What an answer that cannot be used said of itself: it was paid all the same. */
  readonly report?: ModelReport;

  constructor(id: SentenceId, values: SentenceValues = {}, options: { readonly cause?: unknown; readonly report?: ModelReport } = {}) {
    super(id, options);
    this.name = "Failure";
    this.id = id;
    this.values = values;
    if (options.report) this.report = options.report;
  }
}

/** Recognises a failure also when it comes from another bundle or process. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure" && "id" in error && "values" in error;
}
