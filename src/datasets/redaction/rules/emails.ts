// Owns the rule for e-mail addresses.
import type { RedactionRule, Span } from "../kinds.ts";

const LOCAL = /[\w.%+'~#$&*/=?^{|}!-]/u;
const DOMAIN = /(?:[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z\d])/uy;
const LONGEST_LOCAL = 64;

/** From each @ to both sides, so that a long text without one costs nothing. */
function emailsIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text[start - 1] ?? "")) start--;
    while (start < at && /[^\w]/u.test(text[start] ?? "")) start++;
    DOMAIN.lastIndex = at + 1;
    const domain = DOMAIN.exec(text)?.[0];
    if (start < at && domain !== undefined) spans.push({ start, end: at + 1 + domain.length });
  }
  return spans;
}

export const EMAILS: readonly RedactionRule[] = [{ kind: "email", hint: /@/u, find: emailsIn }];
