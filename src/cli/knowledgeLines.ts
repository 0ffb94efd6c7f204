// Owns what a terminal says about what the texts before the probes tell, and about how conversations ended. Refuses computing any number.
import { count, fixed, interval, signed } from "../core/figures/numbers.ts";
import { realWord, reason, say, type Wording } from "../core/figures/words.ts";
import type { Reported } from "../core/stats/reportShape.ts";
import type { PrefixKnowledge } from "../study/prefixKnowledge.ts";
import { aligned, wrapped } from "./columns.ts";

/** Two short tables' worth: information and attainable Δ; then one line about ends. */
export function knowledgeLines({ information, attainable, ends }: Pick<PrefixKnowledge, "information" | "attainable" | "ends">, wording: Wording): readonly string[] {
  const line = (label: string, reported: Reported, show: (value: number) => string): readonly string[] => [label, reported.ok ? show(reported.value) : "–", reported.ok ? interval(reported, show) : reason(reported.reason, wording)];
  const share = (value: number): string => fixed(value);
  const { eligible, refused, conversations } = ends;
  const why = say("ends-refused", { endKind: count(refused["end-kind"]), truncated: count(refused.truncated), userSpokeLast: count(refused["user-spoke-last"]), noUserTurn: count(refused["no-user-turn"]) }, wording);
  return [
    ...aligned([
      [say("table-information", {}, wording), "", say("table-interval", {}, wording)],
      line(say("information-auc", {}, wording), information.auc, share),
      line(say("information-baseline", {}, wording), information.baseline, share),
      line(say("check-attainable", { real: realWord(wording), r: attainable.rSquared.ok ? fixed(attainable.rSquared.value) : "–" }, wording), attainable.delta, (value) => signed(value)),
    ], [0, 2]),
    "",
    ...wrapped(say("ends-eligible", { eligible: count(eligible.negative + eligible.positive + eligible.unknown), conversations: count(conversations), refused: why }, wording)),
  ];
}
