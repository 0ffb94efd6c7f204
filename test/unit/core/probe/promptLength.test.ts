import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastTokens } from "../../../../src/core/probe/promptLength.ts";
import type { ChatMessage } from "../../../../src/core/probe/probe.ts";

const message = (content: string): ChatMessage => ({ role: "user", content });
const words = (count: number): readonly ChatMessage[] => [message("shall we look at it ".repeat(count))];

describe("leastTokens", () => {
  it("lies below what tokenizers count, in English and Chinese", () => {
    // Counts of common tokenizers: 10 and 14.
    expect(leastTokens([message("I would like to think about it until Monday.")])).toBeLessThanOrEqual(10);
    expect(leastTokens([message("我想再考虑一下，星期一给您答复，可以吗？")])).toBeLessThanOrEqual(14);
  });

  it("grows with the text, but not with rules drawn of one sign", () => {
    expect(leastTokens(words(400))).toBeGreaterThan(900);
    expect(leastTokens([message("-".repeat(4000))])).toBeLessThan(5);
    expect(leastTokens([])).toBe(0);
  });

  it("is the bound that patterns over the whole text give", () => {
    const plainly = (text: string): number => {
      const without = text.replace(/(.)\1{3,}/gsu, "$1$1$1");
      const cjk = without.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
      return Math.floor(cjk / 3 + (without.length - cjk) / 8);
    };
    const piece = fc.tuple(fc.oneof(fc.string({ unit: "binary", maxLength: 3 }), fc.constantFrom("-", "好", "か", "한", "𠀀", "々", "\n", "ab", "\ud800", "\udc00")), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.map(([unit, times]) => unit.repeat(times)).join("");
        expect(leastTokens([message(text)])).toBe(plainly(text));
      }),
      { seed: 24, numRuns: 300 },
    );
  });
});
