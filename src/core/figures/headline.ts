// Owns the sentence above the picture: who sounds how much more engaged, how sure, and what is kept of the gap. Refuses verdicts.
import { rawSentence, type SentenceId } from "../messages/sentences.ts";
import { ends, fixed, interval, percent, percentage, signed } from "./numbers.ts";
import type { Overview, StratumNumbers } from "./overview.ts";
import { people, realWord, STRATA, type Stratum, type Wording } from "./words.ts";

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
  const kept = overview.report?.headline.separation.kept;
  if (!kept?.ok) return tidy(biases);
  const share = { share: percent(kept.value, wording.language), interval: interval(kept, (value) => percentage(value)) };
  return tidy([...biases, { text: wording.language === "en" ? " " : "" }, ...parts("headline-kept", share, wording)]);
}

/** A headline as one plain text, for alternative texts and terminals. */
export function plain(sentence: readonly Part[]): string {
  return sentence.map(({ text }) => text).join("");
}

/** "Simulated non-buyers sound 0.80 stages more engaged …": a size and a direction, so that "less" needs no minus sign. */
function openingOf(stratum: Stratum, { bias }: StratumNumbers, wording: Wording): readonly Part[] {
  const value = bias.ok ? bias.value : 0;
  const none = Number(value.toFixed(2)) === 0;
  const less = value < 0 && !none;
  const [low, high] = ends(bias) ?? [];
  const bounds = low === undefined || high === undefined ? "" : less ? `[${fixed(-high)}, ${fixed(-low)}]` : `[${fixed(low)}, ${fixed(high)}]`;
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
