import { describe, expect, it } from "vitest";
import { aligned, cells, wrapped } from "../../../../src/core/figures/columns.ts";

describe("columns", () => {
  it("begin or end alike, East Asian characters counting two", () => {
    expect(aligned([["", "n", "note"], ["买家", "12", "ab"], ["x", "3", "abcdef"]], [0, 2])).toEqual(["        n   note", "买家   12   ab", "x       3   abcdef"]);
    expect(aligned([["a", "long"], ["bbb", "1"], ["c"]])).toEqual(["a     long", "bbb      1", "c"]);
    expect(aligned([])).toEqual([]);
  });
});

describe("wrapping", () => {
  it("breaks at spaces, keeps words whole and loses nothing", () => {
    const text = "one two three four five six seven eight nine ten";
    const lines = wrapped(text, 13);
    expect(lines.every((line) => cells(line) <= 13)).toBe(true);
    expect(lines.join(" ")).toBe(text);
    expect(wrapped("averyveryverylongword and", 8)).toEqual(["averyveryverylongword", "and"]);
  });

  it("breaks between Chinese characters, never before their punctuation", () => {
    const text = "模拟的买家听起来比真实的买家多投入，差异很小。";
    const lines = wrapped(text, 12);
    expect(lines.join("")).toBe(text);
    expect(lines.some((line) => /^[，。]/u.test(line))).toBe(false);
    expect(Math.max(...lines.map(cells))).toBeLessThanOrEqual(14);
  });

  it("of nothing is nothing", () => {
    expect(wrapped("")).toEqual([]);
  });
});
