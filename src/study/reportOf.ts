// Owns which probes and options the report of a run is made of. Refuses formulas.
import type { StatsEngine } from "../core/ports.ts";
import type { LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "../core/stats/reportShape.ts";
import type { PairsOrigin } from "../datasets/labelledPairs.ts";
import type { InstrumentIdentity, JudgeIdentity } from "../core/journal/entry.ts";
import { isFinal } from "../core/journal/failures.ts";
import type { RunState } from "../core/journal/fold.ts";
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
    rule: manifest.rule.kind,
    strataNames: manifest.dataset.strata,
  };
}

/** What a file of labelled pairs says of the run it came from, and the options of the report on it; `seed` where it names none. */
export function pairsOptions({ provenance, offersExit, unfinished, strata, rule, ...origin }: PairsOrigin, seed: number): ReportOptions {
  return {
    seed: origin.seed ?? seed,
    look: unfinished ?? false,
    invented: provenance === "invented",
    ...(offersExit === undefined ? {} : { offersExit }),
    ...(rule === undefined ? {} : { rule }),
    ...(strata ? { strataNames: { positive: strata.positive ?? "positive", negative: strata.negative ?? "negative" } } : {}),
  };
}

/** The run a report of labelled pairs is to be the same as. */
export function originOf(run: Run): PairsOrigin {
  const { manifest } = run;
  return {
    run: run.id,
    seed: manifest.statisticsSeed,
    provenance: manifest.provenance,
    offersExit: manifest.condition.offersExit,
    ...(run.status === "finished" ? {} : { unfinished: true }),
    strata: manifest.dataset.strata,
    rule: manifest.rule.kind,
    margin: manifest.margin,
    datasetName: manifest.dataset.name,
    datasetHash: manifest.dataset.hash,
    judge: judgeText(manifest.judge),
    instrument: instrumentText(manifest.instrument),
    ...(manifest.simulator.kind === "control" ? { control: true } : {}),
  };
}

/** A judge in words that differ where judges differ. */
function judgeText(judge: JudgeIdentity): string {
  switch (judge.kind) {
    case "model":
      return `${judge.model} (${judge.origin})`;
    case "recorded":
      return `recorded ${judge.name}`;
    case "lexicon":
      return `lexicon ${judge.version}`;
  }
}

function instrumentText({ name, version, hash, window }: InstrumentIdentity): string {
  return `${name} ${version} ${hash.slice(0, 12)} ${window}`;
}

/** Samples of a run without an answer or label, by the cause of their last failure; `again`: some may succeed when tried again. */
export function failuresOf(state: RunState): { readonly failed: number; readonly causes: ReadonlyMap<string, number>; readonly again: boolean } {
  const causes = new Map<string, number>();
  for (const { samples } of state.probes.values()) {
    for (const { failures } of samples.values()) {
      const cause = failures.at(-1)?.cause;
      if (cause !== undefined) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    }
  }
  return { failed: state.counts().failed, causes, again: [...causes.keys()].some((cause) => !isFinal({ cause })) };
}

/** The report of a run as it stands: finished conversations only while it is unfinished (E40). */
export function reportOf(run: Run, engine: StatsEngine, signal: AbortSignal): Promise<StatsReport> {
  const options = reportOptions(run);
  return engine.report(run.state.labelledProbes(options.look), schemeOf(run.manifest.codebook), options, signal);
}
