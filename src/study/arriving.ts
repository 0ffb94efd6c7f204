// Owns continuations while their text arrives: provisional, without label or number, gone after a reload. Refuses what is journalled.
import type { RunManifest } from "../core/journal/entry.ts";
import type { Probe } from "../core/probe/probe.ts";
import type { ContinuationView, TurnView } from "./turnViews.ts";

/** A continuation that is arriving; `id` is that of a run, or of a setup of hand-picked probes. */
export class Arriving {
  readonly #views = new Map<string, { readonly probe: Probe; readonly view: ContinuationView }>();
  readonly #changed: (conversation: string, turn: number) => void;

  constructor(changed: (conversation: string, turn: number) => void) {
    this.#changed = changed;
  }

  arrive(id: string, manifest: RunManifest, probe: Probe, sample: number, soFar: string): void {
    const view: ContinuationView = {
      id: `${id}/${probe.turn}/${sample}`,
      run: id,
      planned: manifest.planned,
      simulator: manifest.simulator,
      judge: manifest.judge,
      condition: manifest.condition.name,
      sample,
      kind: "arriving",
      text: soFar,
      provenance: manifest.provenance,
      floorOnly: false,
      sent: false,
    };
    this.#views.set(JSON.stringify([probe.conversation, view.id]), { probe, view });
    this.#changed(probe.conversation, probe.turn);
  }

  /** Nothing arrives at a turn any more. */
  arrived(conversation: string, turn: number): void {
    let gone = false;
    for (const [id, { probe }] of this.#views) {
      if (probe.conversation === conversation && probe.turn === turn) gone = this.#views.delete(id) || gone;
    }
    if (gone) this.#changed(conversation, turn);
  }

  /** The views of a conversation with what is arriving first; what has arrived is not shown twice. */
  before(known: ReadonlyMap<number, TurnView>, conversation: string): ReadonlyMap<number, TurnView> {
    if (this.#views.size === 0) return known;
    const views = new Map(known);
    for (const { probe, view } of this.#views.values()) {
      if (probe.conversation !== conversation) continue;
      const before = views.get(probe.turn) ?? { turn: probe.turn, continuations: [] };
      if (!before.continuations.some((each) => each.id === view.id && each.kind !== "failed")) {
        views.set(probe.turn, { ...before, continuations: [view, ...before.continuations.filter((each) => each.id !== view.id)] });
      }
    }
    return views;
  }
}
