// Owns which numbers the dot pictures of a report show: bias by position, shares of stages, runs side by side. Refuses drawing (dots.ts) and numbers of its own.
import type { ByStratum, Reported } from "../stats/reportShape.ts";
import { visibleLabel } from "../transcript/visible.ts";
import { niceAxis } from "./axis.ts";
import type { DotFigure, DotMark } from "./dots.ts";
import { ends, interval, percent, points, pointsInterval, signed } from "./numbers.ts";
import type { Provenanced } from "./outcomes.ts";
import type { Overview } from "./overview.ts";
import type { Role } from "./roleArrows.ts";
import { deltaTitle, people, realWord, say, STRATA, type Stratum, type Wording } from "./words.ts";

/** Mean depth bias at each position, one row a position. */
export function positionDots({ positions }: Overview, rule: string, wording: Wording, from: Provenanced): DotFigure {
  const groups = [{ title: "", rows: positions.map(({ position, strata }) => ({ label: String(position), marks: marksOf(strata), values: STRATA.map((stratum) => shown(strata[stratum])) })) }];
  return biasFigure(say("positions-title", {}, wording), say("positions-note", { rule }, wording), groups, wording, from);
}

/** Share of each stage, real beside simulated, a group an outcome; averaged over conversations (E13). */
export function shareDots({ stages, unit }: Overview, wording: Wording, { invented, source }: Provenanced): DotFigure {
  const share = (value: number): string => percent(value, wording.language, 1);
  const groups = STRATA.map((stratum) => ({
    title: people(stratum, wording),
    rows: stages.map((stage) => ({
      label: visibleLabel(stage.label, 40),
      marks: (["real", "simulated"] as const).flatMap((branch) => markOf(stage[stratum][branch], stratum, branch === "real")),
      values: (["real", "simulated"] as const).map((branch) => text(stage[stratum][branch], share)),
    })),
  }));
  const bounds = groups.flatMap(({ rows }) => rows.flatMap(({ marks }) => marks.flatMap(({ value, high }) => [value, high ?? value])));
  const title = say("shares-picture-title", {}, wording);
  return {
    title,
    description: groups.flatMap(({ title: group, rows }) => rows.map((row) => `${group}, ${row.label}: ${realWord(wording)} ${row.values[0] ?? "–"}, ${say("word-simulated", {}, wording)} ${row.values[1] ?? "–"}.`)).join(" "),
    caption: [say(unit === "customer" ? "shares-note-customer" : "shares-note", {}, wording), source].filter((each) => each !== "").join(" "),
    axis: niceAxis(say("shares-axis", {}, wording), 0, Math.max(0.1, ...bounds), (at) => percent(at, wording.language)),
    legend: [
      { label: realWord(wording), tone: "neutral", hollow: true },
      { label: say("word-simulated", {}, wording), tone: "neutral", hollow: false },
    ],
    groups,
    ...marked(invented, wording),
  };
}

/** A run in a picture of several. */
export interface NamedRun {
  readonly name: string;
  readonly bias: ByStratum<Reported>;
  readonly delta: Reported;
}

/** Bias of both outcomes and Δ of each run, one row a run. */
export function compareDots(runs: readonly NamedRun[], wording: Wording, from: Provenanced): DotFigure {
  const bias = { title: say("column-bias", {}, wording), rows: runs.map((run) => ({ label: run.name, marks: marksOf(run.bias), values: STRATA.map((stratum) => shown(run.bias[stratum])) })) };
  const contrast = { title: deltaTitle(wording), rows: runs.map(({ name, delta }) => ({ label: name, marks: neutral(delta), values: [shown(delta)] })) };
  return biasFigure(say("compare-picture-title", {}, wording), say("compare-picture-note", {}, wording), [bias, contrast], wording, from);
}

/** How much more or less often simulated turns resist and deliberate, a group a role, one row a run. */
export function roleDots(runs: readonly ({ readonly name: string } & Readonly<Partial<Record<Role, ByStratum<Reported>>>>)[], wording: Wording, from: Provenanced): DotFigure {
  const percentPoints = (reported: Reported): string => (reported.ok ? `${points(reported.value, wording.language)} ${pointsInterval(reported)}`.trim() : "–");
  const groups = (["resistance", "deliberation"] as const).flatMap((role) => {
    const rows = runs.flatMap(({ name, [role]: shares }) => (shares ? [{ label: name, marks: marksOf(shares), values: STRATA.map((stratum) => percentPoints(shares[stratum])) }] : []));
    return rows.length === 0 ? [] : [{ title: say(`role-${role}-title`, {}, wording), rows }];
  });
  const figure = biasFigure(say("compare-roles-title", {}, wording), say("compare-roles-note", {}, wording), groups, wording, from);
  return { ...figure, axis: { ...figure.axis, name: say("compare-roles-axis", {}, wording), ticks: figure.axis.ticks.map(({ at }) => ({ at, label: signed(at * 100, 0) })) } };
}

function biasFigure(title: string, note: string, groups: DotFigure["groups"], wording: Wording, { invented, source }: Provenanced): DotFigure {
  const bounds = groups.flatMap(({ rows }) => rows.flatMap(({ marks }) => marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])));
  return {
    title,
    description: groups.flatMap(({ title: group, rows }) => rows.map(({ label, values }) => `${[group, label].filter((each) => each !== "").join(", ")}: ${values.join("; ")}.`)).join(" "),
    caption: [note, source].filter((each) => each !== "").join(" "),
    axis: { ...niceAxis(say("bias-axis", {}, wording), Math.min(-0.1, ...bounds), Math.max(0.1, ...bounds), tickText), zero: 0 },
    legend: STRATA.map((stratum) => ({ label: people(stratum, wording), tone: stratum, hollow: false })),
    groups,
    ...marked(invented, wording),
  };
}

function marksOf(strata: Readonly<Record<Stratum, Reported>>): readonly DotMark[] {
  return STRATA.flatMap((stratum) => markOf(strata[stratum], stratum, false));
}

function neutral(reported: Reported): readonly DotMark[] {
  return markOf(reported, "neutral", false);
}

function markOf(reported: Reported, tone: DotMark["tone"], hollow: boolean): readonly DotMark[] {
  const bounds = ends(reported);
  return reported.ok ? [{ value: reported.value, tone, hollow, ...(bounds ? { low: bounds[0], high: bounds[1] } : {}) }] : [];
}

function shown(reported: Reported): string {
  return text(reported, (value) => signed(value), (value) => signed(value));
}

function text(reported: Reported, show: (value: number) => string, bound = show): string {
  return reported.ok ? `${show(reported.value)} ${interval(reported, bound)}`.trim() : "–";
}

function tickText(at: number): string {
  return at === 0 ? "0" : signed(at, Number.isInteger(at * 10) ? 1 : 2);
}

function marked(invented: boolean, wording: Wording): Pick<DotFigure, "watermark"> {
  return invented ? { watermark: say("figure-watermark", {}, wording) } : {};
}
