import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrows, type ArrowFigure, type ArrowMark, type ArrowRow } from "../../../../src/core/figures/arrows.ts";
import { svgText, type Drawn } from "../../../../src/core/figures/drawn.ts";
import { PAPER_STYLE, THEME_STYLE } from "../../../../src/core/figures/style.ts";
import { textWidth } from "../../../../src/core/figures/textWidth.ts";

const STAGES = ["resisting", "exploring", "engaging", "considering", "deciding"];

const mark = fc.record({ value: fc.double({ min: 0, max: 4, noNaN: true }), width: fc.option(fc.double({ min: 0, max: 3, noNaN: true }), { nil: undefined }) }).map(({ value, width }): ArrowMark => ({ value, label: `simulated ${value.toFixed(2)}`, ...(width === undefined ? {} : { low: value - width, high: value + width }) }));
const row = (id: "negative" | "positive"): fc.Arbitrary<ArrowRow> =>
  fc.record({ real: mark, simulated: mark }).map(({ real, simulated }) => ({ id, tone: id, label: id === "negative" ? "non-buyers" : "buyers", detail: ["1,200 conversations", "3,600 probes"], real, simulated, difference: { value: "+0.40", rest: "[−0.04, 0.49] interval includes 0" }, spoken: "said" }));
const figure = fc.tuple(row("negative"), row("positive")).map((rows): ArrowFigure => ({ title: "T", description: "D", caption: "C", axis: { name: "depth", low: 0, high: 4, ticks: STAGES.map((detail, at) => ({ at, label: String(at), detail })) }, rows }));
const width = fc.integer({ min: 300, max: 1200 });

function all(root: Drawn, name: string): readonly Drawn[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => (typeof child === "string" ? [] : all(child, name)))];
}

function words({ children }: Drawn): string {
  return children.map((child) => (typeof child === "string" ? child : words(child))).join("");
}

const number = (each: Drawn, name: string): number => Number(each.attributes[name]);

/** From where to where a text goes; its size is that of its parts. */
function extent(each: Drawn): readonly [number, number] {
  const spans = all(each, "tspan");
  const plain = textWidth(each.children.filter((child) => typeof child === "string").join(""), number(each, "font-size"));
  const wide = plain + spans.reduce((sum, span) => sum + textWidth(words(span), Number(span.attributes["font-size"] ?? each.attributes["font-size"])) + Number(span.attributes.dx ?? 0), 0);
  const x = number(each, "x");
  return each.attributes["text-anchor"] === "middle" ? [x - wide / 2, x + wide / 2] : [x, x + wide];
}

describe("the arrow picture, whatever its numbers and width", () => {
  it("keeps every text and band inside, and the labels of both ends apart", () => {
    fc.assert(
      fc.property(figure, width, (given, wide) => {
        const picture = arrows(given, wide, THEME_STYLE);
        for (const text of all(picture, "text")) {
          const [from, to] = extent(text);
          expect(from, words(text)).toBeGreaterThanOrEqual(-1);
          expect(to, words(text)).toBeLessThanOrEqual(wide + 1);
        }
        for (const rect of all(picture, "rect")) {
          expect(number(rect, "x")).toBeGreaterThanOrEqual(0);
          expect(number(rect, "x") + number(rect, "width")).toBeLessThanOrEqual(wide);
        }
        for (const group of all(picture, "g").filter(({ attributes }) => attributes["data-mark"])) {
          const labels = all(group, "text").filter((text) => words(text).startsWith("simulated ")).map(extent).sort(([a], [b]) => a - b);
          expect(labels).toHaveLength(2);
          expect(labels[0]?.[1]).toBeLessThanOrEqual((labels[1]?.[0] ?? 0) - 1);
        }
        expect(svgText(picture)).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it("puts marks on the axis in proportion and points from real to simulated", () => {
    fc.assert(
      fc.property(figure, width, (given, wide) => {
        const picture = arrows(given, wide, THEME_STYLE);
        const ticks = all(picture, "line").slice(0, STAGES.length).map((line) => number(line, "x1"));
        const at = (depth: number): number => (ticks[0] ?? 0) + (depth / 4) * ((ticks[4] ?? 0) - (ticks[0] ?? 0));
        for (const [index, group] of all(picture, "g").filter(({ attributes }) => attributes["data-mark"]).entries()) {
          const { real, simulated } = given.rows[index] ?? {};
          const [hollow, filled] = all(group, "circle");
          expect(hollow && number(hollow, "cx")).toBeCloseTo(at(real?.value ?? NaN), 6);
          expect(filled && number(filled, "cx")).toBeCloseTo(at(simulated?.value ?? NaN), 6);
          for (const line of all(group, "line")) expect(Math.sign(number(line, "x2") - number(line, "x1"))).toBe(Math.sign((simulated?.value ?? 0) - (real?.value ?? 0)));
        }
      }),
      { seed: 31 },
    );
  });

  it("can take the focus on a page only", () => {
    fc.assert(
      fc.property(figure, (given) => {
        expect(svgText(arrows(given, 860, THEME_STYLE)).match(/tabindex="0" role="button"/g)).toHaveLength(2);
        expect(svgText(arrows(given, 860, PAPER_STYLE))).not.toMatch(/tabindex|role="button"|var\(/);
      }),
      { seed: 31, numRuns: 10 },
    );
  });
});
