// Owns a clock that runs faster than the wall and remembers how long it was asked to sleep.
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../src/core/ports.ts";

export interface QuickClock extends Clock {
  /** Milliseconds of every sleep asked for, in order. */
  readonly slept: readonly number[];
}

/** One second of this clock takes 1 / `times` of a second. */
export function quickClock(times: number): QuickClock {
  const began = Date.now();
  const slept: number[] = [];
  const milliseconds = (): number => began + (Date.now() - began) * times;
  return {
    slept,
    milliseconds,
    now: () => new Date(milliseconds()).toISOString(),
    async sleep(duration, signal) {
      slept.push(duration);
      try {
        await wait(duration / times, undefined, signal && { signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
  };
}
