// Owns the time limits of one call: in all, and between two signs of life. Refuses deciding what happens next.
import type { Clock } from "../core/ports.ts";
import { CallFailed } from "./chatFailure.ts";

export interface TimeLimits {
  /** Seconds for a whole call. */
  readonly timeoutSeconds: number;
  /** Seconds without a chunk, after the first one came. */
  readonly stallSeconds: number;
}

/** Made once: each of the standard's own errors takes a stack. */
const ENDED = new Error("the call has ended");

/**
 * Runs `work` with a signal that also ends when a limit is passed; then rejects with a CallFailed `timeout` or `stalled`.
 * A cancelled `signal` rejects with its reason. `alive` is called by `work` at every chunk.
 */
export async function withinLimits<T>(limits: TimeLimits, clock: Clock, signal: AbortSignal, work: (signal: AbortSignal, alive: () => void) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const call = new AbortController();
  const watch = new AbortController();
  const cancelled = (): void => call.abort(signal.reason);
  signal.addEventListener("abort", cancelled, { once: true });
  const began = clock.milliseconds();
  let lastChunk: number | undefined;
  const watching = (async () => {
    for (;;) {
      const now = clock.milliseconds();
      const total = began + limits.timeoutSeconds * 1000 - now;
      const stall = lastChunk === undefined ? Infinity : lastChunk + limits.stallSeconds * 1000 - now;
      if (total <= 0 || stall <= 0) {
        call.abort(new CallFailed(total <= 0 ? { kind: "timeout", seconds: limits.timeoutSeconds } : { kind: "stalled", seconds: limits.stallSeconds }));
        return;
      }
      await clock.sleep(Math.min(total, stall, limits.stallSeconds * 1000), watch.signal);
    }
  })();
  // The watch ends by its own signal; that it was ended is no news.
  watching.catch(() => undefined);
  try {
    return await work(call.signal, () => {
      lastChunk = clock.milliseconds();
    });
  } finally {
    watch.abort(ENDED);
    signal.removeEventListener("abort", cancelled);
  }
}
