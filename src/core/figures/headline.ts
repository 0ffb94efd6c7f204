// Owns the sentence above the picture: who sounds how much more engaged, how sure, and what is kept of the gap. Refuses verdicts.
import { rawSentence, type SentenceId } from "../messages/sentences.ts";
import type { Reported } from "../stats/reportShape.ts";
import { ends, fixed, interval, percent, percentage, points, pointsInterval, signed } from "./numbers.ts";
import type { Overview, StratumNumbers } from "./overview.ts";
import { people, realWord, say, STRATA, type Stratum, type Wording } from "./words.ts";

/** A piece of a sentence; strong ones carry the number that matters. */
export interface Part {
  readonly text: string;
  readonly strong?: boolean;
}

/** The headline in the dataset's words, or nothing while no stratum has a mean. Contract: method.md §6, headline. */
export function headline(overview: Overview, wording: Wording): readonly Part[] {
  const [first, second] = STRATA.filter((stratum) => overview.strata[stratum].bias.ok);
  if (first === undefined) return [];
  const opening = openingOf(first, overview.strata[first], wording);
  const biases = second === undefined ? parts("headline-one", { first: opening }, wording) : parts("headline-both", { first: opening, ...otherOf(second, overview.strata[second], wording) }, wording);
  const after = [hidden(overview, wording), keptOf(overview, wording)].filter((sentence) => sentence.length > 0);
  return tidy([...biases, ...after.flatMap((sentence) => [{ text: wording.language === "en" ? " " : "" }, ...sentence])]);
}

/** How much of the gap between outcomes is kept. Where there is none to keep the conclusions say so, with its interval. */
function keptOf({ report }: Overview, wording: Wording): readonly Part[] {
  const separation = report?.headline.separation;
  if (!separation) return [];
  const { kept, testable } = separation;
  return testable && kept.ok ? parts("headline-kept", { share: percent(kept.value, wording.language), interval: interval(kept, (value) => percentage(value)) }, wording) : [];
}

/** Where Δ may be 0 and something else is not: an outcome's bias, or how often its simulated people resist. Else nothing. */
function hidden({ delta, strata, report }: Overview, wording: Wording): readonly Part[] {
  if (!delta.ok || !includesZero(delta)) return [];
  const biased = STRATA.filter((stratum) => excludesZero(strata[stratum].bias)).map((stratum) => say("headline-hidden-bias", { people: people(stratum, wording) }, wording));
  const resistance = report?.headline.shares.resistance;
  const resisting = STRATA.flatMap((stratum) => {
    const difference = resistance?.[stratum].difference;
    if (!difference?.ok || !excludesZero(difference)) return [];
    return say(difference.value < 0 ? "headline-hidden-less" : "headline-hidden-more", { people: people(stratum, wording), difference: points(difference.value, wording.language), interval: pointsInterval(difference) }, wording);
  });
  const items = [...biased, ...resisting].join(say("headline-join", {}, wording));
  return items === "" ? [] : parts("headline-hidden", { delta: signed(delta.value), interval: interval(delta), items }, wording);
}

function includesZero(reported: Reported): boolean {
  const bounds = ends(reported);
  return bounds !== undefined && bounds[0] <= 0 && bounds[1] >= 0;
}

function excludesZero(reported: Reported): boolean {
  return ends(reported) !== undefined && !includesZero(reported);
}

/** A headline as one plain text, for alternative texts and terminals. */
export function plain(sentence: readonly Part[]): string {
  return sentence.map(({ text }) => text).join("");
}

/** "Simulated non-buyers sound 0.80 stages more engaged …": a size and a direction. */
function openingOf(stratum: Stratum, { bias }: StratumNumbers, wording: Wording): readonly Part[] {
  const value = bias.ok ? bias.value : 0;
  const none = Number(value.toFixed(2)) === 0;
  const less = value < 0 && !none;
  const [low, high] = ends(bias) ?? [];
  const range = low === undefined || high === undefined ? "" : `[${fixed(low)}, ${fixed(high)}]`;
  // Beside "less" the number stands with its sign too, as that of the other outcome does.
  const bounds = less ? `(${`${signed(value)} ${range}`.trim()})` : range;
  const size = [{ text: fixed(Math.abs(value)), strong: true }];
  return parts(none ? "headline-same" : less ? "headline-less" : "headline-more", { people: people(stratum, wording), size, real: realWord(wording), interval: bounds }, wording);
}

function otherOf(stratum: Stratum, { bias }: StratumNumbers, wording: Wording): Readonly<Record<string, string>> {
  return { people: people(stratum, wording), size: bias.ok ? signed(bias.value) : "–", interval: interval(bias) };
}

/** A sentence of core/messages with its values kept apart, so that some can be strong and none can be markup. */
function parts(id: SentenceId, values: Readonly<Record<string, string | readonly Part[]>>, { language }: Wording): readonly Part[] {
  return rawSentence(id, language).split(/(\{\w+\})/).flatMap((piece): readonly Part[] => {
    const value = /^\{\w+\}$/.test(piece) ? values[piece.slice(1, -1)] : undefined;
    return value === undefined ? [{ text: piece }] : typeof value === "string" ? [{ text: value }] : value;
  });
}

/** Neighbours of one kind joined; no double space or space before punctuation where an interval is missing. */
function tidy(sentence: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of sentence) {
    const before = joined.at(-1);
    if (before && (before.strong ?? false) === (part.strong ?? false)) joined[joined.length - 1] = { ...before, text: before.text + part.text };
    else if (part.text !== "") joined.push(part);
  }
  return joined.map((part) => ({ ...part, text: part.text.replace(/ {2,}/g, " ").replace(/ +([.;。；])/g, "$1") }));
}
