// Owns the mean bias of single conversations in one run, for lists. Refuses contrasts and intervals (core/stats).
import { probeKey } from "../core/probe/probe.ts";
import { depthMeasure, depthProbe } from "../core/stats/units.ts";
import type { Run } from "./run.ts";
import type { OpenDataset, Study } from "./study.ts";

/** In depth steps, over `probes` usable probes (E2, E3; kind `all`). */
export interface ConversationBias {
  readonly bias: number;
  readonly probes: number;
}

/** The run whose biases a list shows: the newest with anything done; the control only where there is no other. */
export function listedRun(study: Study, open: OpenDataset): Run | undefined {
  const runs = study.runsOf(open).filter(({ state }) => state.probes.size > 0);
  return runs.find(({ manifest }) => manifest.simulator.kind !== "control") ?? runs[0];
}

/** Undefined while no probe of the conversation is usable. */
export function conversationBias({ state, manifest }: Run, conversation: string): ConversationBias | undefined {
  const depths = new Map(manifest.codebook.stages.map(({ name }, depth) => [name, depth]));
  let sum = 0;
  let probes = 0;
  for (const { probe } of state.probesOf(conversation)) {
    const labelled = state.labelled(probeKey(probe));
    const usable = labelled && depthProbe(labelled, depths, "all");
    const measured = usable && depthMeasure(usable);
    if (!measured) continue;
    sum += measured.bias;
    probes++;
  }
  return probes === 0 ? undefined : { bias: sum / probes, probes };
}
