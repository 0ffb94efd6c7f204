import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, textWidth, wrapped } from "../../../../src/core/figures/textWidth.ts";

const SEED = 31;
const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.array(fc.constantFrom("non-buyers", "模拟", "0.40", "[−0.04, 0.22]", "wwww"), { maxLength: 12 }).map((words) => words.join(" ")));

describe("estimated widths", () => {
  it("grow with text and size", () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 1, max: 40 }), (one, two, size) => {
        expect(textWidth(one + two, size)).toBeGreaterThanOrEqual(textWidth(one, size));
        expect(textWidth(one, 2 * size)).toBeCloseTo(2 * textWidth(one, size), 6);
      }),
      { seed: SEED },
    );
  });

  it("take a Chinese character as wide as its size", () => {
    expect(textWidth("模拟", 10)).toBe(20);
  });

  it("cut a text only where it must be, at its end, never inside a character", () => {
    fc.assert(
      fc.property(texts, fc.double({ min: 20, max: 400, noNaN: true }), (text, width) => {
        const shown = fitted(text, 12, width);
        if (textWidth(text, 12) <= width) {
          expect(shown).toBe(text);
          return;
        }
        expect(textWidth(shown, 12)).toBeLessThanOrEqual(Math.max(width, 36));
        expect(shown.endsWith("…")).toBe(true);
        expect(text.startsWith(shown.slice(0, -1))).toBe(true);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it("break lines at spaces or between Chinese characters and lose nothing", () => {
    fc.assert(
      fc.property(texts, fc.double({ min: 60, max: 400, noNaN: true }), (text, width) => {
        const lines = wrapped(text, 12, width);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const line of lines) if (textWidth(line, 12) > width) expect(line).not.toMatch(/\S\s+\S/);
      }),
      { seed: SEED },
    );
    expect(wrapped("模拟的非买家听起来更投入", 10, 60)).toEqual(["模拟的非买家", "听起来更投入"]);
  });
});
