// Owns which continuation our own commands point at, one a transcript. Refuses guessing from the editor's focus: it does not tell.
import { transcriptPath, type TranscriptAddress } from "../core/transcript/address.ts";
import { Emitter } from "./emitter.ts";
import type { ContinuationView, TurnView } from "./turnViews.ts";

export interface Pointer {
  readonly turn: number;
  /** {@link ContinuationView.id}. */
  readonly id: string;
}

export class CurrentContinuation {
  readonly #pointers = new Map<string, Pointer>();
  readonly #changed = new Emitter<TranscriptAddress>();

  readonly onDidChange = this.#changed.on;

  of(address: TranscriptAddress): Pointer | undefined {
    return this.#pointers.get(transcriptPath(address));
  }

  /** Also tells when the same is pointed at again: whoever asks wants to see it. */
  point(address: TranscriptAddress, pointer: Pointer): void {
    this.#pointers.set(transcriptPath(address), pointer);
    this.#changed.fire(address);
  }
}

/** The continuation a turn's lens speaks of: the pointed one, else the newest: the last sample of the first source. */
export function currentOf({ turn, continuations }: TurnView, pointer: Pointer | undefined): ContinuationView | undefined {
  const pointed = pointer?.turn === turn ? continuations.find(({ id }) => id === pointer.id) : undefined;
  const first = continuations[0];
  return pointed ?? (first && continuations.findLast(({ run, kind }) => run === first.run && kind !== "failed")) ?? first;
}

/**
 * The continuation `step` places after the pointed one in the order of the transcript; without a pointer the first at or after
 * (before, for −1) turn `from`. Undefined at either end.
 */
export function stepFrom(views: ReadonlyMap<number, TurnView>, pointer: Pointer | undefined, from: number, step: 1 | -1): Pointer | undefined {
  const all = [...views.values()].sort((a, b) => a.turn - b.turn).flatMap(({ turn, continuations }) => continuations.map(({ id }): Pointer => ({ turn, id })));
  const at = pointer ? all.findIndex(({ turn, id }) => turn === pointer.turn && id === pointer.id) : -1;
  if (at >= 0) return all[at + step];
  return step === 1 ? all.find(({ turn }) => turn >= from) : all.findLast(({ turn }) => turn <= from);
}
