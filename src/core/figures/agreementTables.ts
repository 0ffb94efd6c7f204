// Owns the tables of a judge against people, and of the bias as people correct it. Refuses computing any number.
import type { AgreementReport, BiasCorrection, LabelledContrast, Ranged } from "../stats/agreementShape.ts";
import type { Estimate } from "../stats/labelledProbe.ts";
import { count, fixed, percent, signed } from "./numbers.ts";
import type { Table } from "./tableText.ts";
import { deltaTitle, people, realWord, reason, say, STRATA, type Wording } from "./words.ts";

/** Agreement on stages, a row a part of the turns: raw, κ, quadratic κ, α. */
export function agreementTable({ groups }: Pick<AgreementReport, "groups">, wording: Wording): Table {
  const share = (value: number): string => percent(value, wording.language);
  const rows = groups.flatMap(({ branch, outcome, fields: { stage } }) => {
    if (!stage) return [];
    const who = outcome === "all" ? say("probes-all", {}, wording) : outcome === "unknown" ? say("outcome-unknown", {}, wording) : people(outcome, wording);
    const turns = branch === "both" ? "" : branch === "real" ? realWord(wording) : say("word-simulated", {}, wording);
    return [[[who, turns].filter((text) => text !== "").join(", "), count(stage.turns), ranged(stage.raw, share), ranged(stage.kappa), stage.quadratic ? ranged(stage.quadratic) : "–", ranged(stage.alpha)]];
  });
  return { title: say("agreement-title", {}, wording), rows: [[say("agreement-turns-of", {}, wording), say("agreement-labelled", {}, wording), say("alike-agreement", {}, wording), "κ", say("agreement-quadratic", {}, wording), "α"], ...rows] };
}

/** Δ and the biases by the judge, by people alone, and corrected; always together. */
export function correctionTable({ judge, people: byPeople, corrected, tuned }: BiasCorrection, wording: Wording): Table {
  const line = (label: string, { delta, interval, means }: LabelledContrast): readonly string[] => [
    label,
    ...STRATA.map((stratum) => shown(means[stratum])),
    delta.ok ? signed(delta.value) : reason(delta.reason, wording),
    interval.ok ? `[${fixed(interval.value[0])}, ${fixed(interval.value[1])}]` : "",
  ];
  return {
    title: say("correction-title", {}, wording),
    rows: [
      [say("correction-labels", {}, wording), ...STRATA.map((stratum) => people(stratum, wording)), deltaTitle(wording), say("table-interval", {}, wording)],
      line(say("correction-judge", {}, wording), judge),
      line(say("correction-people", {}, wording), byPeople),
      line(say("correction-corrected", {}, wording), corrected),
      line(say("correction-tuned", {}, wording), tuned),
    ],
  };
}

/** How much of Δ the judge made. */
export function madeByJudge({ madeByJudge: made }: BiasCorrection, wording: Wording): string {
  return made.ok ? say("correction-made", { made: ranged(made, (value) => signed(value)) }, wording) : "";
}

function ranged(value: Ranged, show: (value: number) => string = (each) => fixed(each)): string {
  if (!value.ok) return "–";
  return value.low === undefined || value.high === undefined ? show(value.value) : `${show(value.value)} [${show(value.low)}, ${show(value.high)}]`;
}

function shown(estimate: Estimate<number>): string {
  return estimate.ok ? signed(estimate.value) : "–";
}
