// Owns joining the receipts of several runs with their paired comparisons. Refuses choosing the runs.
import type { RunManifest } from "../../core/journal/entry.ts";
import { RECEIPT_VERSION, type Receipt, type StudyReceipt } from "../../core/receipt/shape.ts";
import { benjaminiHochberg, holm } from "../../core/stats/multiplicity.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { comparisons, type Comparable } from "../comparison.ts";
import { originOf, schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";

export interface StudyDoorsOfReceipt {
  readonly software: RunManifest["software"];
  /** ISO 8601. */
  readonly now: string;
  readonly finished: <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>;
}

/** A run with its receipt; the run's journal is loaded. */
export interface WithReceipt {
  readonly run: Run;
  readonly receipt: Receipt;
}

/**
 * The study receipt of runs in the order given; of each dataset the first run is what the others are compared with, by its seed and draws. Δ of all runs that are
 * no control are one family. Rejects with `compare-*` where two runs of a dataset cannot be compared.
 */
export async function studyReceiptOf(runs: readonly WithReceipt[], { software, now, finished }: StudyDoorsOfReceipt, signal: AbortSignal): Promise<StudyReceipt> {
  const own = runs.filter(({ run }) => run.manifest.simulator.kind !== "control").map(({ receipt }) => receipt);
  const ps = own.map(({ statistics: { headline: { permutation } } }) => (permutation.studentised.twoSided.ok ? permutation.studentised.twoSided.value : null));
  const [holms, bhs] = [holm(ps), benjaminiHochberg(ps)];
  const compared: StudyReceipt["comparisons"][number][] = [];
  for (const group of byDataset(runs)) {
    const [first, ...others] = group;
    if (!first || others.length === 0) continue;
    const { seed, bootstrapDraws, permutationDraws } = first.receipt.statistics.options;
    const made = await finished(comparisons([comparable(first), ...others.map(comparable)], { seed, bootstrapDraws, permutationDraws }), signal);
    compared.push({ dataset: first.receipt.dataset.name, margin: made.margin, seed: made.seed, pairs: made.comparisons.map(({ a, b, notes, headline, holm: adjusted }) => ({ a, b, notes, headline, holm: adjusted })) });
  }
  return {
    what: "decision-fidelity-study-receipt",
    version: RECEIPT_VERSION,
    receipts: runs.map(({ receipt }) => receipt),
    family: own.map(({ run }, i) => ({ run: run.id, p: ps[i] ?? null, holm: holms[i] ?? null, benjaminiHochberg: bhs[i] ?? null })),
    comparisons: compared,
    software,
    written: now,
  };
}

function byDataset(runs: readonly WithReceipt[]): readonly (readonly WithReceipt[])[] {
  const groups = new Map<string, WithReceipt[]>();
  for (const each of runs) groups.set(each.receipt.hashes.dataset, [...(groups.get(each.receipt.hashes.dataset) ?? []), each]);
  return [...groups.values()];
}

/** Called by its id: titles may be the same, and a receipt is read where nobody knows them. */
function comparable({ run }: WithReceipt): Comparable {
  return { name: run.id, probes: run.state.labelledProbes(false), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) };
}
