// @vitest-environment jsdom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeText, drawn, svgText } from "../../../../src/core/figures/drawn.ts";

const DISALLOWED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

describe("a drawn element", () => {
  it("drops what is left out and flattens what is nested", () => {
    expect(drawn("g", {}, "a", undefined, false, ["b", [drawn("x"), [false]]]).children).toEqual(["a", "b", { name: "x", attributes: {}, children: [] }]);
  });

  it("writes numbers with at most two decimals and leaves undefined and false out", () => {
    expect([1.23456, 1 / 3, 7, true, "t", undefined, false].map(attributeText)).toEqual(["1.23", "0.33", "7", "", "t", undefined, undefined]);
  });

  it("is written as SVG that reads back to the same texts, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (text, name) => {
        // XML readers make every line break in a text a line feed, and every white space in an attribute a space.
        const content = text.replaceAll("\r", "\n");
        const attribute = name.replace(/\s/g, " ");
        const parsed = new DOMParser().parseFromString(svgText(drawn("svg", { "aria-label": attribute }, drawn("g", {}, drawn("text", {}, content, drawn("tspan", {}, "end"))))), "image/svg+xml");
        expect(parsed.querySelector("parsererror")).toBeNull();
        expect(parsed.documentElement.getAttribute("aria-label")).toBe(attribute.replace(DISALLOWED, "\uFFFD"));
        expect(parsed.querySelector("text")?.textContent).toBe(`${content.replace(DISALLOWED, "\uFFFD")}end`);
      }),
      { seed: 31 },
    );
  });
});
