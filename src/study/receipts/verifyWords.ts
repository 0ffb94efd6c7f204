// Owns the words of a verification, for terminal and editor. Refuses verifying.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Difference } from "../../core/receipt/difference.ts";
import type { CheckResult, Verified } from "./verify.ts";
import type { VerifiedAny } from "./verifyAny.ts";

/** What of the comparisons of a study does not follow from its runs. */
function overLine({ path, a, b }: Difference, language: Language): string {
  const values = { place: path, before: JSON.stringify(a ?? null), now: JSON.stringify(b ?? null) };
  return `${sentence("verify-differs", {}, language)} ${sentence("verify-study-pairs", {}, language)}. ${sentence("verify-why-value", values, language)}`;
}

/** What was found of a receipt of either kind, a paragraph a run; ends with a line break. */
export function verifiedText({ runs, over }: VerifiedAny, language: Language): string {
  const blocks = runs.map(({ run, found }) => [...(runs.length > 1 ? [sentence("verify-study-run", { run: run.id }, language)] : []), ...verifiedLines(found, language)].join("\n"));
  return `${[...blocks, ...(over ? [overLine(over, language)] : [])].join("\n\n")}\n`;
}

/** One line a check, then whether the receipt is verified. */
export function verifiedLines({ verified, checks }: Verified, language: Language): readonly string[] {
  return [...checks.map((check) => checkLine(check, language)), "", sentence(verified ? "verify-yes" : "verify-no", {}, language)];
}

function checkLine(check: CheckResult, language: Language): string {
  const name = sentence(`verify-what-${check.what}`, {}, language);
  const result = sentence(`verify-${check.result}`, {}, language);
  const why = check.result === "same" ? "" : ` ${sentence(`verify-why-${check.why}`, check.values, language)}`;
  return `${result} ${name}.${why}`;
}
