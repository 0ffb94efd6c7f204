// Owns how a judge did on the anchor turns, in words for people. Refuses deciding anything.
import { LABEL_FIELDS } from "../core/instrument/codebook.ts";
import type { Disagreement } from "../core/instrument/preflight.ts";
import type { Preflight, RunManifest } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";

/** Disagreements shown; the first ones say enough. */
const MOST_SHOWN = 6;

/** One line: which judge, and how often it agrees in each field. */
export function preflightText({ agreement: { stage, emotion, blocker }, anchors, invalid }: Preflight, { judge }: Pick<RunManifest, "judge">, language: Language): string {
  const name = judge.kind === "model" ? visibleLabel(judge.model, 60) : judge.kind;
  const values = { judge: name, anchors, invalid, stage: stage.agreed, stages: stage.of, emotion: emotion.agreed, emotions: emotion.of, blocker: blocker.agreed, blockers: blocker.of };
  return sentence("preflight-result", values, language);
}

/** The first disagreements: the turn, what is expected, what was given. */
export function disagreementLines(disagreements: readonly Disagreement[], language: Language): readonly string[] {
  return disagreements.slice(0, MOST_SHOWN).map(({ anchor, verdict }) => {
    const stated = LABEL_FIELDS.filter((field) => anchor[field] !== undefined);
    const expected = stated.map((field) => anchor[field]).join(", ");
    const given = verdict.status === "valid" ? stated.map((field) => visibleLabel(verdict.state[field], 40)).join(", ") : visibleLabel(verdict.cause, 40);
    return sentence("preflight-differs", { turn: visibleLabel(anchor.turn, 80), expected, given }, language);
  });
}
