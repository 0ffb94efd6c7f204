// Owns the turn views asked for last, as long as nothing they show changed: lenses, hints, threads and the language server ask for the same ones
// after each other. Refuses deriving them (turnViews.ts).
import { turnViews, type Source, type TurnView } from "./turnViews.ts";

/** Conversations whose views are kept: about as many as are on screen. */
const KEPT = 4;

interface Stamp {
  readonly id: string;
  readonly state: Source["state"];
  readonly revision: number;
}

export class KeptViews {
  /** Least recently used first. */
  readonly #kept = new Map<string, { readonly stamps: readonly Stamp[]; readonly views: ReadonlyMap<number, TurnView> }>();

  /** {@link turnViews}; the same map while the sources are the same. `key` tells conversations of different datasets apart. */
  of(key: string, conversation: string, sources: readonly Source[]): ReadonlyMap<number, TurnView> {
    const known = this.#kept.get(key);
    const views = known && isOf(known.stamps, sources) ? known.views : turnViews(conversation, sources);
    this.#kept.delete(key);
    this.#kept.set(key, { stamps: sources.map(({ id, state }) => ({ id, state, revision: state.revision })), views });
    const oldest = this.#kept.size > KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return views;
  }
}

function isOf(stamps: readonly Stamp[], sources: readonly Source[]): boolean {
  return stamps.length === sources.length && sources.every(({ id, state }, place) => stamps[place]?.id === id && stamps[place].state === state && stamps[place].revision === state.revision);
}
