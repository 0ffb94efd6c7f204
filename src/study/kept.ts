// Owns what a planned run may take over from what was probed before, instead of paying again. Refuses deciding from whom.
import type { RunManifest } from "../core/journal/entry.ts";
import type { RunState, SampleState } from "../core/journal/fold.ts";
import { probeKey, type Probe } from "../core/probe/probe.ts";
import { datasetKey } from "./plan.ts";
import type { Kept } from "./runner.ts";

/**
 * The continuation of the same dataset, simulator, condition and settings at the same probe and sample number, with its label
 * where judge and instrument are the same too.
 */
export function keptIn(states: Iterable<RunState>, manifest: RunManifest, probe: Probe, sample: number): Kept | undefined {
  const found = [...states].flatMap((state) => {
    const had = state.probes.get(probeKey(probe))?.samples.get(sample);
    return had?.continuation && state.manifest && simulatorKey(state.manifest) === simulatorKey(manifest) ? [{ had, judged: judgeKey(state.manifest) === judgeKey(manifest) }] : [];
  });
  // The text counts, whoever judged it: a state of the same judge comes first.
  const best = found.find(({ judged }) => judged) ?? found[0];
  return best && keptOf(best.had, best.judged);
}

function keptOf({ continuation, verdict }: SampleState, sameJudge: boolean): Kept | undefined {
  if (!continuation) return undefined;
  const { text, provenance, reported, donors, leaveProbability, promptHash } = continuation;
  return {
    continuation: { kind: continuation.continuation, text, provenance, ...(reported ? { reported } : {}), ...(donors ? { donors } : {}), ...(leaveProbability === undefined ? {} : { leaveProbability }) },
    ...(promptHash === undefined ? {} : { promptHash }),
    ...(verdict && sameJudge ? { labelled: { verdict: verdict.verdict, judgeHash: verdict.judgeHash, cached: true } } : {}),
  };
}

function simulatorKey({ dataset, simulator, condition, simulatorSettings, privacy }: RunManifest): string {
  return JSON.stringify([datasetKey(dataset), simulator, condition.hash, condition.offersExit, simulatorSettings, privacy.redaction]);
}

function judgeKey({ judge, judgeSettings, instrument }: RunManifest): string {
  return JSON.stringify([judge, judgeSettings, instrument.hash]);
}
