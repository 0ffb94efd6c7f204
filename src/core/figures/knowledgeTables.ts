// Owns the table of what the texts before the probes tell, and the sentence about how conversations ended. Refuses computing any number and layout.
import type { EndsBlock } from "../stats/endsBlock.ts";
import type { Attainable, InformationResult } from "../stats/information.ts";
import type { Reported } from "../stats/reportShape.ts";
import { count, fixed, interval, signed } from "./numbers.ts";
import type { Table } from "./tableText.ts";
import { realWord, reason, say, type Wording } from "./words.ts";

/** Outcome told from what came before, and Δ of a model that knows no outcome. */
export function knowledgeTable({ information, attainable }: { readonly information: InformationResult; readonly attainable: Attainable }, wording: Wording): Table {
  const line = (label: string, reported: Reported, show: (value: number) => string): readonly string[] => [label, reported.ok ? show(reported.value) : "–", reported.ok ? interval(reported, show) : reason(reported.reason, wording)];
  const auc = (value: number): string => fixed(value);
  const title = say("table-information", {}, wording);
  return {
    title,
    rows: [
      [title, "", say("table-interval", {}, wording)],
      line(say("information-auc", {}, wording), information.auc, auc),
      line(say("information-baseline", {}, wording), information.baseline, auc),
      line(say("check-attainable", { real: realWord(wording), r: attainable.rSquared.ok ? fixed(attainable.rSquared.value) : "–" }, wording), attainable.delta, (value) => signed(value)),
    ],
  };
}

/** How many conversations could have an end probe, and why the others could not. */
export function endsSentence({ eligible, refused, conversations }: EndsBlock, wording: Wording): string {
  const why = say("ends-refused", { endKind: count(refused["end-kind"]), truncated: count(refused.truncated), userSpokeLast: count(refused["user-spoke-last"]), noUserTurn: count(refused["no-user-turn"]) }, wording);
  return say("ends-eligible", { eligible: count(eligible.negative + eligible.positive + eligible.unknown), conversations: count(conversations), refused: why }, wording);
}
