// Owns what a user has shown before a turn, as rung C3 of the control compares it: the lexicon's stages of the own turns so far.
// Refuses the turn itself, anything after it, outcomes and every other judge's labels.
import { CODEBOOK_V1 } from "../instrument/codebookV1.ts";
import { lexiconState } from "../instrument/lexicon.ts";
import type { Prefix } from "./probe.ts";

/** Depths are divided by the deepest, so that all three lie in [0, 1]. Source: method.md §4, rung C3. */
export interface OwnHistory {
  readonly lastDepth: number;
  readonly meanDepth: number;
  readonly resisting: number;
}

const STAGES = CODEBOOK_V1.en.stages.map(({ name }) => name);

/** The history before each turn, and at last after all of them; undefined while the user has said nothing. One longer than `turns`. */
export function ownHistories(turns: Prefix["turns"], language: Prefix["language"]): readonly (OwnHistory | undefined)[] {
  const histories: (OwnHistory | undefined)[] = [undefined];
  let [n, sum, resisting] = [0, 0, 0];
  for (const [place, { role, text }] of turns.entries()) {
    if (role !== "user") {
      histories.push(histories.at(-1));
      continue;
    }
    const { stage } = lexiconState({ prefix: turns.slice(0, place), turn: text, language });
    const depth = Math.max(0, STAGES.indexOf(stage)) / (STAGES.length - 1);
    n += 1;
    sum += depth;
    if (depth === 0) resisting += 1;
    histories.push({ lastDepth: depth, meanDepth: sum / n, resisting: resisting / n });
  }
  return histories;
}

/** Mean absolute difference of the three, in [0, 1]; 1 where only one of both has a history, 0 where neither has. */
export function historyDistance(a: OwnHistory | undefined, b: OwnHistory | undefined): number {
  if (!a || !b) return a === b ? 0 : 1;
  return (Math.abs(a.lastDepth - b.lastDepth) + Math.abs(a.meanDepth - b.meanDepth) + Math.abs(a.resisting - b.resisting)) / 3;
}
