import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unfinishedReasoning, withoutReasoning, withoutReasoningSoFar } from "../../../src/models/reasoning.ts";

describe("withoutReasoning", () => {
  it.each([
    ["No.", "No."],
    ["<think>cold</think>No.", "No."],
    ["<think>\ncold\n</think>\n\nNo.\n", "No."],
    ["<thinking>a</thinking><think>b</think>No.", "No."],
    ["cold, so they would\n</think>\nNo.", "No."],
    ["<think>cold, so they", ""],
    ["No.<think>why did I", "No."],
    ["<THINK>cold</THINK>No.", "No."],
    ["3 < 5 and 7 > 6", "3 < 5 and 7 > 6"],
    ["<b>No.</b>", "<b>No.</b>"],
  ])("%j → %j", (text, expected) => {
    expect(withoutReasoning(text)).toBe(expected);
  });

  it("holds back a tag that is still arriving", () => {
    expect(withoutReasoningSoFar("<thi")).toBe("");
    expect(withoutReasoningSoFar("No.</thin")).toBe("No.");
    expect(withoutReasoningSoFar("3 <")).toBe("3");
    expect(withoutReasoningSoFar("3 < 5")).toBe("3 < 5");
  });

  it("never shows thought while a tagged answer arrives", () => {
    fc.assert(
      fc.property(fc.nat(60), (length) => {
        expect(withoutReasoningSoFar("<think>secret thought</think>Hello there, friend".slice(0, length))).not.toMatch(/secret|thought|think/u);
      }),
      { seed: 26 },
    );
  });

  it("tells begun from ended", () => {
    expect(unfinishedReasoning("<think>cold")).toBe(true);
    expect(unfinishedReasoning("<think>cold</think>")).toBe(false);
    expect(unfinishedReasoning("cold</think>")).toBe(false);
    expect(unfinishedReasoning("")).toBe(false);
  });
});
