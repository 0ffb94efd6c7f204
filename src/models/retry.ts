// Owns how long to wait before a call is made again. Refuses deciding whether (chatFailure.ts).

/** Bounds of trying again. */
export interface RetryLimits {
  /** Calls for one answer, the first included. */
  readonly attempts: number;
  /** Milliseconds of the first wait without word from the server; doubled each time, up to `longestBackoff`. */
  readonly firstBackoff: number;
  readonly longestBackoff: number;
  /** A server that asks for a longer wait than this (milliseconds), at once or in sum for one answer, is not waited for. */
  readonly longestRetryAfter: number;
}

export const DEFAULT_RETRY: RetryLimits = { attempts: 5, firstBackoff: 1000, longestBackoff: 30_000, longestRetryAfter: 3_600_000 };

/**
 * Milliseconds the server asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date (`now` in milliseconds
 * since the epoch). Undefined when it says nothing readable; never negative.
 */
export function retryAfter(header: (name: string) => string | null, now: number): number | undefined {
  const precise = Number(header("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = header("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Milliseconds before attempt `failed + 1`, when `failed` attempts (from 1) failed. The server's word is a lower bound;
 * jitter adds up to a quarter, so that calls limited together do not come back together. `random` is in [0, 1).
 */
export function waitBefore(failed: number, asked: number | undefined, limits: RetryLimits, random: () => number): number {
  const backoff = asked ?? Math.min(limits.longestBackoff, limits.firstBackoff * 2 ** (failed - 1));
  return Math.ceil(backoff * (1 + random() / 4));
}
