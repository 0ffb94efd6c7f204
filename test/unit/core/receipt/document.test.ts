import { describe, expect, it } from "vitest";
import { htmlPage, markdownPage, type Page } from "../../../../src/core/receipt/document.ts";
import { firstDifference } from "../../../../src/core/receipt/difference.ts";
import { compactJson } from "../../../../src/core/receipt/json.ts";

const hostile = `<img src=x onerror=alert(1)> "&" [a](http://b) *b* \`c\``;
const page: Page = {
  title: hostile,
  language: "en",
  blocks: [{ kind: "heading", text: hostile }, { kind: "text", text: hostile, strong: true }, { kind: "table", table: { title: hostile, rows: [[hostile, "n"], [`${hostile} | x`, "[0.1, 0.2]"]] } }, { kind: "code", text: "```\n</pre><script>" }],
};

describe("a page", () => {
  it("as HTML has no markup but its own, no script and nothing from outside", () => {
    const html = htmlPage(page);
    expect(html).not.toMatch(/<(?:img|script|a)\b/u);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain("&lt;/pre&gt;&lt;script&gt;");
    expect(html.match(/<pre>/gu)).toHaveLength(1);
  });

  it("as Markdown has no tag, link or fence of a name, and keeps intervals readable", () => {
    const text = markdownPage(page);
    expect(text).not.toMatch(/<img|\]\(|\*b\*/u);
    expect(text).toContain("[0.1, 0.2]");
    expect(text).toContain("````text\n```\n</pre><script>\n````");
  });
});

describe("JSON of a receipt", () => {
  it("is what JSON has, in lines", () => {
    const value = { a: [1, 0.1 + 0.2, { b: "x".repeat(200) }], c: undefined, d: Array.from({ length: 90 }, (_, i) => i), e: {} };
    expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(Math.max(...compactJson(value).split("\n").map((line) => line.length))).toBeLessThan(240);
  });

  it("differs at the first place, to the last digit", () => {
    expect(firstDifference({ a: { b: [1, 2] } }, { a: { b: [1, 2] } })).toBeUndefined();
    expect(firstDifference({ a: { b: [1, 0.3] } }, { a: { b: [1, 0.1 + 0.2] } })).toEqual({ path: "a.b.1", a: 0.3, b: 0.1 + 0.2 });
    expect(firstDifference({ a: 1 }, { a: 1, b: null })).toEqual({ path: "b", a: undefined, b: null });
  });
});
