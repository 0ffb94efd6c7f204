// Owns which failures of a sample still stand. Refuses their wording.
import type { FailureEntry } from "./entry.ts";

/** Causes that stay the same however often a sample is tried. */
const FINAL_CAUSES: ReadonlySet<string> = new Set(["no-donor", "not-recorded"]);

/** True when trying again cannot help. */
export function isFinal({ cause }: Pick<FailureEntry, "cause">): boolean {
  return FINAL_CAUSES.has(cause);
}

/** Those that nothing of this stage has put right. */
export function without(failures: readonly FailureEntry[] = [], stage: FailureEntry["stage"]): readonly FailureEntry[] {
  return failures.filter((failure) => failure.stage !== stage);
}
