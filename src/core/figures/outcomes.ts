// Owns how an overview becomes the arrow picture of outcomes. Refuses drawing (arrows.ts) and numbers of its own.
import type { Reported } from "../stats/reportShape.ts";
import { visibleLabel } from "../transcript/visible.ts";
import type { ArrowFigure, ArrowMark, ArrowRow } from "./arrows.ts";
import { count, ends, fixed, interval, signed } from "./numbers.ts";
import type { Overview, StratumNumbers } from "./overview.ts";
import type { Published } from "./published.ts";
import { counted, people, realWord, reason, say, STRATA, type Stratum, type Wording } from "./words.ts";

/** What the picture must say of its run. */
export interface Provenanced {
  readonly invented: boolean;
  /** Added to the caption on paper: dataset, simulator, judge, state. */
  readonly source: string;
}

/** One row an outcome: where its real turns are, where the simulated ones are. `stages` names the depths. */
export function outcomeArrows(overview: Overview, stages: readonly string[], wording: Wording, { invented, source }: Provenanced, published?: Published): ArrowFigure {
  const real = realWord(wording);
  const rows = STRATA.map((stratum) => rowOf(stratum, overview.strata[stratum], overview, wording, published?.bias[stratum].value));
  const total = (field: "conversations" | "probes"): string => count(STRATA.reduce((sum, stratum) => sum + overview.strata[stratum][field], 0));
  const caption = say("figure-caption", { real, probes: total("probes"), conversations: total("conversations") }, wording);
  return {
    title: say("figure-title", { real }, wording),
    description: rows.map(({ spoken }) => spoken).join(" "),
    caption: [caption, source].filter((text) => text !== "").join(" "),
    axis: { name: say("figure-axis", {}, wording), low: 0, high: Math.max(1, stages.length - 1), ticks: stages.map((stage, depth) => ({ at: depth, label: String(depth), detail: visibleLabel(stage, 40) })) },
    rows,
    ...(invented ? { watermark: say("figure-watermark", {}, wording) } : {}),
  };
}

/** What a bias means in words: over- or under-engaged where its interval excludes 0. */
export function meaning(bias: Reported, wording: Wording): string {
  if (!bias.ok) return reason(bias.reason, wording);
  const bounds = ends(bias);
  if (!bounds) return bias.interval?.ok === false ? say("figure-no-interval", { reason: reason(bias.interval.reason, wording) }, wording) : "";
  return say(bounds[0] > 0 ? "figure-over" : bounds[1] < 0 ? "figure-under" : "figure-either", {}, wording);
}

/** How much is behind the row of an outcome. */
export function outcomeDetail({ unit, strata }: Pick<Overview, "unit" | "strata">, stratum: Stratum, wording: Wording): readonly string[] {
  const { conversations, probes, units } = strata[stratum];
  return [...(unit === "customer" ? [counted(units, "customer", wording)] : []), counted(conversations, "conversation", wording), counted(probes, "probe", wording)];
}

function rowOf(stratum: Stratum, numbers: StratumNumbers, overview: Overview, wording: Wording, published: number | undefined): ArrowRow {
  const { bias, real, simulated } = numbers;
  const label = people(stratum, wording);
  const detail = outcomeDetail(overview, stratum, wording);
  const base = { id: stratum, tone: stratum, label, detail };
  if (!bias.ok || !real.ok || !simulated.ok) {
    const why = reason(bias.ok ? "no-usable-probe" : bias.reason, wording);
    return { ...base, difference: { value: "", rest: why }, spoken: say("figure-row-empty", { people: label, reason: why }, wording) };
  }
  const difference = signed(bias.value);
  const bounds = interval(bias);
  const means = meaning(bias, wording);
  const spoken = { people: label, real: realWord(wording), realValue: fixed(real.value), simulatedValue: fixed(simulated.value), difference, interval: bounds, meaning: means, count: detail[0] ?? "" };
  return {
    ...base,
    real: mark(real, real.value, realWord(wording)),
    simulated: mark(simulated, simulated.value, say("word-simulated", {}, wording)),
    difference: { value: difference, rest: [bounds, means].filter((text) => text !== "").join(" ") },
    spoken: say("figure-row", spoken, wording),
    // No depth was published, only how far simulated turns lie from real ones: the ghost begins at this run's real turns.
    ...(published === undefined ? {} : { published: { real: real.value, simulated: real.value + published, spoken: say("published-bias", { people: label, bias: signed(published) }, wording) } }),
  };
}

function mark(reported: Reported, value: number, word: string): ArrowMark {
  const bounds = ends(reported);
  return { value, label: `${word} ${fixed(value)}`, ...(bounds ? { low: bounds[0], high: bounds[1] } : {}) };
}
