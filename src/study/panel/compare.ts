// Owns comparing runs for the panel: each run's own numbers, and every run against the first. Refuses formulas, and which runs may be compared (comparison.ts).
import { Failure } from "../../core/messages/failure.ts";
import type { ByStratum, Reported, ShareRow, StatsReport } from "../../core/stats/reportShape.ts";
import type { PanelComparison } from "../../protocol/panelParts.ts";
import { comparisons, type Comparable } from "../comparison.ts";
import { judgeName, simulatorName } from "../naming.ts";
import { originOf, schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";
import { gathered } from "./gather.ts";
import type { PanelServices } from "./services.ts";

/** "Hardly moved" needs both one-sided tests below this, after Holm (E23). */
const ALPHA = 0.05;

/** Rejects with `run-not-found`, and with `compare-*` where the runs must not be compared: an invented part, an unfinished run, another dataset. */
export async function panelComparison(services: PanelServices, ids: readonly string[], signal: AbortSignal): Promise<PanelComparison> {
  const runs = [...new Set(ids)].map((id) => {
    const run = services.study.run(id);
    if (!run?.state.manifest) throw new Failure("run-not-found", { run: id, folder: ".fidelity" });
    return run;
  });
  const names = namesOf(runs);
  const compared: Comparable[] = [];
  for (const [at, run] of runs.entries()) {
    compared.push({ name: names[at] ?? run.id, probes: await gathered(run, {}, signal), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) });
  }
  const [first, ...others] = compared;
  if (!first || others.length === 0) throw new Failure("compare-one", {});
  const { margin, comparisons: pairs } = await services.parts.finished(comparisons([first, ...others], { seed: first.origin.seed ?? 1 }), signal);
  const reports: StatsReport[] = [];
  for (const run of runs) reports.push(await services.reports.whole(run, signal));
  return {
    margin,
    runs: runs.map((run, at) => comparedRun(run, names[at] ?? run.id, reports[at] as StatsReport)),
    pairs: pairs.map(({ a, b, notes, headline, holm }) => ({ a, b, notes: [...notes], headline, holm, hardlyMoved: holm.equivalence !== undefined && holm.equivalence < ALPHA })),
  };
}

function comparedRun(run: Run, name: string, { headline, counts }: StatsReport): PanelComparison["runs"][number] {
  const { manifest } = run;
  const { resistance, deliberation } = headline.shares;
  return {
    run: run.id,
    name,
    simulator: simulatorName(manifest.simulator),
    condition: manifest.condition.name,
    judge: judgeName(manifest.judge),
    probes: counts.usableProbes,
    delta: headline.delta,
    bias: { negative: headline.strata.negative.bias, positive: headline.strata.positive.bias },
    ...(resistance ? { resistance: differences(resistance) } : {}),
    ...(deliberation ? { deliberation: differences(deliberation) } : {}),
  };
}

function differences({ negative, positive }: ShareRow): ByStratum<Reported> {
  return { negative: negative.difference, positive: positive.difference };
}

/** Titles; where two are called the same, with the id. */
function namesOf(runs: readonly Run[]): readonly string[] {
  return runs.map((run) => (runs.some((other) => other !== run && other.title === run.title) ? `${run.title} (${run.id})` : run.title));
}
