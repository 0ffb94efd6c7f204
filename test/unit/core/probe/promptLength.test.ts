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
});
