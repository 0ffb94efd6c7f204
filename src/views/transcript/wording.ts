// Owns the words of lenses and hints, within their lengths. Refuses places in the document and the editor's own types.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Users } from "../../core/transcript/conversation.ts";
import { unlinked, visibleLabel } from "../../core/transcript/visible.ts";
import { currentOf, type Pointer } from "../../study/currentContinuation.ts";
import { judgeName, marksOf, realTurn, standingText, stateText, stepText } from "../../study/turnWords.ts";
import type { TurnView } from "../../study/turnViews.ts";

/** Longest title of a lens and longest hint, in UTF-16 units. */
export const LENS_LENGTH = 60;
export const HINT_LENGTH = 25;

/** `2 continuations`; undefined where there is none. */
export function countTitle({ continuations }: TurnView, language: Language): string | undefined {
  const count = continuations.length;
  if (count === 0) return undefined;
  return sentence(count === 1 ? "hover-continuation" : "hover-continuations", { count }, language);
}

/** `1 → 3 (+2) · planned` of the turn's current continuation; a pointed one is marked. Undefined where there is no continuation. */
export function stepTitle(view: TurnView, pointer: Pointer | undefined, language: Language): string | undefined {
  const current = currentOf(view, pointer);
  if (!current) return undefined;
  const pointed = pointer?.turn === view.turn && pointer.id === current.id;
  const parts = [stepText(view.real, current, language), ...marksOf(current, language)];
  return visibleLabel(`${pointed ? "▸ " : ""}${parts.join(" · ")}`, LENS_LENGTH);
}

/** The state of the real turn in at most 25 characters: names are left out from the end where they do not fit. Undefined without a label. */
export function hintText({ real }: TurnView, language: Language): string | undefined {
  if (!real) return undefined;
  if (real.verdict.status === "invalid") return visibleLabel(sentence("kind-invalid", {}, language), HINT_LENGTH);
  const { stage, emotion, blocker } = real.verdict.state;
  const names = [stage, emotion, ...(blocker === "none" ? [] : [blocker])].map((name) => visibleLabel(name, HINT_LENGTH));
  for (let count = names.length; count > 1; count--) {
    const text = names.slice(0, count).join(" · ");
    if (text.length <= HINT_LENGTH) return text;
  }
  return names[0];
}

/** The full state of the real turn, a line each: state, depth, earlier commitment, judge. */
export function hintTooltip({ real }: TurnView, users: Users, language: Language): string {
  if (!real) return "";
  const turn = realTurn(users, language);
  const { verdict, judge, depth } = real;
  const state = verdict.status === "valid" ? stateText(verdict.state) : sentence("kind-invalid-cause", { cause: visibleLabel(verdict.cause, 200) }, language);
  const lines = [sentence("state-of", { turn, state }, language)];
  if (depth !== undefined) lines.push(sentence("state-depth", { depth }, language));
  if (verdict.status === "valid" && verdict.state.committedBefore === true) lines.push(sentence("state-committed", {}, language));
  lines.push(sentence(judge.kind === "lexicon" ? "state-judge-floor" : "state-judge", { judge: judgeName(judge, language) }, language));
  return lines.map(unlinked).join("\n");
}

/** Where every continuation of a turn stands, a line each, for the lens's tooltip. At most eight. */
export function continuationsTooltip({ continuations }: TurnView, language: Language): string {
  const lines = continuations.slice(0, 8).map((view) => unlinked(`${visibleLabel(view.condition, 40)}: ${standingText(view, language)}`));
  return [sentence("thread-show", {}, language), ...lines, ...(continuations.length > 8 ? ["…"] : [])].join("\n");
}
