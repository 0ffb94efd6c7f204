// Owns the inclusion ledger as a table for a terminal. Refuses counting (datasets/).
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { LEFT_OUT, type LeftOutReason } from "../datasets/leftOut.ts";
import { aligned } from "./columns.ts";

/** What was read, joined, cut and left out. */
export function ledgerLines({ ledger, strata }: Pick<Dataset, "ledger" | "strata">, language: Language): readonly string[] {
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  const rows: readonly (readonly [string, number])[] = [
    [say("ledger-read"), ledger.conversationsRead],
    ...Object.entries(ledger.leftOut).map(([reason, left]) => [`  ${say("ledger-left-out")}: ${say(LEFT_OUT[reason as LeftOutReason].sentence)}`, left] as const),
    [say("ledger-kept"), ledger.conversationsKept],
    [`  ${strata.positive}`, ledger.outcomes.positive],
    [`  ${strata.negative}`, ledger.outcomes.negative],
    [`  ${say("ledger-unknown")}`, ledger.outcomes.unknown],
    [say("ledger-messages"), ledger.messagesRead],
    [say("ledger-merged"), ledger.messagesMerged],
    [say("ledger-cut", { conversations: ledger.conversationsTruncated }), ledger.messagesCut],
    [say("ledger-system"), ledger.systemMessages],
  ];
  return aligned(rows.map(([name, value]) => [name, count(value)]));
}
