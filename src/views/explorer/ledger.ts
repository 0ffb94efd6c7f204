// Owns the rows that account for every record of a dataset in the tree. Refuses counting, and the words of the rows (core/figures).
import { leftOutRows, messageRows, outcomeRows, paymentRows, suspicionRows, type LedgerRow } from "../../core/figures/ledger.ts";
import type { Ledger } from "../../core/journal/entry.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";

/** Left-out conversations and outcomes by reason, what looks wrong, then what became of messages and payments; rows of nothing are left out. */
export function ledgerRows(ledger: Ledger, language: Language): readonly LedgerRow[] {
  const under = (heading: string, rows: readonly LedgerRow[]): readonly LedgerRow[] => rows.map((row) => ({ ...row, label: `${heading}: ${row.label}` }));
  const rows: readonly LedgerRow[] = [
    ...leftOutRows(ledger, language).map((row) => ({ ...row, label: sentence("tree-left-out", { reason: row.label }, language) })),
    ...under(sentence("ledger-outcome", {}, language), outcomeRows(ledger, language)),
    ...under(sentence("ledger-suspicious", {}, language), suspicionRows(ledger, language)),
    ...messageRows(ledger, language),
    ...paymentRows(ledger, language),
  ];
  return rows.filter(({ count }) => count > 0);
}
