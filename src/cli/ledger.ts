// Owns the inclusion ledger as a table for a terminal. Refuses counting (datasets/) and choosing its rows (core/figures).
import { ledgerRows } from "../core/figures/wholeLedger.ts";
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { aligned } from "../core/figures/columns.ts";

/** What was read, joined, cut and left out, and what looks wrong in what is kept. */
export function ledgerLines(dataset: Pick<Dataset, "ledger" | "strata">, language: Language): readonly string[] {
  return aligned(ledgerRows(dataset, language).map(({ label, count: number, text }) => [label, text ?? count(number)]));
}
