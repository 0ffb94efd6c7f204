// Owns how many items of each cell of a draw have a label. Refuses being asked before the reveal: a count that moves with an answer says which cell the item was of.
import { cellOf, type Candidate } from "../../core/labels/draw.ts";
import type { ProbeState } from "../../core/journal/fold.ts";
import type { LabelState } from "../../core/labels/fold.ts";
import type { Queue } from "../../core/labels/queue.ts";
import { probeKey } from "../../core/probe/probe.ts";
import { behindItem, type ItemDoors } from "./items.ts";
import { placeKey, probesOf, turnsOf, type LabelledRun } from "./population.ts";

/** Labelled items by cell, in the order of the manifest's cells. Of a queue by probes those of continuations are counted: a probe has one. */
export async function labelledByCell({ manifest: { cells, unit }, items }: Queue, runs: readonly LabelledRun[], state: LabelState, doors: ItemDoors): Promise<readonly number[]> {
  const counts = cells.map(() => 0);
  const of = unit === "turns" ? turnsOf : probesOf;
  for (const item of items) {
    if (!state.of(item.content).opinions.some(({ label }) => label)) continue;
    const places = await behindItem(item, runs, doors);
    const place = unit === "turns" ? places[0] : places.find(({ branch }) => branch === "simulated");
    if (!place) continue;
    const key = unit === "turns" ? placeKey(place) : `${place.run ?? ""} ${probeKey(place)}`;
    const candidate = candidatesAt(probeKey(item), runs, of).find((each) => each.key === key);
    const cell = candidate ? cellOf(cells, candidate) : -1;
    if (cell >= 0) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

function candidatesAt(probe: string, runs: readonly LabelledRun[], of: (run: LabelledRun, state: ProbeState) => readonly Candidate[]): readonly Candidate[] {
  return runs.flatMap((run) => {
    const state = run.state.probes.get(probe);
    return state ? of(run, state) : [];
  });
}
