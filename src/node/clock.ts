// Owns the wall clock on Node.
import type { Clock } from "../core/ports.ts";

export const nodeClock: Clock = {
  now: () => new Date().toISOString(),
  milliseconds: () => Date.now(),
  // Not the promise of node:timers: a wait that is cut short, as every call's watch is, would take an error with a stack of its own.
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const cut = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", cut);
        resolve();
      }, milliseconds);
      if (signal?.aborted) cut();
      else signal?.addEventListener("abort", cut, { once: true });
    }),
};
