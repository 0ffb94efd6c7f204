// Owns the rows in which a ledger is told: left out, outcomes by reason, messages, payments, what looks wrong. Refuses counting and layout.
import type { Ledger, PaymentLags } from "../journal/entry.ts";
import type { Language } from "../messages/sentence.ts";
import { isSentence, sentence, type SentenceId } from "../messages/sentences.ts";
import { count, fixed, percent } from "./numbers.ts";

/** `text` is said instead of the count where the row is no plain count. */
export interface LedgerRow {
  readonly label: string;
  readonly count: number;
  readonly text?: string;
}

/** Left-out conversations by reason; one without a sentence shows as it is. */
export function leftOutRows({ leftOut }: Ledger, language: Language): readonly LedgerRow[] {
  return named(leftOut, "left-out", language);
}

/** Kept conversations by how a join knows their outcome. */
export function outcomeRows({ outcomeReasons = {} }: Ledger, language: Language): readonly LedgerRow[] {
  return named(outcomeReasons, "outcome-reason", language);
}

/** Conversations kept that look wrong, by what looks so. */
export function suspicionRows({ suspicious = {} }: Ledger, language: Language): readonly LedgerRow[] {
  return named(suspicious, "suspicious", language);
}

/** What became of messages. The first four rows are always there. */
export function messageRows(ledger: Ledger, language: Language): readonly LedgerRow[] {
  const say = (id: SentenceId): string => sentence(id, { conversations: count(ledger.conversationsTruncated) }, language);
  return [
    { label: say("ledger-messages"), count: ledger.messagesRead },
    { label: say("ledger-merged"), count: ledger.messagesMerged },
    { label: say("ledger-cut"), count: ledger.messagesCut },
    { label: say("ledger-system"), count: ledger.systemMessages },
    ...(ledger.messagesExcluded === undefined ? [] : [{ label: say("ledger-dropped"), count: ledger.messagesExcluded }]),
  ];
}

/** When payments came, how many lie outside, and rows without a conversation; nothing where nothing was joined. */
export function paymentRows({ payments }: Ledger, language: Language): readonly LedgerRow[] {
  if (!payments) return [];
  const { payments: of, before, after, keysUnused } = payments;
  const outside = before + after;
  const share = of === 0 ? "" : ` (${percent(outside / of, language, 1)})`;
  return [
    ...lagRow(payments, language),
    { label: sentence("ledger-payments-outside", {}, language), count: outside, text: sentence("ledger-of", { count: count(outside), of: count(of), share }, language) },
    { label: sentence("ledger-keys-unused", {}, language), count: keysUnused },
  ];
}

function lagRow({ payments, quantiles }: PaymentLags, language: Language): readonly LedgerRow[] {
  const [, low, , median, , high] = quantiles;
  if (low === undefined || median === undefined || high === undefined) return [];
  const text = sentence("ledger-lag", { median: duration(median, language), low: duration(low, language), high: duration(high, language) }, language);
  return [{ label: sentence("ledger-payments", {}, language), count: payments, text }];
}

const UNITS = [["days", 86_400, 2], ["hours", 3600, 2], ["minutes", 60, 2]] as const;

/** A time span in its natural unit: `−2 min`, `37 h`, `3.5 d`. */
export function duration(seconds: number, language: Language): string {
  const [unit, size] = UNITS.find(([, each, least]) => Math.abs(seconds) >= each * least) ?? (["seconds", 1] as const);
  const value = seconds / size;
  const number = fixed(value, unit === "seconds" || Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1);
  return sentence(`duration-${unit}`, { number }, language);
}

function named(counts: Readonly<Record<string, number>>, prefix: string, language: Language): readonly LedgerRow[] {
  return Object.entries(counts).map(([name, number]) => {
    const id = `${prefix}-${name}`;
    return { label: isSentence(id) ? sentence(id, {}, language) : name, count: number };
  });
}
