// Owns verifying a receipt file of either kind: each run's receipt, then what a study's says over its runs. Refuses finding journals and datasets.
import type { Dataset } from "../../datasets/dataset.ts";
import type { StudyDoors } from "../doors.ts";
import type { RunSteps } from "../exits/audit.ts";
import type { Run } from "../run.ts";
import { otherParts } from "./otherParts.ts";
import type { AnyReceipt } from "./stored.ts";
import { verifyReceipt, type Verified } from "./verify.ts";
import { studyDifference } from "./verifyStudy.ts";

/** Where the run of a receipt is now. `beside`: the `.fidelity` folder of its journal, with people's labels; `home`: that of templates and codebooks. */
export interface ReceiptSource {
  /** Loaded. */
  readonly run: Run;
  readonly home: string;
  readonly beside: string;
  readonly dataset?: Dataset | undefined;
}

export interface VerifiedAny {
  readonly verified: boolean;
  /** In the receipt's order. */
  readonly runs: readonly { readonly run: Run; readonly found: Verified }[];
  /** The first number over the runs of a study that differs; looked at only where every run is verified. */
  readonly over?: NonNullable<Awaited<ReturnType<typeof studyDifference>>>;
}

/** `sourceOf` finds the run of a receipt by its id and place in the document. */
export async function verifyAny(document: AnyReceipt, sourceOf: (run: string, index: number) => Promise<ReceiptSource>, doors: StudyDoors, finished: RunSteps, signal: AbortSignal): Promise<VerifiedAny> {
  const receipts = document.what === "decision-fidelity-receipt" ? [document] : document.receipts;
  const runs: { readonly run: Run; readonly found: Verified }[] = [];
  for (const [index, receipt] of receipts.entries()) {
    const { run, home, beside, dataset } = await sourceOf(receipt.run.id, index);
    const identity = await dataset?.identity(signal);
    const asked = (receipt.exits.made || receipt.agreement.made) && dataset && identity?.hash === run.state.manifest?.dataset.hash;
    const others = asked ? await otherParts(run, { dataset, home: beside, draws: receipt.statistics.options.bootstrapDraws }, { ...doors, finished }, signal) : undefined;
    runs.push({ run, found: await verifyReceipt(receipt, { run, home, ...(identity ? { dataset: identity } : {}), ...(others ? { others } : {}) }, doors, signal) });
  }
  const each = runs.every(({ found }) => found.verified);
  const over = each && document.what === "decision-fidelity-study-receipt" ? await studyDifference(document, runs.map(({ run }) => run), { software: doors.software, now: document.written, finished }, signal) : undefined;
  return { verified: each && over === undefined, runs, ...(over ? { over } : {}) };
}
