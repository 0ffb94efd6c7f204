// Owns collecting the labelled probes of a run without holding the editor up. Refuses statistics.
import { keeps, type ProbeFilter, type ProfileOf } from "../../core/stats/probeFilter.ts";
import type { LabelledProbe } from "../../core/stats/labelledProbe.ts";
import type { ProbeState } from "../../core/journal/fold.ts";
import type { Run } from "../run.ts";
import { Slices } from "./slices.ts";

export interface Gathering {
  readonly filter?: ProbeFilter;
  readonly profileOf?: ProfileOf | undefined;
  /** A profile field that every probe is to carry. */
  readonly field?: string | undefined;
}

/** Probes with labels, in the order of the journal; of finished conversations only while the run is unfinished (E40). */
export async function gathered(run: Run, { filter, profileOf, field }: Gathering, signal?: AbortSignal): Promise<readonly LabelledProbe[]> {
  const found: LabelledProbe[] = [];
  await eachProbe(run, (_state, probe) => {
    if (filter && !keeps(filter, probe, profileOf)) return;
    const value = field === undefined ? undefined : profileOf?.(probe.conversation)?.[field];
    found.push(field === undefined || value === undefined ? probe : { ...probe, profile: { [field]: value } });
  }, signal);
  return found;
}

/** Calls for each probe that counts. */
export async function eachProbe(run: Run, each: (state: ProbeState, probe: LabelledProbe) => void, signal?: AbortSignal): Promise<void> {
  const { state } = run;
  const finishedOnly = run.status !== "finished";
  const slices = new Slices(signal);
  for (const [key, probe] of state.probes) {
    if (slices.over) await slices.rest();
    if (finishedOnly && !state.conversationFinished(probe.probe.conversation)) continue;
    const labelled = state.labelled(key);
    if (labelled) each(probe, labelled);
  }
}
