// Owns the tables of a paper over one or several runs, as plain cells. Refuses numbers of its own and LaTeX (figures/tableText.ts).
import { count, fixed, interval, percentage, probability, signed } from "../figures/numbers.ts";
import type { Table } from "../figures/tableText.ts";
import { people, reason, STRATA, type Wording } from "../figures/words.ts";
import type { RunManifest } from "../journal/entry.ts";
import type { RunComparison } from "../stats/compareRuns.ts";
import type { Reported, ShareRow, StatsReport } from "../stats/reportShape.ts";

/** A run of the paper: who simulated under which condition, and its numbers. */
export interface PaperRun {
  readonly id: string;
  readonly simulator: string;
  readonly judge: string;
  readonly manifest: RunManifest;
  readonly report: StatsReport;
}

/** Simulator × condition: biases, Δ, d, p, gap kept. Papers are in English; strata have the dataset's names. */
export function mainTable(runs: readonly PaperRun[], wording: Wording): Table {
  const head = ["Simulator", "Condition", ...STRATA.flatMap((stratum) => [`n (${wording.strata[stratum]})`, `Bias, ${people(stratum, wording)}`]), "Δ", "d", "p", "Gap kept (%)"];
  const rows = runs.map(({ simulator, manifest, report: { headline } }) => [
    simulator,
    manifest.condition.name,
    ...STRATA.flatMap((stratum) => [count(headline.strata[stratum].units), withInterval(headline.strata[stratum].bias, wording)]),
    withInterval(headline.delta, wording),
    withInterval(headline.cohensD, wording),
    headline.permutation.studentised.twoSided.ok ? probability(headline.permutation.studentised.twoSided.value) : "–",
    headline.separation.kept.ok ? `${percentage(headline.separation.kept.value)} ${interval(headline.separation.kept, (value) => percentage(value))}`.trim() : "–",
  ]);
  return { title: "Depth bias (simulated minus real) by outcome, and the contrast, with 95 % intervals", rows: [head, ...rows] };
}

/** Bias at each position of the rule. */
export function positionTable({ manifest, simulator, report: { headline } }: PaperRun, wording: Wording): Table {
  const head = ["Position", ...STRATA.map((stratum) => people(stratum, wording)), "Δ", "p (Holm)"];
  const rows = headline.byPosition.map(({ position, strata, delta, holm }) => [String(position), ...STRATA.map((stratum) => withInterval(strata[stratum], wording)), withInterval(delta, wording), holm === undefined ? "–" : probability(holm)]);
  return { title: `Depth bias by position: ${simulator}, ${manifest.condition.name}`, rows: [head, ...rows] };
}

/** Shares of stages, averaged over conversations and pooled over turns, each labelled. */
export function shareTable({ manifest, simulator, report: { headline } }: PaperRun, wording: Wording): Table {
  const head = ["Stage", ...STRATA.flatMap((stratum) => [`${wording.strata[stratum]}: real`, "simulated", "pooled real", "pooled simulated"])];
  const share = (reported: Reported): string => (reported.ok ? percentage(reported.value, 1) : "–");
  const line = (row: ShareRow): readonly string[] => [row.label, ...STRATA.flatMap((stratum) => [row[stratum].real.averaged, row[stratum].simulated.averaged, row[stratum].real.pooled, row[stratum].simulated.pooled].map(share))];
  return { title: `Shares of stages in per cent, averaged over conversations and pooled: ${simulator}, ${manifest.condition.name}`, rows: [head, ...headline.shares.stage.map(line)] };
}

/** Differences of runs on their common probes (E21 to E23): the first minus the other. */
export function pairedTable(pairs: readonly { readonly a: string; readonly b: string; readonly headline: RunComparison; readonly holm: { readonly marginal?: number; readonly contrast?: number } }[], wording: Wording): Table {
  const p = (adjusted: number | undefined, alone: Reported): string => (adjusted !== undefined ? probability(adjusted) : alone.ok ? probability(alone.value) : "–");
  const head = ["Difference", ...STRATA.map((stratum) => people(stratum, wording)), "Engagement", "p", "Δ", "p", "Probes in both"];
  const rows = pairs.map(({ a, b, headline, holm }) => [
    `${a} − ${b}`,
    ...STRATA.map((stratum) => withInterval(headline[stratum], wording)),
    withInterval(headline.marginal.difference, wording),
    p(holm.marginal, headline.marginal.p),
    withInterval(headline.contrast.difference, wording),
    p(holm.contrast, headline.contrast.studentised.twoSided),
    count(headline.probes.both),
  ]);
  return { title: "Differences of runs on their common probes, with 95 % intervals; p adjusted by Holm over the comparisons", rows: [head, ...rows] };
}

function withInterval(reported: Reported, wording: Wording): string {
  return reported.ok ? `${signed(reported.value)} ${interval(reported, (value) => fixed(value))}`.trim() : reason(reported.reason, wording);
}
