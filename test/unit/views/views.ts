// Turn and continuation views for tests of words, with what a test does not care about filled in.
import type { ContinuationView, TurnView } from "../../../src/study/turnViews.ts";

export const STATE = { stage: "engaging", emotion: "neutral", blocker: "none" };

export function continuation(more: Partial<ContinuationView> = {}): ContinuationView {
  return {
    id: `run/1/${more.sample ?? 0}`,
    run: "run",
    planned: true,
    simulator: { kind: "model", endpoint: "local", origin: "http://localhost:1", model: "small" },
    judge: { kind: "lexicon", version: "1" },
    condition: "persona",
    sample: 0,
    kind: "reply",
    text: "Maybe.",
    provenance: "generated",
    floorOnly: false,
    sent: true,
    ...more,
  };
}

export function turnView(more: Partial<TurnView> = {}): TurnView {
  return { turn: 1, continuations: [], ...more };
}

export function realState(stage = "exploring", emotion = "neutral", blocker = "none", depth = 1): NonNullable<TurnView["real"]> {
  return { run: "r-1", verdict: { status: "valid", state: { stage, emotion, blocker } }, judge: { kind: "lexicon", version: "1" }, depth };
}
