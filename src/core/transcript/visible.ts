// Owns how characters that could deceive a reader are shown: controls, bidi marks, separators and invisible ones become
// symbols. Refuses markup and layout.

// Nearly every line is plain; telling so first makes long transcripts several times faster than the Unicode classes.
const PLAIN = /^[ -~\u00b7\u00c0-\u024f\u2013\u2014\u2018-\u201d\u2026\u2190-\u21ff\u2212\u3000-\u303f\u4e00-\u9fff\uff01-\uff9f]*$/;
// With the u flag \p{Cs} matches lone surrogates only.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;
const VARIATION_SELECTOR = /\p{VS}$/u;
const EMOJI_BEFORE = /\p{ExtPict}[\uFE0F\u{1F3FB}-\u{1F3FF}]?$/u;
const EMOJI_AFTER = /^\p{ExtPict}/u;
const LINE_BREAK = /\r\n|\r|\n/;

/**
 * One line that shows every character: control characters as their control pictures (␀ … ␡), all other invisible,
 * direction-changing and line-separating characters and lone surrogates as ⟨U+202E⟩. Line breaks too become symbols.
 * Kept as they are: what joins or styles an emoji or a character (one variation selector, a joiner between emoji).
 * Applying it twice changes nothing.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (char, offset: number, whole: string) => (belongs(char, offset, whole) ? char : symbolOf(char)));
}

/** The lines of a text (CR LF, CR or LF ends a line; at least one), each as `visible` shows it. */
export function visibleLines(text: string): readonly string[] {
  return text.includes("\n") || text.includes("\r") ? text.split(LINE_BREAK).map((line) => visible(line)) : [visible(text)];
}

/**
 * Text for one line of a list, label or title: visible, cut to at most `length` UTF-16 units with … at the end. Icon
 * notation such as `$(trash)`, which the editor draws in some of these places, is broken up and shows as typed.
 */
export function visibleLabel(text: string, length = Number.POSITIVE_INFINITY): string {
  // Cutting first keeps a megabyte of text out of the replacement; a symbol is at least as long as what it stands for.
  const shown = visible(text.slice(0, Math.min(text.length, length + 1)));
  return cut(shown, length).replaceAll("$(", "$\u2060(");
}

/**
 * The same line so that no place of the editor turns a part of it into a link: a word joiner stands inside addresses
 * (`https://…`, `command:…`, `www.…`, `a@b`). For tooltips, which the editor draws as formatted text even when they are plain.
 */
export function unlinked(line: string): string {
  return line.replace(/:(?=\S)|(?<=\bwww)\.|@/giu, (found) => `${found}\u2060`);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, Math.max(0, length - 1));
  // Half a character, or the joiner to one that was cut away, would itself be hidden.
  return `${kept.replace(/[\u200D\uD800-\uDBFF]+$/, "")}…`;
}

function belongs(char: string, offset: number, whole: string): boolean {
  if (char === "\u200D") {
    return EMOJI_BEFORE.test(whole.slice(Math.max(0, offset - 4), offset)) && EMOJI_AFTER.test(whole.slice(offset + 1, offset + 3));
  }
  if (!VARIATION_SELECTOR.test(char)) return false;
  // Runs of selectors carry hidden text; one after another character only styles it.
  return offset > 0 && !VARIATION_SELECTOR.test(whole.slice(Math.max(0, offset - 2), offset));
}

function symbolOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
