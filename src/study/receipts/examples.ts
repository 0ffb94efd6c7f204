// Owns the few probes a receipt shows when it is asked for texts. Refuses real turns: they are the dataset's.
import type { RunManifest } from "../../core/journal/entry.ts";
import type { RunState } from "../../core/journal/fold.ts";
import type { ReceiptExample } from "../../core/receipt/shape.ts";

/** Examples of each stratum. */
const EACH = 3;

/** The probes whose first sample lies furthest from the real turn, three a stratum; ties by conversation. Texts are the simulator's. */
export function examplesOf(state: RunState, { codebook }: RunManifest): readonly ReceiptExample[] {
  const depths = new Map(codebook.stages.map(({ name }, depth) => [name, depth]));
  const found: (ReceiptExample & { readonly size: number })[] = [];
  for (const [key, { probe, context, samples }] of state.probes) {
    const real = state.realVerdict(key);
    const first = samples.get(0);
    const verdict = first?.verdict?.verdict;
    if (context.outcome === "unknown" || real?.status !== "valid" || verdict?.status !== "valid" || !first?.continuation) continue;
    const [from, to] = [depths.get(real.state.stage), depths.get(verdict.state.stage)];
    if (from === undefined || to === undefined) continue;
    found.push({ conversation: probe.conversation, turn: probe.turn, stratum: context.outcome, realStage: real.state.stage, simulatedStage: verdict.state.stage, simulatedText: first.continuation.text, size: Math.abs(to - from) });
  }
  found.sort((a, b) => b.size - a.size || (a.conversation < b.conversation ? -1 : a.conversation > b.conversation ? 1 : a.turn - b.turn));
  return (["negative", "positive"] as const).flatMap((stratum) => found.filter((each) => each.stratum === stratum).slice(0, EACH).map(({ size: _, ...example }) => example));
}
