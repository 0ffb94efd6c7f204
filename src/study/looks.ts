// Owns the running sums of every run and the numbers of the moment from them. Refuses resampling (reportOf.ts).
import { liveReport } from "../core/stats/liveReport.ts";
import type { LiveReport } from "../core/stats/reportShape.ts";
import { Tally } from "../core/stats/tally.ts";
import type { Change } from "../core/journal/fold.ts";
import { probeKey } from "../core/probe/probe.ts";
import { Emitter, type Subscription } from "./emitter.ts";
import { schemeOf } from "./reportOf.ts";
import type { Run } from "./run.ts";
import type { Deltas, RunDelta } from "./runWords.ts";
import type { Study } from "./study.ts";

interface Look {
  readonly tally: Tally;
  /** Conversations begun and not finished; a donor's label may finish one from anywhere. */
  readonly open: Set<string>;
  /** Conversations in the sums. */
  readonly counted: Set<string>;
  /** Those of them that a donor's label still to come would change, by the donor's turn. */
  readonly awaiting: Map<string, Set<string>>;
}

/** Looks of all runs of a study: finished conversations only (E40), at the cost of what changed. */
export class Looks implements Deltas {
  readonly #looks = new Map<Run, Look>();
  readonly #changed = new Emitter<undefined>();
  readonly #subscription: Subscription;

  constructor(study: Pick<Study, "onDidChange">) {
    this.#subscription = study.onDidChange((event) => {
      if (event.what !== "run") return;
      this.#follow(event.run, event.change);
      this.#changed.fire(undefined);
    });
  }

  onDidChange(listener: () => void): Subscription {
    return this.#changed.on(listener);
  }

  /** The numbers of the moment, or undefined before the manifest is read. */
  report(run: Run): LiveReport | undefined {
    const look = this.#look(run);
    return look && liveReport(look.tally, schemeOf(run.manifest.codebook));
  }

  of(run: Run): RunDelta | undefined {
    const delta = this.report(run)?.delta;
    return delta?.ok ? { value: delta.value, look: run.status !== "finished" } : undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Keeps the look of a run up with a change; one that nobody has asked for is built when somebody does. */
  #follow(run: Run, change: Change): void {
    const look = this.#looks.get(run);
    if (!look || change.what === "nothing") return;
    if (change.what === "run") {
      this.#looks.delete(run);
      return;
    }
    const own = run.state.probes.get(change.key)?.probe.conversation;
    const touched = new Set([...(own === undefined ? [] : [own]), ...(look.awaiting.get(change.key) ?? []), ...look.open]);
    for (const conversation of touched) {
      if (run.state.conversationFinished(conversation)) count(look, run, conversation);
      else if (!look.counted.has(conversation)) look.open.add(conversation);
      else {
        // A failed sample is tried again: its conversation leaves the sums, which is rare enough to build them anew.
        this.#looks.delete(run);
        return;
      }
    }
  }

  /** Built once from the state, then kept up. */
  #look(run: Run): Look | undefined {
    const known = this.#looks.get(run);
    if (known || !run.state.manifest) return known;
    const look: Look = { tally: new Tally(schemeOf(run.manifest.codebook)), open: new Set(), counted: new Set(), awaiting: new Map() };
    for (const conversation of new Set([...run.state.probes.values()].map(({ probe }) => probe.conversation))) {
      if (run.state.conversationFinished(conversation)) count(look, run, conversation);
      else look.open.add(conversation);
    }
    this.#looks.set(run, look);
    return look;
  }
}

function count({ tally, open, counted, awaiting }: Look, { state }: Run, conversation: string): void {
  for (const { probe, samples } of state.probesOf(conversation)) {
    const labelled = state.labelled(probeKey(probe));
    if (labelled) tally.put(labelled);
    for (const donor of [...samples.values()].flatMap(({ continuation }) => continuation?.donors ?? [])) {
      const key = probeKey(donor);
      if (donor.kind === "reply" && !state.realVerdict(key)) awaiting.set(key, (awaiting.get(key) ?? new Set()).add(conversation));
    }
  }
  tally.finish(conversation);
  open.delete(conversation);
  counted.add(conversation);
}
