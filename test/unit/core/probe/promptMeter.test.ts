import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../../src/core/probe/probe.ts";
import { PromptMeter } from "../../../../src/core/probe/promptMeter.ts";

const words = (count: number): readonly ChatMessage[] => [{ role: "user", content: "shall we look at it ".repeat(count) }];

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
