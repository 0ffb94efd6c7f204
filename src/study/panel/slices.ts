// Owns breaking long work on the editor's thread into slices, so that nothing else waits long. Refuses knowing the work.
import type { Steps } from "../../core/stats/steps.ts";

/** Milliseconds of one slice. */
const SLICE = 5;
/** Items between two looks at the clock. */
const CHECKED = 16;
/** Items sorted at once; sorted runs are then merged. */
const RUN = 500;

/** Lets others work when a slice is over; at once while it is not. */
export class Slices {
  readonly #signal: AbortSignal | undefined;
  #items = 0;
  #began = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** True when it is time to `rest`; cheap enough to be asked for every item. */
  get over(): boolean {
    return ++this.#items % CHECKED === 0 && this.due;
  }

  /** The same by the clock alone. */
  get due(): boolean {
    return performance.now() - this.#began >= SLICE;
  }

  /** Rejects with the signal's reason when it is aborted. */
  async rest(): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
    this.#signal?.throwIfAborted();
    this.#began = performance.now();
  }
}

/** The result of a computation that pauses. Rejects with the signal's reason when it is aborted at a pause. */
export async function inSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  const slices = new Slices(signal);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slices.due) await slices.rest();
  }
}

/** The items sorted; stable. */
export async function sortedInSlices<T>(items: readonly T[], compare: (a: T, b: T) => number, slices: Slices): Promise<readonly T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (slices.due) await slices.rest();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(await mergedInSlices(runs[at] ?? [], runs[at + 1] ?? [], compare, slices));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergedInSlices<T>(a: T[], b: T[], compare: (a: T, b: T) => number, slices: Slices): Promise<T[]> {
  if (b.length === 0) return a;
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const first = j >= b.length || (i < a.length && compare(a[i] as T, b[j] as T) <= 0);
    merged.push((first ? a[i++] : b[j++]) as T);
    if (slices.over) await slices.rest();
  }
  return merged;
}
