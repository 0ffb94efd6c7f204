// Owns a run as labelled pairs. Refuses the file format (datasets/labelledPairs.ts).
import { writeLabelledPairs } from "../datasets/labelledPairs.ts";
import { originOf } from "./reportOf.ts";
import type { Run } from "./run.ts";

/** One row a probe and sample; finished conversations only while the run is unfinished. */
export function pairsText(run: Run): Promise<string> {
  return writeLabelledPairs(run.state.labelledProbes(run.status !== "finished"), originOf(run));
}
