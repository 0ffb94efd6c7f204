// Owns the inclusion ledger as a table for a terminal. Refuses counting (datasets/).
import { leftOutRows, messageRows, outcomeRows, paymentRows, suspicionRows, type LedgerRow } from "../core/figures/ledger.ts";
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { aligned } from "./columns.ts";

/** What was read, joined, cut and left out, and what looks wrong in what is kept. */
export function ledgerLines({ ledger, strata }: Pick<Dataset, "ledger" | "strata">, language: Language): readonly string[] {
  const say = (id: SentenceId): string => sentence(id, {}, language);
  const under = (heading: string, rows: readonly LedgerRow[]): readonly LedgerRow[] => rows.map((row) => ({ ...row, label: `  ${heading}: ${row.label}` }));
  const rows: readonly LedgerRow[] = [
    { label: say("ledger-read"), count: ledger.conversationsRead },
    ...under(say("ledger-left-out"), leftOutRows(ledger, language)),
    { label: say("ledger-kept"), count: ledger.conversationsKept },
    { label: `  ${strata.positive}`, count: ledger.outcomes.positive },
    { label: `  ${strata.negative}`, count: ledger.outcomes.negative },
    { label: `  ${say("ledger-unknown")}`, count: ledger.outcomes.unknown },
    ...under(say("ledger-outcome"), outcomeRows(ledger, language)),
    ...under(say("ledger-suspicious"), suspicionRows(ledger, language)),
    ...messageRows(ledger, language),
    ...paymentRows(ledger, language),
  ];
  return aligned(rows.map(({ label, count: number, text }) => [label, text ?? count(number)]));
}
