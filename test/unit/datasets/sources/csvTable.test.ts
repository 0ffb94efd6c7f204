import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnNames, dialectOf } from "../../../../src/datasets/sources/csvDialect.ts";
import { RowCutter, type CsvDialect } from "../../../../src/datasets/sources/csvFields.ts";
import { RowFinder } from "../../../../src/datasets/sources/csvScan.ts";
import { csvSource } from "../../../../src/datasets/sources/csvTable.ts";
import { RowIndex } from "../../../../src/datasets/sources/rowIndex.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";

const SEED = 20_260_818;
const field = fc.oneof(fc.constantFrom("", '"', '""', ",", "\n", "\r\n", "\r", " ", "你好", "\ud83d\ude00", "a"), fc.string({ unit: "grapheme", maxLength: 6 }), fc.array(fc.constantFrom('"', ",", ";", "\t", "\n", "x", "您"), { maxLength: 5 }).map((parts) => parts.join("")));
const table = fc.integer({ min: 2, max: 5 }).chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
const dialect: fc.Arbitrary<CsvDialect> = fc.record({ delimiter: fc.constantFrom(",", ";", "\t", "|"), newline: fc.constant("\n" as const) });

function cut(text: string, dialect: CsvDialect): string[][] {
  const cutter = new RowCutter(text, dialect);
  const rows: string[][] = [];
  for (let row = cutter.next(); row; row = cutter.next()) rows.push(row);
  return rows;
}

/** What the byte finder says rows are, as text. */
function found(text: string, dialect: CsvDialect): string[] {
  const bytes = new TextEncoder().encode(text);
  const finder = new RowFinder(dialect);
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = finder.next(bytes, at, true);
    rows.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(at, next)));
    at = next;
  }
  return rows;
}

describe("rows of a CSV text", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(table, dialect, fc.boolean(), (rows, how, quoted) => {
        const text = stringify(rows, { delimiter: how.delimiter, quoted, quoted_match: /[\r\n"]/u });
        expect(cut(text, how)).toEqual(rows);
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it("are those csv-parse finds, in texts that keep the rules and in most that do not", () => {
    const piece = fc.constantFrom('"', '""', ",", "\n", "a", "b c", "您");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join("");
        const cutter = new RowCutter(text, { delimiter: ",", newline: "\n" });
        const rows: string[][] = [];
        let repaired = false;
        for (let row = cutter.next(); row; row = cutter.next()) {
          repaired ||= cutter.repaired;
          rows.push(row);
        }
        // Where a quote is not closed in its line we part from it on purpose: it swallows lines, we read the line as it stands.
        if (repaired) return;
        expect(rows).toEqual(parse(text, { relax_column_count: true, relax_quotes: true, record_delimiter: "\n" }));
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });

  it("begin and end where the byte finder says, chunk by chunk or at once", () => {
    const piece = fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", "a", " ", "您好", "\ufeff", "\u2028");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom("\n" as const, "\r" as const), (pieces, newline) => {
        const text = pieces.join("");
        const how = { delimiter: ",", newline };
        const rows = found(text, how);
        expect(rows.join("")).toBe(text);
        expect(rows.map((row) => cut(row, how))).toEqual(cut(text, how).map((row) => [row]));
        const lines = new RowCutter(text, how);
        while (lines.next());
        expect(lines.lines).toBe(text.split(newline).length - 1);
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });

  it("are read as one line where a quote is never closed, and the next rows as they are", () => {
    expect(cut('a,"b\nc,d\ne,"f"\n', { delimiter: ",", newline: "\n" })).toEqual([["a", '"b'], ["c", "d"], ["e", "f"]]);
  });
});

describe("the dialect", () => {
  it.each([
    ["a,b\n1,2\n", ",", "\n"],
    ["a;b c\n1;2,3\n4;5\n", ";", "\n"],
    ["a\tb\r\n1,5\t2\r\n", "\t", "\n"],
    ["a|b\r1|2\r", "|", "\r"],
    ['a,b\n"x;y;z",2\n', ",", "\n"],
  ] as const)("of %j", (text, delimiter, newline) => {
    expect(dialectOf(text)).toEqual({ delimiter, newline });
  });

  it("gives columns names of their own", () => {
    expect(columnNames(["", " id ", "text", "text", "text (2)"])).toEqual(["column 1", "id", "text", "text (2)", "text (2) (2)"]);
  });
});

describe("the index of a table", () => {
  it("files scattered rows of any chunking under their key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom("a", "b", " a", '"c"', "d,e"), field), { maxLength: 30 }), fc.integer({ min: 0, max: 5 }), async (rows, pad) => {
        const text = `${" ".repeat(pad)}id,text\n${stringify(rows)}`;
        const files = new MemoryFiles({ "/t.csv": text });
        const bytes = await files.open("/t.csv");
        const source = await csvSource("/t.csv", bytes);
        const open = await source?.open(bytes);
        if (!source || !open) throw new Error("no table");
        const index = new RowIndex();
        await open.scan(["id"], index, { problem: () => undefined, leaveOut: () => undefined });
        const wanted = new Map<string, string[]>();
        for (const [id, said] of rows) wanted.set(id.trim(), [...(wanted.get(id.trim()) ?? []), said]);
        const got: string[][] = [];
        for (let number = 0; number < index.conversations; number++) {
          const texts: string[] = [];
          for (const segment of index.segmentsOf(number)) for (const row of (await open.read(segment))().rows) texts.push(String(row.value.text));
          got.push(texts);
        }
        expect(got).toEqual([...wanted.values()]);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
