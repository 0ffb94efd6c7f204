// Owns the words of a verification, for terminal and editor. Refuses verifying.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { CheckResult, Verified } from "./verify.ts";

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
