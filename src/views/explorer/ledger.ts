// Owns the rows that account for every record of a dataset. Refuses counting.
import type { Ledger } from "../../core/journal/entry.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { SENTENCES, sentence, type SentenceId } from "../../core/messages/sentences.ts";

export interface LedgerRow {
  readonly label: string;
  readonly count: number;
}

/** Left-out conversations by reason, then what became of messages; rows of nothing are left out. A reason without a sentence shows as it is. */
export function ledgerRows(ledger: Ledger, language: Language): readonly LedgerRow[] {
  const say = (id: SentenceId): string => sentence(id, { conversations: ledger.conversationsTruncated }, language);
  const reasons = Object.entries(ledger.leftOut).map(([reason, count]): LedgerRow => {
    const id = `left-out-${reason}`;
    return { label: sentence("tree-left-out", { reason: isSentence(id) ? say(id) : reason }, language), count };
  });
  const rows: readonly LedgerRow[] = [
    ...reasons,
    { label: say("ledger-messages"), count: ledger.messagesRead },
    { label: say("ledger-merged"), count: ledger.messagesMerged },
    { label: say("ledger-cut"), count: ledger.messagesCut },
    { label: say("ledger-system"), count: ledger.systemMessages },
  ];
  return rows.filter(({ count }) => count > 0);
}

function isSentence(id: string): id is SentenceId {
  return Object.hasOwn(SENTENCES, id);
}
