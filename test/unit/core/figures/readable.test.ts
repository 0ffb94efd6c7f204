import { describe, expect, it } from "vitest";
import { chartDots } from "../../../../src/core/figures/chart.ts";
import { dots } from "../../../../src/core/figures/dots.ts";
import { svgText } from "../../../../src/core/figures/drawn.ts";
import { readableRange, type Spanned } from "../../../../src/core/figures/readable.ts";
import { PAPER_STYLE } from "../../../../src/core/figures/style.ts";

const usual: readonly Spanned[] = [{ value: 0.9, low: 0.6, high: 1.2 }, { value: 0.1, low: -0.3, high: 0.5 }, { value: 0.4, low: -0.2, high: 1 }];
const huge: Spanned = { value: 1.3, low: -2.5, high: 5.1 };

describe("how far an axis goes", () => {
  it("shows every interval whole where they are of one size, or few", () => {
    expect(readableRange(usual)).toBeUndefined();
    expect(readableRange([huge])).toBeUndefined();
    expect(readableRange([{ value: 1 }])).toBeUndefined();
  });

  it("is not made unreadable by one huge interval, and shows every value", () => {
    expect(readableRange([...usual, huge])).toEqual([-2, 3]);
  });

  it("leaves arrow heads on paper where an interval goes on", () => {
    const picture = (marks: readonly Spanned[]): string => {
      const range = readableRange(marks);
      const series = [{ label: "buyers", tone: "positive" as const, hollow: false, marks: marks.map((mark) => ({ ...mark, text: "", spoken: "" })) }];
      return svgText(dots(chartDots({ kind: "points", categories: marks.map((_, index) => String(index)), series, axis: "bias", ...(range ? { range } : {}) }, { title: "t", description: "d", caption: "c" }, undefined), 600, PAPER_STYLE));
    };
    expect(picture(usual).match(/<path/gu)).toBeNull();
    expect(picture([...usual, huge]).match(/<path/gu)).toHaveLength(2);
  });
});
