// Owns running a computation on this thread while interruptions are heard. Refuses what is computed.
import { setImmediate } from "node:timers/promises";
import type { Steps } from "../core/stats/steps.ts";

/** The result; rejects with the signal's reason when it is aborted between two steps. */
export async function finished<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
    signal.throwIfAborted();
  }
}
