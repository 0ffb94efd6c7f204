// Owns which probes and options the report of a run is made of. Refuses formulas.
import type { StatsEngine } from "../core/ports.ts";
import type { LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "../core/stats/reportShape.ts";
import type { Codebook } from "../core/instrument/codebook.ts";
import type { Run } from "./run.ts";

/** Label sets of a codebook as the statistics take them. */
export function schemeOf({ stages, emotions, blockers }: Codebook): LabelScheme {
  return { stages, emotions: emotions.map(({ name }) => name), blockers: blockers.map(({ name }) => name) };
}

/** Options of a run's report: its seed, whether it is a look, whether anything in it is invented. */
export function reportOptions(run: Run): ReportOptions {
  const { manifest } = run;
  return {
    seed: manifest.statisticsSeed,
    look: run.status !== "finished",
    invented: manifest.provenance === "invented",
    offersExit: manifest.condition.offersExit,
    strataNames: manifest.dataset.strata,
  };
}

/** The report of a run as it stands: finished conversations only while it is unfinished (E40). */
export function reportOf(run: Run, engine: StatsEngine, signal: AbortSignal): Promise<StatsReport> {
  const options = reportOptions(run);
  return engine.report(run.state.labelledProbes(options.look), schemeOf(run.manifest.codebook), options, signal);
}
