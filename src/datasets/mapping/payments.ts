// Owns the rows of an outcome file by key: payments, what takes them back, and which of them stand. Refuses conversations (decideOutcome.ts).

/** Rows of one key. Times in milliseconds since the epoch; a list has undefined entries only where rows have no times at all. */
export interface PaymentRows {
  /** Positive rows. */
  readonly paid: (number | undefined)[];
  /** Rows that take the latest payment before them back; without a time, the latest of all. */
  readonly refunds: (number | undefined)[];
  /** Rows that are positive and taken back at once. */
  readonly void: (number | undefined)[];
  /** A row that counts could not be read, so nothing is known of this key. */
  broken: boolean;
}

export function noRows(): PaymentRows {
  return { paid: [], refunds: [], void: [], broken: false };
}

/** What is left of the rows of a key, whatever their order in the file. */
export interface Settled {
  /** Payments that stand, ascending; those without a time last. */
  readonly standing: readonly (number | undefined)[];
  /** Payments taken back, ascending. */
  readonly negated: readonly (number | undefined)[];
  /** Refunds without a payment before them: rows that changed from paid to refunded. */
  readonly loose: readonly (number | undefined)[];
}

export function settled({ paid, refunds, void: taken }: PaymentRows): Settled {
  const standing: (number | undefined)[] = [];
  const negated = [...taken];
  const loose: (number | undefined)[] = [];
  const payments = [...paid].sort(ascending);
  let next = 0;
  for (const refund of [...refunds].sort(ascending)) {
    for (; next < payments.length && ascending(payments[next], refund) <= 0; next++) standing.push(payments[next]);
    if (standing.length === 0) loose.push(refund);
    else negated.push(standing.pop());
  }
  return { standing: [...standing, ...payments.slice(next)], negated: negated.sort(ascending), loose };
}

/** Order of times, those without one last. `sort` itself moves undefined to the end, but only without asking. */
function ascending(a: number | undefined, b: number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : a - b;
}
