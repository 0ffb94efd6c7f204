// Owns other views of the headline Δ: before any commitment, agents as clusters, noise between samples. Refuses replacing the headline.
import { contrast, summary } from "./contrast.ts";
import { drawnRow, valuesOf } from "./contrastRow.ts";
import { studentQuantile } from "./distributions.ts";
import { known, missing } from "./estimate.ts";
import { intervalOf, reported } from "./reported.ts";
import type { Setting } from "./setting.ts";
import type { Sensitivity, UnitKind } from "./reportShape.ts";
import type { Steps } from "./steps.ts";
import { compare, depthMeasure, strataOf, unitValues, type DepthProbe } from "./units.ts";

/** The views that these probes allow. */
export function* sensitivity(depths: readonly DepthProbe[], unit: UnitKind, setting: Setting): Steps<Sensitivity> {
  const before = yield* preCommitment(depths, unit, setting);
  const agents = agentClustered(depths);
  const within = withinProbe(depths);
  return { ...(before ? { preCommitment: before } : {}), ...(agents ? { agentClustered: agents } : {}), ...(within ? { withinProbeSd: within } : {}) };
}

/** Courtesy after a commitment reads as a step back; these probes come before any. */
function* preCommitment(depths: readonly DepthProbe[], unit: UnitKind, setting: Setting): Steps<Sensitivity["preCommitment"]> {
  const says = ({ source: { real } }: DepthProbe): boolean | undefined => (real.status === "valid" ? real.committedBefore : undefined);
  if (!depths.some((probe) => says(probe) !== undefined)) return undefined;
  const own = depths.filter((probe) => says(probe) === false);
  const row = yield* drawnRow(valuesOf(strataOf(unitValues(own, depthMeasure, unit)), (each) => each.bias), "depth", setting, "pre-commitment");
  return { ...row, probes: own.length };
}

/**
 * Δ over conversations with the sandwich standard error √(A/(A−1)·Σ(Σ influences of an agent)²) and A − 1 degrees of freedom
 * (K.-Y. Liang & S. Zeger, Biometrika 73, 1986). Only where some agent has several conversations.
 */
function agentClustered(depths: readonly DepthProbe[]): Sensitivity["agentClustered"] {
  const agentOf = new Map(depths.map(({ source }) => [source.conversation, source.agent]));
  const strata = strataOf(unitValues(depths, depthMeasure, "conversation"));
  const sums = new Map<string, number>();
  let conversations = 0;
  for (const [side, sign] of [["negative", 1], ["positive", -1]] as const) {
    const { mean } = summary(strata[side].map((each) => each.bias));
    for (const { id, bias } of strata[side]) {
      const agent = agentOf.get(id);
      if (agent === undefined) return undefined;
      conversations++;
      sums.set(agent, (sums.get(agent) ?? 0) + (sign * (bias - mean)) / strata[side].length);
    }
  }
  const agents = sums.size;
  if (agents === 0 || agents === conversations) return undefined;
  const { delta } = contrast(summary(strata.negative.map((each) => each.bias)), summary(strata.positive.map((each) => each.bias)));
  const facts = { quantity: "depth", method: "mean", n: { negative: strata.negative.length, positive: strata.positive.length } } as const;
  if (!delta.ok || agents < 2) return { ...reported(delta.ok ? missing("fewer-than-two-units") : delta, facts), agents };
  const ordered = [...sums].sort(([a], [b]) => compare(a, b));
  const se = Math.sqrt((agents / (agents - 1)) * ordered.reduce((sum, [, each]) => sum + each * each, 0));
  const half = se * studentQuantile(0.975, agents - 1);
  return { ...reported(delta, { ...facts, interval: intervalOf({ ok: true, value: [delta.value - half, delta.value + half] }, "cluster-robust") }), agents };
}

/** √ of the mean variance (divisor K − 1) over probes with two samples or more. */
function withinProbe(depths: readonly DepthProbe[]): Sensitivity["withinProbeSd"] {
  const repeated = depths.filter(({ samples }) => samples.length > 1);
  if (repeated.length === 0) return undefined;
  const variance = repeated.reduce((sum, { samples }) => sum + summary(samples).variance, 0) / repeated.length;
  return reported(known(Math.sqrt(variance)), { quantity: "depth", method: "standard-deviation", n: { probes: repeated.length } });
}
