import { describe, expect, it } from "vitest";
import { leastTokens, PromptMeter } from "../../../../src/core/probe/promptLength.ts";
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

describe("PromptMeter", () => {
  it("sees a count below the bound at once", () => {
    const meter = new PromptMeter();
    expect(meter.cutIn(words(1000), 512)).toEqual({ sent: 2500, counted: 512 });
    expect(meter.cutIn(words(1000), 5000)).toBeUndefined();
  });

  it("learns from short prompts what a long one should count", () => {
    const meter = new PromptMeter();
    expect(meter.cutIn(words(2000), 5200)).toBeUndefined();
    for (let at = 0; at < 5; at++) expect(meter.cutIn(words(100), 500)).toBeUndefined();
    expect(meter.cutIn(words(2000), 5200)).toMatchObject({ counted: 5200 });
    expect(meter.cutIn(words(2000), 10_000)).toBeUndefined();
  });

  it("says nothing of short prompts, and nothing where nothing was counted", () => {
    const meter = new PromptMeter();
    expect(meter.cutIn(words(5), 1)).toBeUndefined();
    expect(meter.cutIn(words(1000), undefined)).toBeUndefined();
    expect(meter.cutIn(words(1000), 0)).toBeUndefined();
  });
});
