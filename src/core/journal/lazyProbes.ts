// Owns the probes of a run as a map of which a part is read when somebody asks for it. Refuses reading (fold.ts).
import type { ProbeState } from "./runShapes.ts";

/** `known` in its own order; where it has a key without a probe, `read` puts the probe in. */
export class LazyProbes implements ReadonlyMap<string, ProbeState> {
  readonly #known: ReadonlyMap<string, ProbeState | undefined>;
  readonly #read: (key: string) => void;

  constructor(known: ReadonlyMap<string, ProbeState | undefined>, read: (key: string) => void) {
    this.#known = known;
    this.#read = read;
  }

  get size(): number {
    return this.#known.size;
  }

  get(key: string): ProbeState | undefined {
    const known = this.#known.get(key);
    if (known || !this.#known.has(key)) return known;
    this.#read(key);
    return this.#known.get(key);
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  keys(): MapIterator<string> {
    return this.#known.keys();
  }

  *values(): MapIterator<ProbeState> {
    for (const [, probe] of this) yield probe;
  }

  *entries(): MapIterator<[string, ProbeState]> {
    for (const key of this.#known.keys()) {
      const probe = this.get(key);
      if (probe) yield [key, probe];
    }
  }

  [Symbol.iterator](): MapIterator<[string, ProbeState]> {
    return this.entries();
  }

  forEach(each: (probe: ProbeState, key: string, map: ReadonlyMap<string, ProbeState>) => void): void {
    for (const [key, probe] of this) each(probe, key, this);
  }
}
