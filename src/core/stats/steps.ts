// Owns how long computations let others breathe and be cancelled. Refuses threads and timers: the host decides what happens between steps.

/** A computation that pauses every few milliseconds of work; its return value is the result. A worker looks at its messages between pauses. */
export type Steps<T> = Generator<undefined, T, unknown>;

/** Elementary operations between two pauses; about five milliseconds. */
export const WORK_BETWEEN_PAUSES = 1 << 20;

/** Runs to the end at once; rejects by throwing the signal's reason when it is aborted at a pause. */
export function runToEnd<T>(steps: Steps<T>, signal?: AbortSignal): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    signal?.throwIfAborted();
  }
}
