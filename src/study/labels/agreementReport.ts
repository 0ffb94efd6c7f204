// Owns the document on one run against people: which labels may be used and why others may not, and the statistics of those.
// Refuses formulas (core/stats/agreementReport.ts) and gathering (usableLabels.ts).
import type { LabelInstrument } from "../../core/labels/entry.ts";
import { agreementReport, type AgreementOptions } from "../../core/stats/agreementReport.ts";
import type { AgreementReport } from "../../core/stats/agreementShape.ts";
import type { LabelScheme } from "../../core/stats/labelledProbe.ts";
import type { Steps } from "../../core/stats/steps.ts";
import type { UsableLabels } from "./usableLabels.ts";

/** Version of {@link RunAgreement}. */
export const RUN_AGREEMENT_VERSION = 1;

/** Why there is no agreement to report. */
export type NoAgreement = "no-labels" | "chosen" | "not-blind" | "other-instrument";

/** Everything people's labels say of a run; plain data, for panel, command line and receipt. Used labels were drawn by design and given blind. */
export interface RunAgreement extends Pick<UsableLabels, "run" | "judge" | "instrument" | "invented" | "queues" | "unit" | "people" | "counts"> {
  readonly version: typeof RUN_AGREEMENT_VERSION;
  /** Absent with the reason in `why`. */
  readonly report?: AgreementReport;
  readonly why?: NoAgreement;
  /** Drawn, blind labels by other versions of the codebook, in the names both have: agreement only. */
  readonly others: readonly { readonly instrument: LabelInstrument; readonly labels: number; readonly report: AgreementReport }[];
}

/** The document on a run. `correct` is taken from what the run is: none for a control, whose continuations are turns of other people. */
export function* runAgreement(usable: UsableLabels, scheme: LabelScheme, options: Omit<AgreementOptions, "correct">): Steps<RunAgreement> {
  const { turns, others, control, ...said } = usable;
  const { used, notUsed } = said.counts;
  const report = used === 0 ? undefined : yield* agreementReport(turns, scheme, { ...options, correct: !control });
  const beside: { instrument: LabelInstrument; labels: number; report: AgreementReport }[] = [];
  for (const other of others) beside.push({ instrument: other.instrument, labels: other.labels, report: yield* agreementReport(other.turns, scheme, { ...options, correct: false }) });
  const why: NoAgreement = notUsed.chosen > 0 ? "chosen" : notUsed.notBlind > 0 ? "not-blind" : notUsed.otherInstrument > 0 ? "other-instrument" : "no-labels";
  return { version: RUN_AGREEMENT_VERSION, ...said, ...(report ? { report } : { why }), others: beside };
}
