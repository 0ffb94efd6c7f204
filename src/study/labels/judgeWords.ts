// Owns two judges over the same turns in words and tables. Refuses comparing them (judges.ts).
import { signed } from "../../core/figures/numbers.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { biasHead, biasRow, judgeBlock, stratum, type AgreementBlock, type AgreementWording } from "../../core/figures/agreementBlocks.ts";
import type { JudgesCompared } from "./judges.ts";

/** What was checked, Δ side by side, where the two differ. */
export function judgeBlocks({ check, runs: [first, second], turns, alone, groups, shifts }: JudgesCompared, wording: AgreementWording): readonly AgreementBlock[] {
  const { language, strata } = wording;
  const say = (id: Parameters<typeof sentence>[0], values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  const [one, other] = [first, second].map(({ judge, window }) => visibleLabel(window === "full" ? `${judge} (full)` : judge, 60));
  return [
    { title: say("judges-title", { first: one ?? "", second: other ?? "" }), paragraphs: [say(`judges-check-${check}`), say("judges-counts", { turns, alone })], head: [], rows: [] },
    { title: say("judges-bias-heading"), paragraphs: [], head: biasHead(strata), rows: [biasRow(one ?? "", first.bias, wording), biasRow(other ?? "", second.bias, wording)] },
    { title: say("judges-shift-heading"), paragraphs: [], head: ["", "", say("agreement-turns-of"), ""], rows: shifts.map(({ branch, outcome, turns: count, shift }) => [say(`agreement-branch-${branch}`), stratum(outcome, strata), String(count), signed(shift)]) },
    { ...judgeBlock({ groups }, wording), title: say("judges-agree-heading") },
  ];
}
