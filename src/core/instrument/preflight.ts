// Owns how a judge did on the anchor turns, and whether that is good enough. Refuses asking the judge (study/preflight.ts).
import type { Preflight, Verdict } from "../journal/entry.ts";
import type { Anchor } from "./anchors.ts";
import { LABEL_FIELDS, type LabelField } from "./codebook.ts";

/** Share of anchors whose stage the judge must give as stated, from 0 to 1; below it a run asks before it goes on. */
export const PREFLIGHT_THRESHOLD = 0.8;

/** An anchor that the judge labelled otherwise in a stated field, or not at all. */
export interface Disagreement {
  readonly anchor: Anchor;
  readonly verdict: Verdict;
}

/** `verdicts` are those of the anchors, in their order. */
export function preflightOf(anchors: readonly Anchor[], verdicts: readonly Verdict[], threshold: number): { readonly preflight: Preflight; readonly disagreements: readonly Disagreement[] } {
  const pairs = anchors.flatMap((anchor, at): Disagreement[] => {
    const verdict = verdicts[at];
    return verdict ? [{ anchor, verdict }] : [];
  });
  const agrees = ({ anchor, verdict }: Disagreement, field: LabelField): boolean => verdict.status === "valid" && verdict.state[field] === anchor[field];
  const of = (field: LabelField): { readonly agreed: number; readonly of: number } => {
    const stated = pairs.filter(({ anchor }) => anchor[field] !== undefined);
    return { agreed: stated.filter((pair) => agrees(pair, field)).length, of: stated.length };
  };
  return {
    preflight: { anchors: pairs.length, invalid: pairs.filter(({ verdict }) => verdict.status === "invalid").length, agreement: { stage: of("stage"), emotion: of("emotion"), blocker: of("blocker") }, threshold },
    disagreements: pairs.filter((pair) => LABEL_FIELDS.some((field) => pair.anchor[field] !== undefined && !agrees(pair, field))),
  };
}

/** Whether the stages agree often enough; true where nothing was asked. */
export function passes({ agreement: { stage }, threshold }: Pick<Preflight, "agreement" | "threshold">): boolean {
  return stage.of === 0 || stage.agreed >= threshold * stage.of;
}
