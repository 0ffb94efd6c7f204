// Owns the running sums of every run and the numbers of the moment from them. Refuses resampling (reportOf.ts).
import { liveReport } from "../core/stats/liveReport.ts";
import type { LiveReport } from "../core/stats/reportShape.ts";
import { Tally } from "../core/stats/tally.ts";
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
}

/** Looks of all runs of a study: finished conversations only (E40), at the cost of what changed. */
export class Looks implements Deltas {
  readonly #looks = new Map<Run, Look>();
  readonly #changed = new Emitter<undefined>();
  readonly #subscription: Subscription;

  constructor(study: Study) {
    this.#subscription = study.onDidChange((event) => {
      if (event.what !== "run") return;
      const { run, change } = event;
      if (change.what === "run") this.#looks.delete(run);
      else if (change.what === "probe") this.#touch(run, change.key);
      else this.#settle(run);
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

  #touch(run: Run, key: string): void {
    const state = run.state.probes.get(key);
    if (state) this.#look(run)?.open.add(state.probe.conversation);
    this.#settle(run);
  }

  #settle(run: Run): void {
    const look = this.#looks.get(run);
    if (!look) return;
    for (const conversation of look.open) {
      if (!run.state.conversationFinished(conversation)) continue;
      count(look.tally, run, conversation);
      look.open.delete(conversation);
    }
  }

  /** Built once from the state, then kept up. */
  #look(run: Run): Look | undefined {
    const known = this.#looks.get(run);
    if (known || !run.state.manifest) return known;
    const look: Look = { tally: new Tally(schemeOf(run.manifest.codebook)), open: new Set() };
    for (const conversation of new Set([...run.state.probes.values()].map(({ probe }) => probe.conversation))) {
      if (run.state.conversationFinished(conversation)) count(look.tally, run, conversation);
      else look.open.add(conversation);
    }
    this.#looks.set(run, look);
    return look;
  }
}

function count(tally: Tally, run: Run, conversation: string): void {
  for (const { probe } of run.state.probesOf(conversation)) {
    const labelled = run.state.labelled(probeKey(probe));
    if (labelled) tally.put(labelled);
  }
  tally.finish(conversation);
}
