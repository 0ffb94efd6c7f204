// Owns the distribution of payment time minus last turn over a dataset. Refuses judging it (the join warns).
import type { PaymentLags } from "../../core/journal/entry.ts";

/** Shares at which `PaymentLags.quantiles` stand. */
export const LAG_SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] as const;

/** What a join with a file of outcomes found of payments for one record. */
export interface JoinedPayment {
  /** Undefined where the record has no key, or one that the file does not know. */
  readonly key?: string;
  /** The payment looked at: seconds after the last turn, where both have a time, and whether it lies outside the conversation and its window. */
  readonly payment?: { readonly lag?: number; readonly outside?: "before" | "after" };
}

/** What one dataset joined, of how many keys. */
export interface JoinedPayments {
  readonly count: PaymentLagCount;
  readonly keys: number;
}

/** All parts together, which join one file of outcomes; undefined where none of them joins. */
export function lagsOf(parts: readonly (JoinedPayments | undefined)[]): PaymentLags | undefined {
  const all = new PaymentLagCount();
  for (const part of parts) if (part) all.addAll(part.count);
  return all.lags(Math.max(0, ...parts.map((part) => part?.keys ?? 0)));
}

export class PaymentLagCount {
  readonly #lags: number[] = [];
  readonly #keys = new Set<string>();
  #payments = 0;
  #before = 0;
  #after = 0;
  #joins = 0;

  add({ key, payment }: JoinedPayment): void {
    this.#joins++;
    if (key !== undefined) this.#keys.add(key);
    if (!payment) return;
    this.#payments++;
    if (payment.outside === "before") this.#before++;
    if (payment.outside === "after") this.#after++;
    if (payment.lag !== undefined) this.#lags.push(payment.lag);
  }

  /** Counts what another part of the same dataset joined. */
  addAll(other: PaymentLagCount): void {
    this.#joins += other.#joins;
    this.#payments += other.#payments;
    this.#before += other.#before;
    this.#after += other.#after;
    for (const lag of other.#lags) this.#lags.push(lag);
    for (const key of other.#keys) this.#keys.add(key);
  }

  /** `keys`: those of the outcome file. Undefined where nothing was joined. */
  lags(keys: number): PaymentLags | undefined {
    if (this.#joins === 0) return undefined;
    const sorted = Float64Array.from(this.#lags).sort();
    const quantiles = sorted.length === 0 ? [] : LAG_SHARES.map((share) => quantile(sorted, share));
    return { payments: this.#payments, before: this.#before, after: this.#after, quantiles, keysUnused: Math.max(0, keys - this.#keys.size) };
  }
}

/** Type 7 of Hyndman and Fan (1996): linear between the order statistics around share · (n − 1). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
