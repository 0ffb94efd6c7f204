// Owns the rows of a whole ledger, for a terminal and a receipt. Refuses each part's rows (ledger.ts) and layout.
import type { Ledger } from "../journal/entry.ts";
import type { Language } from "../messages/sentence.ts";
import { sentence, type SentenceId } from "../messages/sentences.ts";
import type { StrataNames } from "../transcript/conversation.ts";
import { leftOutRows, messageRows, outcomeRows, paymentRows, suspicionRows, type LedgerRow } from "./ledger.ts";

/** The whole ledger: read, left out, kept by outcome, how outcomes are known, what looks wrong, messages, payments. Rows under a heading are indented. */
export function ledgerRows({ ledger, strata }: { readonly ledger: Ledger; readonly strata: StrataNames }, language: Language): readonly LedgerRow[] {
  const say = (id: SentenceId): string => sentence(id, {}, language);
  const under = (heading: string, rows: readonly LedgerRow[]): readonly LedgerRow[] => rows.map((row) => ({ ...row, label: `  ${heading}: ${row.label}` }));
  return [
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
}
