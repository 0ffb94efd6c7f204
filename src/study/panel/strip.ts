// Owns how Δ went while conversations came in: a few points, thinned evenly. Refuses computing Δ.
import type { Reported } from "../../core/stats/reportShape.ts";
import type { StripPoint } from "../../protocol/panelParts.ts";

/** Points at most, the newest one beside them. */
const MOST = 119;

export class Strip {
  #points: readonly StripPoint[] = [];
  /** A point is taken every so many conversations; twice as many whenever there are too many points. */
  #every = 1;

  /** The points so far, and the state of now where it is not one of them. */
  points(conversations: number, delta: Reported): readonly StripPoint[] {
    const now = this.#points.at(-1)?.conversations === conversations ? [] : pointOf(conversations, delta);
    return [...this.#points, ...now];
  }

  /** One more conversation is finished; `delta` is only computed where a point is taken. */
  finished(conversations: number, delta: () => Reported): void {
    if (conversations % this.#every !== 0) return;
    this.#points = [...this.#points, ...pointOf(conversations, delta())];
    if (this.#points.length <= MOST) return;
    this.#every *= 2;
    this.#points = this.#points.filter((point) => point.conversations % this.#every === 0);
  }
}

function pointOf(conversations: number, delta: Reported): readonly StripPoint[] {
  if (!delta.ok) return [];
  const { interval } = delta;
  return [{ conversations, value: delta.value, ...(interval?.ok ? { low: interval.value.low, high: interval.value.high } : {}) }];
}
