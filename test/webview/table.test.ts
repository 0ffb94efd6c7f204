// @vitest-environment jsdom
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csv, latex, markdown } from "../../src/core/figures/tableText.ts";

describe("a table twin", () => {
  it("copies as Markdown with its cells kept apart", () => {
    expect(markdown({ title: "T", rows: [["a", "b"], ["x|y", "−0.1\n2"]] })).toBe("**T**\n\n| a | b |\n| --- | ---: |\n| x\\|y | −0.1 2 |\n");
  });

  it("copies as LaTeX in which nothing is a command", () => {
    const text = latex({ title: "50 % of $x$", rows: [["a_b", "Δ"], ["\\input{x} & y~", "−0.10"]] }, "t");
    expect(text).toContain("\\caption{50 \\% of \\$x\\$}");
    expect(text).toContain("    \\textbackslash{}input\\{x\\} \\& y\\textasciitilde{} & $-$0.10 \\\\");
  });

  it("copies as CSV that spreadsheets read as numbers and never run", () => {
    expect(csv({ title: "T", rows: [["n", "v"], ["=1+1", "−0.20"], ["+cmd", "+0.20"], ["@x", "-1"]] })).toBe("n,v\n'=1+1,-0.20\n'+cmd,+0.20\n'@x,-1\n");
  });

  it("gives every cell back through a CSV reader", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }), (rows) => {
        const plain = rows.map((row) => row.map((cell) => `c${cell.replaceAll("−", "-")}`));
        expect(parse(csv({ title: "", rows: plain }))).toEqual(plain);
      }),
      { seed: 31 },
    );
  });
});
