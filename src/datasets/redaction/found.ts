// Owns walking a pattern over a text. Refuses knowing what it looks for.
import type { Span } from "./kinds.ts";

/**
 * Spans of the pattern's group `value`, or of the whole match where it has none. `pattern` has the flags `d` and `g`. What is not
 * `valid` is looked at again from its next character on.
 */
export function found(text: string, pattern: RegExp, valid?: (value: string, span: Span) => boolean): readonly Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [start, end] = match.indices?.groups?.value ?? match.indices?.[0] ?? [match.index, match.index];
    if (end > start && (!valid || valid(text.slice(start, end), { start, end }))) spans.push({ start, end });
    else pattern.lastIndex = match.index + 1;
  }
  return spans;
}

/** A text as a pattern that matches it (for the flag `u`). */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** The digits of a text, nothing else. */
export function digitsOf(text: string): string {
  return text.replace(/\D/gu, "");
}
