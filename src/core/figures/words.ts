// Owns the words a picture or headline takes from its dataset: names of people, real or recorded, reasons. Refuses numbers.
import type { Language } from "../messages/sentence.ts";
import { sentence, type SentenceId } from "../messages/sentences.ts";
import type { SentenceValues } from "../messages/sentence.ts";
import type { StatReason } from "../stats/labelledProbe.ts";
import type { UnitKind } from "../stats/reportShape.ts";
import { visibleLabel } from "../transcript/visible.ts";
import type { StrataNames } from "../transcript/conversation.ts";
import { count } from "./numbers.ts";

/** What words depend on. */
export interface Wording {
  readonly language: Language;
  /** The dataset's own names of the strata. */
  readonly strata: StrataNames;
  /** False: users are not people, so "real" is said "recorded". */
  readonly human: boolean;
}

export type Stratum = "negative" | "positive";
export const STRATA: readonly Stratum[] = ["negative", "positive"];

/** A sentence; `{real}` in it is {@link realWord} unless a value is given. Without `human` the users are taken as people. */
export function say(id: SentenceId, values: SentenceValues, wording: Pick<Wording, "language"> & Partial<Pick<Wording, "human">>): string {
  return sentence(id, { real: realWord(wording), ...values }, wording.language);
}

/** "real", or "recorded" where the users are not people. */
export function realWord({ human = true, language }: Pick<Wording, "language"> & Partial<Pick<Wording, "human">>): string {
  return sentence(human ? "word-real" : "word-recorded", {}, language);
}

/** What Δ is called in a table; "difference between simulators" where the users are not people. */
export function deltaTitle(wording: Wording): string {
  return say(wording.human ? "table-delta" : "tile-delta-recorded", {}, wording);
}

/** Names of a stratum's people in a sentence: "non-buyers", or “churned” users where the name is no noun for a person. */
export function people(stratum: Stratum, wording: Wording): string {
  const name = visibleLabel(wording.strata[stratum], 40);
  if (wording.language === "zh") return name;
  return /^[A-Za-z -]*(?:er|or|ee|ent|ant|ist|ian)$/.test(name) ? `${name}s` : say("people-named", { name }, wording);
}

/** Why a number is missing. */
export function reason(why: StatReason, wording: Wording): string {
  return say(`reason-${why}`, { negative: people("negative", wording), positive: people("positive", wording) }, wording);
}

/** "20 conversations", "1 probe". */
export function counted(number: number, what: UnitKind | "probe", wording: Wording): string {
  return say(number === 1 ? `count-${what}` : `count-${what}s`, { count: count(number) }, wording);
}
