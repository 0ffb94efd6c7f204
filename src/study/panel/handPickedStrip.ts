// Owns the newest hand-picked probes of a dataset as a strip without statistics. Refuses texts, and probes of other datasets.
import type { ProbeState, RunState } from "../../core/journal/fold.ts";
import { labelOf } from "../../core/journal/labels.ts";
import { probeKey } from "../../core/probe/probe.ts";
import { stageOfSample } from "../../core/stats/probeFilter.ts";
import type { HandPickedStrip } from "../../protocol/panelParts.ts";
import type { OpenDataset, Study } from "../study.ts";

const MOST = 12;

/** Newest first. */
export function handPickedStrip(study: Study, open: OpenDataset | undefined): HandPickedStrip {
  const states = open ? [...study.handPicked(open).states.values()].filter(({ manifest }) => manifest?.dataset.hash === open.hash) : [];
  const newest = states.flatMap((state) => [...state.probes.values()].slice(-MOST).map((probe) => ({ state, probe, at: lastAt(probe) })));
  newest.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { count: states.reduce((sum, { probes }) => sum + probes.size, 0), rows: newest.slice(0, MOST).map(({ state, probe }) => rowOf(state, probe)) };
}

function rowOf(state: RunState, { probe }: ProbeState): HandPickedStrip["rows"][number] {
  const key = probeKey(probe);
  const verdict = state.realVerdict(key);
  const real = verdict && labelOf(verdict);
  return {
    conversation: probe.conversation,
    turn: probe.turn,
    ...(real?.status === "valid" ? { realStage: real.stage } : {}),
    simulatedStages: (state.labelled(key)?.samples ?? []).map(stageOfSample),
  };
}

/** When its newest sample came or failed. */
function lastAt({ samples }: ProbeState): string {
  return [...samples.values()].reduce((last, { continuation, failures }) => [last, continuation?.at ?? "", failures.at(-1)?.at ?? ""].reduce((a, b) => (a > b ? a : b)), "");
}
