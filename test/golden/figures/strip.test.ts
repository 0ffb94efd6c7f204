// The strip of Δ on paper, held to a golden file, and what it does with few points.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { deltaStrip } from "../../../src/core/figures/deltaStrip.ts";
import { svgText } from "../../../src/core/figures/drawn.ts";
import { PAPER_STYLE } from "../../../src/core/figures/style.ts";
import { strip, type StripPoint } from "../../../src/core/figures/strip.ts";
import type { Wording } from "../../../src/core/figures/words.ts";

const WORDING: Wording = { language: "en", human: true, strata: { positive: "buyer", negative: "non-buyer" } };
const POINTS = Array.from({ length: 40 }, (_none, index): StripPoint => {
  const at = 4 + index * 9;
  const value = 0.3 + Math.cos(index) / at;
  return index === 0 ? { at, value } : { at, value, low: value - 2.5 / Math.sqrt(at), high: value + 2.5 / Math.sqrt(at) };
});

function drawnText(points: readonly StripPoint[], published?: number): string | undefined {
  const figure = deltaStrip(points, WORDING, { invented: false, source: "Source: test." }, published);
  return figure && svgText(strip(figure, 720, PAPER_STYLE));
}

describe("the strip of Δ", () => {
  it("on paper, with what was published", () => {
    const text = drawnText(POINTS, 0.304);
    const file = path.join(import.meta.dirname, "strip.svg");
    if (process.env.FIDELITY_GOLDEN === "write") writeFileSync(file, text ?? "");
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  it("is not there before the first value, and draws one", () => {
    expect(drawnText([])).toBeUndefined();
    expect(drawnText([{ at: 2, value: -3 }])).toMatch(/<circle/);
    expect(drawnText([{ at: 2, value: -3 }])).not.toMatch(/NaN|undefined|Infinity/);
  });
});
