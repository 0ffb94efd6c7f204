// Owns how shares of resisting and deliberating turns become arrow pictures. Refuses drawing (arrows.ts) and numbers of its own.
import type { Reported, ShareRow } from "../stats/reportShape.ts";
import type { ArrowFigure, ArrowMark, ArrowRow } from "./arrows.ts";
import { niceAxis } from "./axis.ts";
import { ends, percent, points, pointsInterval } from "./numbers.ts";
import { outcomeDetail, type Provenanced } from "./outcomes.ts";
import type { Overview } from "./overview.ts";
import type { Published } from "./published.ts";
import { people, realWord, reason, say, STRATA, type Stratum, type Wording } from "./words.ts";

export type Role = "resistance" | "deliberation";

/** The stages of what was published that have the roles. */
const PUBLISHED_STAGE: Readonly<Record<Role, string>> = { resistance: "resisting", deliberation: "considering" };

/** One row an outcome: which share of the real turns resists (or deliberates), and which of the simulated ones. Averaged over conversations (E13). */
export function roleArrows(role: Role, row: ShareRow, overview: Overview, wording: Wording, { invented, source }: Provenanced, published?: Published): ArrowFigure {
  const rows = STRATA.map((stratum) => rowOf(role, stratum, row, overview, wording, published));
  const highest = Math.max(0.1, ...rows.flatMap(({ real, simulated, published: ghost }) => [real, simulated].flatMap((mark) => [mark?.value ?? 0, mark?.high ?? 0]).concat(ghost ? [ghost.real, ghost.simulated] : [])));
  return {
    title: say(`role-${role}-title`, {}, wording),
    description: rows.map(({ spoken }) => spoken).join(" "),
    caption: [say(`role-${role}-note`, {}, wording), source].filter((text) => text !== "").join(" "),
    axis: niceAxis(say("shares-axis", {}, wording), 0, Math.min(1, highest), (at) => percent(at, wording.language)),
    rows,
    ...(invented ? { watermark: say("figure-watermark", {}, wording) } : {}),
  };
}

function rowOf(role: Role, stratum: Stratum, share: ShareRow, overview: Overview, wording: Wording, published: Published | undefined): ArrowRow {
  const { real, simulated, difference } = share[stratum];
  const label = people(stratum, wording);
  const base = { id: `${role}-${stratum}`, tone: stratum, label, detail: outcomeDetail(overview, stratum, wording) };
  const [from, to] = [real.averaged, simulated.averaged];
  if (!from.ok || !to.ok || !difference.ok) {
    const why = reason(from.ok ? "no-usable-probe" : from.reason, wording);
    return { ...base, difference: { value: "", rest: why }, spoken: say("figure-row-empty", { people: label, reason: why }, wording) };
  }
  const value = points(difference.value, wording.language);
  const rest = [pointsInterval(difference), direction(difference, wording)].filter((text) => text !== "").join(" ");
  const ghost = published?.shares[PUBLISHED_STAGE[role]]?.[stratum];
  const values = { people: label, real: realWord(wording), realValue: percent(from.value, wording.language, 1), simulatedValue: percent(to.value, wording.language, 1) };
  return {
    ...base,
    real: mark(from, from.value, realWord(wording), wording),
    simulated: mark(to, to.value, say("word-simulated", {}, wording), wording),
    difference: { value, rest },
    spoken: say("role-spoken", { ...values, what: say(`role-${role}`, {}, wording), difference: value, rest }, wording),
    ...(ghost ? { published: { ...ghost, spoken: say("published-spoken", { ...values, realValue: percent(ghost.real, wording.language, 1), simulatedValue: percent(ghost.simulated, wording.language, 1) }, wording) } } : {}),
  };
}

/** Whether the simulated turns do it more or less often, where the interval excludes 0. */
function direction(difference: Reported, wording: Wording): string {
  const bounds = ends(difference);
  return bounds ? say(bounds[0] > 0 ? "role-more" : bounds[1] < 0 ? "role-less" : "figure-either", {}, wording) : "";
}

function mark(reported: Reported, value: number, word: string, { language }: Wording): ArrowMark {
  const bounds = ends(reported);
  return { value, label: `${word} ${percent(value, language, 1)}`, ...(bounds ? { low: bounds[0], high: bounds[1] } : {}) };
}
