// Owns which calls share a gate: all that go to one server, whatever model, endpoint name or run they belong to.
import { isLocal } from "../core/endpoint/presets.ts";
import type { Clock } from "../core/ports.ts";
import { Gate } from "./gate.ts";

const FIRST_CALLS = 4;
/** Loading a model takes as long as some dozens of its answers. */
const BLOCK = 64;

/** Gates of a process, by origin. */
export class Gates {
  readonly #clock: Clock;
  readonly #gates = new Map<string, Gate>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The gate of a server, with at most `most` calls at once. A server on this machine or network answers its models in turns. */
  at(origin: string, most: number): Gate {
    const key = `${origin} ${most}`;
    const known = this.#gates.get(key) ?? new Gate({ start: FIRST_CALLS, most, ...(isLocal(origin) ? { block: BLOCK } : {}) }, this.#clock);
    this.#gates.set(key, known);
    return known;
  }
}
