// Owns the look at an unfinished run (E40): running means with asymptotic intervals, no p, no resampling. Refuses conclusions.
import { contrast, type Summary } from "./contrast.ts";
import { reported, reportedMean, welchInterval } from "./reported.ts";
import { STATS_REPORT_VERSION, type ByStratum, type LiveReport, type Quantity, type Reported } from "./reportShape.ts";
import type { LabelScheme } from "./labelledProbe.ts";
import type { Column, Tally } from "./tally.ts";

/** The numbers of the moment, from running sums only; its cost does not grow with the run. */
export function liveReport(tally: Tally, scheme: Pick<LabelScheme, "stages">): LiveReport {
  const unit = tally.unit;
  const of = (side: "negative" | "positive", column: Column): Summary => tally.summary(unit, side, column);
  const mean = (side: "negative" | "positive", column: Column, quantity: Quantity): Reported => reportedMean(of(side, column), `${side}-stratum-empty`, quantity);
  const delta = (column: Column): Reported => liveDelta(tally, column);
  const stratum = (side: "negative" | "positive"): LiveReport["strata"]["negative"] => ({
    ...tally.used(side),
    units: of(side, "bias").n,
    bias: mean(side, "bias", "depth"),
    real: mean(side, "real", "depth"),
    simulated: mean(side, "simulated", "depth"),
  });
  const strata: ByStratum<LiveReport["strata"]["negative"]> = { negative: stratum("negative"), positive: stratum("positive") };
  const unknown = tally.used("unknown");
  return {
    what: "decision-fidelity-look",
    version: STATS_REPORT_VERSION,
    unit,
    conversations: strata.negative.conversations + strata.positive.conversations + unknown.conversations,
    probes: strata.negative.probes + strata.positive.probes + unknown.probes,
    strata,
    delta: delta("bias"),
    byPosition: tally.positions().map((position) => ({
      position,
      strata: { negative: mean("negative", `at ${position}`, "depth"), positive: mean("positive", `at ${position}`, "depth") },
      delta: delta(`at ${position}`),
    })),
    stageShares: scheme.stages.map((stage, depth) => {
      const side = (name: "negative" | "positive"): { readonly real: Reported; readonly simulated: Reported } => ({
        real: mean(name, `real is ${depth}`, "share"),
        simulated: mean(name, `simulated is ${depth}`, "share"),
      });
      return { label: stage.name, negative: side("negative"), positive: side("positive") };
    }),
    samples: tally.samples,
  };
}

/** Δ of the moment in a column, with Welch's interval. */
export function liveDelta(tally: Tally, column: Column = "bias"): Reported {
  const all = contrast(tally.summary(tally.unit, "negative", column), tally.summary(tally.unit, "positive", column));
  return reported(all.delta, { quantity: "depth", method: "mean", n: { negative: all.negative.n, positive: all.positive.n }, interval: welchInterval(all) });
}
