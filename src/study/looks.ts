// Owns the running sums of every run and the numbers of the moment from them. Refuses resampling (reportOf.ts).
import type { StripPoint } from "../protocol/panelParts.ts";
import { liveDelta, liveReport } from "../core/stats/liveReport.ts";
import type { LiveReport } from "../core/stats/reportShape.ts";
import { Tally } from "../core/stats/tally.ts";
import type { Change, ProbeState, RunState } from "../core/journal/fold.ts";
import { probeKey } from "../core/probe/probe.ts";
import { Emitter, type Subscription } from "./emitter.ts";
import { Slices } from "./panel/slices.ts";
import { Strip } from "./panel/strip.ts";
import { schemeOf } from "./reportOf.ts";
import type { Run } from "./run.ts";
import type { Deltas, RunDelta } from "./runWords.ts";
import type { Study } from "./study.ts";

/** Probes put into the sums at once when they are built; the rest follows in slices. */
const AT_ONCE = 500;

interface Look {
  readonly state: RunState;
  readonly tally: Tally;
  readonly strip: Strip;
  /** Conversations begun and not finished; a donor's label may finish one from anywhere. */
  readonly open: Set<string>;
  /** Conversations in the sums. */
  readonly counted: Set<string>;
  /** Those of them that a donor's label still to come would change, by the donor's turn. */
  readonly awaiting: Map<string, Set<string>>;
  /** Acts before the probes in the sums. */
  readonly acts: Set<string>;
  /** Probes that are still to be put in, once all that were there when it was begun. */
  building: Iterator<ProbeState, undefined> | undefined;
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

  /** The numbers of the moment; undefined before the manifest is read, and while the sums of a large run are built. */
  report(run: Run): LiveReport | undefined {
    const look = this.#look(run);
    return look && !look.building ? liveReport(look.tally, schemeOf(run.manifest.codebook)) : undefined;
  }

  /** How Δ went so far, by finished conversations: in the order in which they were begun up to when the sums were built, then as they came. */
  strip(run: Run): readonly StripPoint[] {
    const look = this.#look(run);
    return look && !look.building ? look.strip.points(look.counted.size, liveDelta(look.tally)) : [];
  }

  of(run: Run): RunDelta | undefined {
    const look = this.#look(run);
    const delta = look && !look.building ? liveDelta(look.tally) : undefined;
    return delta?.ok ? { value: delta.value, look: run.status !== "finished" } : undefined;
  }

  /** Acts of agent turns before the probes of finished conversations, sorted. */
  acts(run: Run): readonly string[] {
    return [...(this.#look(run)?.acts ?? [])].sort();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#looks.clear();
  }

  /** Keeps the look of a run up with a change; one that nobody has asked for is built when somebody does. */
  #follow(run: Run, change: Change): void {
    const look = this.#looks.get(run);
    if (!look || change.what === "nothing") return;
    if (change.what === "run") {
      if (look.state !== run.state) this.#looks.delete(run);
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

  /** Built once from the state, then kept up. A large one is built in slices: what holds the editor up is felt. */
  #look(run: Run): Look | undefined {
    const known = this.#looks.get(run);
    if (known?.state === run.state || !run.state.manifest) return known;
    const { state } = run;
    const look: Look = { state, tally: new Tally(schemeOf(run.manifest.codebook)), strip: new Strip(), open: new Set(), counted: new Set(), awaiting: new Map(), acts: new Set(), building: state.probes.values() };
    this.#looks.set(run, look);
    for (let at = 0; at < AT_ONCE && look.building; at++) build(look, run, look.building);
    if (look.building) void this.#goOn(look, run);
    return look;
  }

  async #goOn(look: Look, run: Run): Promise<void> {
    const slices = new Slices();
    await slices.rest();
    while (look.building) {
      if (this.#looks.get(run) !== look) return;
      build(look, run, look.building);
      if (slices.over) await slices.rest();
    }
    this.#changed.fire(undefined);
  }
}

/** Puts the conversation of one probe more into the sums. Changes that came meanwhile are in already. */
function build(look: Look, run: Run, building: Iterator<ProbeState, undefined>): void {
  const next = building.next();
  if (next.done === true) {
    look.building = undefined;
    return;
  }
  const { conversation } = next.value.probe;
  if (look.counted.has(conversation) || look.open.has(conversation)) return;
  if (look.state.conversationFinished(conversation)) count(look, run, conversation);
  else look.open.add(conversation);
}

function count({ tally, strip, open, counted, awaiting, acts }: Look, { state }: Run, conversation: string): void {
  for (const { probe, context, samples } of state.probesOf(conversation)) {
    if (context.act !== undefined) acts.add(context.act);
    const labelled = state.labelled(probeKey(probe));
    if (labelled) tally.put(labelled);
    for (const donor of [...samples.values()].flatMap(({ continuation }) => continuation?.donors ?? [])) {
      const key = probeKey(donor);
      if (donor.kind === "reply" && !state.realVerdict(key)) awaiting.set(key, (awaiting.get(key) ?? new Set()).add(conversation));
    }
  }
  tally.finish(conversation);
  open.delete(conversation);
  if (counted.has(conversation)) return;
  counted.add(conversation);
  strip.finished(counted.size, () => liveDelta(tally));
}
