// Owns how states, judges and continuations of a turn are named on every surface; all of it plain text on one line. Refuses layout.
import { signed } from "../core/figures/numbers.ts";
import type { DecisionState } from "../core/instrument/codebook.ts";
import type { JudgeIdentity } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { arePeople, type Users } from "../core/transcript/conversation.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import { simulatorName } from "./naming.ts";
import type { ContinuationView, TurnView } from "./turnViews.ts";

/** Longest name from data inside a label. */
const NAME = 40;

/** `engaging · neutral · none`. */
export function stateText({ stage, emotion, blocker }: DecisionState): string {
  return [stage, emotion, blocker].map((name) => visibleLabel(name, NAME)).join(" · ");
}

export function judgeName(judge: JudgeIdentity, language: Language): string {
  switch (judge.kind) {
    case "model":
      return visibleLabel(judge.model, NAME);
    case "recorded":
      return visibleLabel(judge.name, NAME);
    case "lexicon":
      return sentence("judge-name-lexicon", {}, language);
  }
}

/** "Real turn", or "Recorded turn" where the users are not people. */
export function realTurn(users: Users, language: Language): string {
  return sentence(arePeople(users) ? "turn-real" : "turn-recorded", {}, language);
}

/** `+2`, `−0.35`, `0`: whole numbers without decimals, means with two. */
export function differenceText(difference: number): string {
  return signed(difference, Number.isInteger(difference) ? 0 : 2);
}

function depthText(depth: number): string {
  return Number.isInteger(depth) ? String(depth) : depth.toFixed(2);
}

/** Simulator · condition · sample. The control has no condition; the sample counts from 1. */
export function authorText({ simulator, condition, sample }: ContinuationView, language: Language): string {
  const parts = [visibleLabel(simulatorName(simulator), NAME)];
  if (simulator.kind !== "control") parts.push(visibleLabel(condition, NAME));
  return [...parts, sentence("author-sample", { number: sample + 1 }, language)].join(" · ");
}

/** Where a continuation stands: its state or mean, or the word for having none. */
export function standingText(view: ContinuationView, language: Language): string {
  if (view.kind === "arriving" || view.kind === "failed") return sentence(`kind-${view.kind}`, {}, language);
  if (view.donors !== undefined) return sentence("mean-of-donors", { count: view.donors }, language);
  if (view.kind !== "reply") return sentence(`kind-${view.kind}`, {}, language);
  if (view.state) return stateText(view.state);
  return view.cause === undefined || view.failed ? sentence("kind-unlabelled", {}, language) : sentence("kind-invalid-cause", { cause: visibleLabel(view.cause, 60) }, language);
}

/** What must be said of a continuation beside its state, in this order: planned or hand-picked, floor only, invented or imported. */
export function marksOf(view: ContinuationView, language: Language): readonly string[] {
  const marks = [sentence(view.planned ? "is-planned" : "is-hand-picked", {}, language)];
  if (view.floorOnly) marks.push(sentence("is-floor-only", {}, language));
  if (view.provenance !== "generated") marks.push(sentence(`is-${view.provenance}`, {}, language));
  return marks;
}

/**
 * `1 → 3 (+2)`: depth of the real turn, of the continuation, their difference; words where there is no depth. The real depth is
 * the one this continuation is compared with, which another judge's run may see differently.
 */
export function stepText(real: TurnView["real"], view: ContinuationView, language: Language): string {
  const compared = view.depth === undefined || view.difference === undefined ? real?.depth : view.depth - view.difference;
  const from = compared === undefined ? "?" : depthText(compared);
  const word = view.kind === "leave" || view.kind === "silence" || view.kind === "arriving" || view.kind === "failed" ? sentence(`kind-${view.kind}`, {}, language) : undefined;
  const to = word ?? (view.depth === undefined ? "?" : depthText(view.depth));
  const difference = view.difference === undefined ? "" : ` (${differenceText(view.difference)})`;
  return `${from} → ${to}${difference}`;
}
