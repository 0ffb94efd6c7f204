// Owns where lenses stand and what each says. The words are made apart: the editor asks for those of the lines it shows, and a conversation may have
// thousands of turns. Refuses the editor's own types and what commands do.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { canBePicked } from "../../core/probe/rule.ts";
import type { Conversation } from "../../core/transcript/conversation.ts";
import type { TranscriptMap } from "../../core/transcript/lineMap.ts";
import type { Pointer } from "../../study/currentContinuation.ts";
import type { TurnView } from "../../study/turnViews.ts";
import { continuationsTooltip, countTitle, stepTitle } from "./wording.ts";

/** One lens above the user turn `turn`, whose header is at `line`. */
export type LensPlace = { readonly line: number; readonly turn: number } & ({ readonly what: "probe" } | { readonly what: "count" | "step"; readonly view: TurnView });

/** Probe where the turn can be picked; number and current step where it has continuations. */
export function lensPlaces(conversation: Conversation, map: TranscriptMap, views: ReadonlyMap<number, TurnView>): readonly LensPlace[] {
  const places: LensPlace[] = [];
  for (const { index: turn, role } of conversation.turns) {
    const line = map.turns[turn]?.headerLine;
    if (role !== "user" || line === undefined) continue;
    if (canBePicked(conversation, turn)) places.push({ line, turn, what: "probe" });
    const view = views.get(turn);
    if (view && view.continuations.length > 0) places.push({ line, turn, what: "count", view }, { line, turn, what: "step", view });
  }
  return places;
}

export function lensWords(place: LensPlace, pointer: Pointer | undefined, language: Language): { readonly title: string; readonly tooltip?: string } {
  switch (place.what) {
    case "probe":
      return { title: `$(play) ${sentence("lens-probe", {}, language)}` };
    case "count":
      return { title: countTitle(place.view, language) ?? "", tooltip: continuationsTooltip(place.view, language) };
    case "step":
      return { title: stepTitle(place.view, pointer, language) ?? "" };
  }
}
