import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible, visibleLabel, visibleLines } from "../../../../src/core/transcript/visible.ts";
import { hostileText } from "./hostile.ts";

describe("visible", () => {
  it.each([
    ["null", "a\u0000b", "a␀b"],
    ["escape", "\u001b[31m", "␛[31m"],
    ["tab", "a\tb", "a␉b"],
    ["line feed", "a\nb", "a␊b"],
    ["vertical tab and form feed", "\v\f", "␋␌"],
    ["delete", "\u007f", "␡"],
    ["next line", "a\u0085b", "a⟨U+0085⟩b"],
    ["line and paragraph separator", "\u2028\u2029", "⟨U+2028⟩⟨U+2029⟩"],
    ["bidi override and isolate", "\u202eabc\u2066", "⟨U+202E⟩abc⟨U+2066⟩"],
    ["zero width", "a\u200b\u200c\u200d\ufeffb", "a⟨U+200B⟩⟨U+200C⟩⟨U+200D⟩⟨U+FEFF⟩b"],
    ["tag characters", "\u{E0041}", "⟨U+E0041⟩"],
    ["lone surrogates", "\ud83d-\ude00", "⟨U+D83D⟩-⟨U+DE00⟩"],
    ["blank letters", "\u3164\u115f", "⟨U+3164⟩⟨U+115F⟩"],
    ["a run of variation selectors", "a\ufe0f\ufe0f\u{E0100}", "a\ufe0f⟨U+FE0F⟩⟨U+E0100⟩"],
  ])("shows %s", (_name, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(["Hello, how are you?", "你好，多少钱？ 12,000 元！", "👩‍👩‍👧 🤷🏽‍♀️ ❤️", "naïve Ελληνικά עברית हिन्दी", "葛\u{E0100}城"])("leaves %j", (text) => {
    expect(visible(text)).toBe(text);
  });

  it("changes nothing the second time", () => {
    fc.assert(fc.property(hostileText, (text) => visible(visible(text)) === visible(text)), { seed: 1, numRuns: 500 });
  });
});

describe("visibleLines", () => {
  it("ends a line at LF, CR and CR LF only", () => {
    expect(visibleLines("a\nb\rc\r\nd\u2028e\n\n")).toEqual(["a", "b", "c", "d⟨U+2028⟩e", "", ""]);
  });

  it("gives one line for no text", () => {
    expect(visibleLines("")).toEqual([""]);
  });

  it("leaves nothing that an editor takes for a line end or a change of direction", () => {
    const dangerous = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
    fc.assert(fc.property(hostileText, (text) => !visibleLines(text).some((line) => dangerous.test(line))), { seed: 2, numRuns: 500 });
  });
});

describe("visibleLabel", () => {
  it("breaks up icon notation and keeps the rest as typed", () => {
    expect(visibleLabel("$(trash) $5 (a)\n")).toBe("$\u2060(trash) $5 (a)␊");
  });

  it("cuts to the length, never through a character", () => {
    expect(visibleLabel("abcdef", 6)).toBe("abcdef");
    expect(visibleLabel("abcdefg", 6)).toBe("abcde…");
    expect(visibleLabel("abcd😀g", 6)).toBe("abcd…");
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 12 }), (text, length) => {
        const label = visibleLabel(text, length).replaceAll("$\u2060(", "$(");
        expect(label.length).toBeLessThanOrEqual(length);
        expect(label).not.toMatch(/\p{Cs}/u);
        if (label.endsWith("…")) expect(visible(text).startsWith(label.slice(0, -1))).toBe(true);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
