// Owns the wall clock on Node.
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../core/ports.ts";

export const nodeClock: Clock = {
  now: () => new Date().toISOString(),
  milliseconds: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      await wait(milliseconds, undefined, signal && { signal });
    } catch (error) {
      // The timer rejects with an error of its own; the port promises the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
