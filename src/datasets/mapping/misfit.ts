// Owns what does not fit a mapping, as an error that never leaves the mapping. Refuses sentences.
import type { Finding } from "../readers/reading.ts";

/** Thrown where a record cannot be read through a mapping; `mapped.ts` makes a finding of it. */
export class Misfit extends Error {
  readonly finding: Omit<Finding, "severity">;

  constructor(finding: Omit<Finding, "severity">) {
    super(finding.id);
    this.finding = finding;
  }
}
