// Owns verifying what a study receipt says over its runs: the family of Δ and the paired comparisons follow from their journals again.
import { firstDifference } from "../../core/receipt/difference.ts";
import type { StudyReceipt } from "../../core/receipt/shape.ts";
import type { Run } from "../run.ts";
import { studyReceiptOf, type StudyDoorsOfReceipt } from "./studyReceipt.ts";

/** The first number that differs, as a place with both values; undefined where all recompute. `runs` are those of the receipts, loaded, in their order. */
export async function studyDifference(document: StudyReceipt, runs: readonly Run[], doors: StudyDoorsOfReceipt, signal: AbortSignal): Promise<ReturnType<typeof firstDifference>> {
  const paired = document.receipts.flatMap((receipt, index) => {
    const run = runs[index];
    return run ? [{ run, receipt }] : [];
  });
  const again = await studyReceiptOf(paired, doors, signal);
  const over = ({ family, comparisons }: StudyReceipt): object => ({ family, comparisons });
  return firstDifference(over(document), JSON.parse(JSON.stringify(over(again))));
}
