// Owns the confusion, agreement, distance and homogeneity numbers of one group of probes. Refuses shares (shareTables.ts).
import { bootstrapMeans, percentileInterval, perDraw } from "./bootstrap.ts";
import { agreementByConversation, confusion } from "./confusion.ts";
import { known, missing } from "./estimate.ts";
import { homogeneity, marginsOf, type DistanceValues, type Homogeneity } from "./homogeneity.ts";
import { holm } from "./multiplicity.ts";
import type { LabelledProbe } from "./labelledProbe.ts";
import type { ConfusionBlock, Distance, Distances, Quantity, Reported, StatsReport } from "./reportShape.ts";
import { intervalOf, reported, reportedP } from "./reported.ts";
import { seedOf, type Setting } from "./setting.ts";
import { labelProbes } from "./shares.ts";
import type { Steps } from "./steps.ts";
import type { DepthProbe } from "./units.ts";

/** Everything about the table real × simulated of these probes; conversations are the clusters. */
export function* confusionBlock(depths: readonly DepthProbe[], setting: Setting, name: string): Steps<ConfusionBlock> {
  const stages = setting.scheme.stages.map((stage) => stage.name);
  const table = confusion(depths, setting.scheme);
  const margins = marginsOf(depths, stages.length);
  const n = { units: margins.length, probes: depths.length };
  const draws = setting.options.look ? 0 : setting.options.permutationDraws;
  const marginal = yield* homogeneity(margins, draws, seedOf(setting, "sign-flip", "margins", name));
  const tests = marginal.labels.map((test, depth) => ({
    stage: stages[depth] ?? "",
    sum: test.sum,
    z2: reported(test.z2, { quantity: "statistic", method: "chi-squared", n }),
    p: reportedP(known(test.p), marginal.how, "sign-flip", n, setting.withoutP),
    chiSquaredP: reportedP(known(test.chiSquaredP), undefined, "chi-squared", n, setting.withoutP),
  }));
  const adjusted = holm(tests.map(({ p }) => (p.ok ? p.value : null)));
  return {
    probes: depths.length,
    stages,
    columns: [...stages, "leave", "silence"],
    counts: table.counts,
    collapsed: table.collapsed,
    exactAgreement: yield* agreement(depths, setting, name),
    distances: { tvd: distance(marginal, "tvd", "share", setting, n), jsd: distance(marginal, "jsd", "bits", setting, n), wasserstein: distance(marginal, "wasserstein", "depth", setting, n) },
    marginalHomogeneity: {
      w: reported(marginal.w, { quantity: "statistic", method: "chi-squared", n }),
      df: marginal.df,
      chiSquaredP: reportedP(marginal.chiSquaredP, undefined, "chi-squared", n, setting.withoutP),
      p: marginal.flipped.ok ? reportedP(known(marginal.flipped.value.p), marginal.flipped.value, "sign-flip", n, setting.withoutP) : reportedP(marginal.flipped, undefined, "sign-flip", n, setting.withoutP),
    },
    stageTests: tests.map((test, i) => ({ ...test, ...(adjusted[i] === null || adjusted[i] === undefined ? {} : { holm: adjusted[i] }) })),
  };
}

/** E16 for emotions and blockers, which have no order and so no W₁. */
export function* labelDistances(probes: readonly LabelledProbe[], setting: Setting): Steps<StatsReport["labelDistances"]> {
  const of = function* (field: "emotion" | "blocker", labels: readonly string[]): Steps<Pick<Distances, "tvd" | "jsd"> | undefined> {
    const placed = labelProbes(probes, labels, field);
    if (placed.length === 0) return undefined;
    const margins = marginsOf(placed, labels.length);
    const draws = setting.options.look ? 0 : setting.options.permutationDraws;
    const marginal = yield* homogeneity(margins, draws, seedOf(setting, "sign-flip", field));
    const n = { units: margins.length, probes: placed.length };
    return { tvd: distance(marginal, "tvd", "share", setting, n), jsd: distance(marginal, "jsd", "bits", setting, n) };
  };
  const [emotion, blocker] = [yield* of("emotion", setting.scheme.emotions), yield* of("blocker", setting.scheme.blockers)];
  return { ...(emotion ? { emotion } : {}), ...(blocker ? { blocker } : {}) };
}

/** Share of weight on the diagonal, with a bootstrap of conversations. */
function* agreement(depths: readonly DepthProbe[], setting: Setting, name: string): Steps<Reported> {
  const rows = agreementByConversation(depths);
  const facts = { quantity: "share", method: "pooled", n: { units: rows.probes.length, probes: depths.length } } as const;
  const total = rows.probes.reduce((sum, k) => sum + k, 0);
  if (total === 0) return reported(missing("no-usable-probe"), facts);
  const value = known(rows.agreeing.reduce((sum, x) => sum + x, 0) / total);
  if (setting.bootstrapDraws === 0 || rows.probes.length < 2) return reported(value, facts);
  const means = yield* bootstrapMeans({ negative: [rows.agreeing, rows.probes], positive: [] }, setting.bootstrapDraws, seedOf(setting, "bootstrap", "agreement", name));
  const drawn = perDraw(means, (group) => group(0) / group(1));
  return reported(value, { ...facts, interval: intervalOf(percentileInterval(drawn), "bootstrap-percentile", means) });
}

function distance({ distances, floor }: Homogeneity, which: keyof DistanceValues, quantity: Quantity, setting: Setting, n: Reported["n"]): Distance {
  const value = reported(distances.ok ? known(distances.value[which]) : distances, { quantity, method: "pooled", n });
  if (setting.options.look) return { value, floor: missing("run-unfinished") };
  if (!floor.ok) return { value, floor };
  const { median, upper95, draws, seed } = floor.value;
  return { value, floor: { ok: true, value: { median: median[which], upper95: upper95[which], draws, seed } } };
}
