// @vitest-environment jsdom
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csv, markdown } from "../../webview/dashboard/table.ts";

describe("a table twin", () => {
  it("copies as Markdown with its cells kept apart", () => {
    expect(markdown({ title: "T", rows: [["a", "b"], ["x|y", "−0.1\n2"]] })).toBe("**T**\n\n| a | b |\n| --- | ---: |\n| x\\|y | −0.1 2 |\n");
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
