// Owns how often a surface is repainted while much changes at once. Refuses to know what is painted.

/** Repaints at most four times a second. */
export const REPAINT_MILLISECONDS = 250;

export interface Coalesced {
  /** Does the work soon: at once after a quiet time, else when the time since the last work has passed. */
  request(): void;
  dispose(): void;
}

/** Work that is done at most once in `milliseconds`, however often it is requested; never in the requesting call itself. */
export function coalesced(work: () => void, milliseconds = REPAINT_MILLISECONDS): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return {
    request: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        last = performance.now();
        work();
      }, Math.max(0, last + milliseconds - performance.now()));
    },
    dispose: () => clearTimeout(timer),
  };
}
