// Texts found in the pages of a Parquet column are those the decoder for all files makes, whatever the pages are like, or there is no answer.
import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { parquetReadObjects, type PageHeader } from "hyparquet";
import { readDataPage } from "hyparquet/src/datapage.js";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { CellRoom } from "../../../../src/datasets/sources/cellRoom.ts";
import { FlatColumn } from "../../../../src/datasets/sources/parquetColumn.ts";
import { flatDictionary, flatPage, type FlatTexts } from "../../../../src/datasets/sources/parquetFlat.ts";
import { parquetCells } from "../../../../src/datasets/sources/parquetTable.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";

const SEED = 20_261_122;
const RUNS = process.env.DF_LONG === "1" ? 20_000 : 200;

type Cell = string | null;

const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constantFrom("", "agent", "user", "您好，这套课程还在考虑。", "\ufeff", "\u0000\u0000"));
const cell = fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: fc.constant(null) });
const few = fc.constantFrom("agent", "user", "user", null);
const column = fc.oneof<fc.Arbitrary<Cell[]>[]>(fc.array(cell, { minLength: 1, maxLength: 60 }), fc.array(few, { minLength: 1, maxLength: 200 }), fc.array(text, { minLength: 1, maxLength: 40 }), fc.array(fc.constant(null), { minLength: 1, maxLength: 20 }));

const decoded = (bytes: Uint8Array, from = 0, to = 0): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, to));

describe("a flat column", () => {
  it("has the cells the decoder has, from any row on and in blocks of any size", async () => {
    const layout = fc.record({ pageSize: fc.constantFrom(1, 30, 100, 1 << 20), rowGroupSize: fc.integer({ min: 1, max: 80 }), codec: fc.constantFrom("SNAPPY" as const, "UNCOMPRESSED" as const), isRequired: fc.boolean(), encoding: fc.constantFrom(undefined, "PLAIN" as const) });
    await fc.assert(
      fc.asyncProperty(column, layout, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 90 }), async (cells, { encoding, isRequired, ...options }, first, block) => {
        const nullable = !isRequired || cells.some((cell) => cell === null);
        const held = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "said", data: cells, type: "STRING", nullable, ...(encoding && { encoding }) }], ...options }));
        const found = await laid(held, first, block);
        const read = (await parquetReadObjects({ file: held.buffer.slice(held.byteOffset, held.byteOffset + held.length) })) as { said: Cell }[];
        // The decoder drops a mark at the beginning of a text; whoever reads by bytes gives such rows up.
        expect(found.map(([, cell]) => cell.replace(/^\ufeff/u, ""))).toEqual(found.map(([row]) => read[row]?.said ?? ""));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it("says which rows are not UTF-8, and of the others nothing", async () => {
    const data = Array.from({ length: 40 }, (_, row) => (row === 17 ? Uint8Array.of(0xe4, 0xbd) : new TextEncoder().encode(`话 ${row}`)));
    const held = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "said", data, type: "BYTE_ARRAY" }], codec: "UNCOMPRESSED" }));
    expect((await laid(held, 0, 7)).filter(([, , odd]) => odd).map(([row]) => row)).toEqual([17]);
  });
});

/** Row, text and whether it is odd, from a row of each group on. */
async function laid(held: Uint8Array, first: number, block: number): Promise<(readonly [number, string, boolean])[]> {
  const table = await parquetCells(await new MemoryFiles({ "/t": held }).open("/t"));
  const found: (readonly [number, string, boolean])[] = [];
  for (const [number, { start, rows }] of table.groups.entries()) {
    const said = await table.column(number, "said", true);
    expect(said).toBeInstanceOf(FlatColumn);
    const room = new CellRoom(1, block, isUtf8);
    for (let from = Math.min(first, rows); from < rows; from += block) {
      const to = Math.min(rows, from + block);
      room.clear();
      await said.lay(from, to, room, 0);
      const { from: begins, to: ends } = room.cells(0);
      for (let row = from; row < to; row++) found.push([start + row, decoded(room.bytes, begins[row - from], ends[row - from]), room.odd[row - from] === 1]);
    }
  }
  return found;
}

const plain = (texts: readonly string[]): Uint8Array =>
  Buffer.concat(texts.flatMap((each) => {
    const bytes = Buffer.from(each);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return [length, bytes];
  }));

/** One run of packed groups of eight, or runs of one number each. */
function numbers(all: readonly number[], bits: number, isPacked: boolean): number[] {
  if (!isPacked) return all.flatMap((each) => [2, ...Array.from({ length: Math.ceil(bits / 8) }, (_, byte) => (each >>> (8 * byte)) & 255)]);
  const groups = Math.ceil(all.length / 8);
  const bytes = new Array<number>(groups * bits).fill(0);
  for (const [place, each] of all.entries()) for (let bit = 0; bit < bits; bit++) if (((each >>> bit) & 1) === 1) bytes[(place * bits + bit) >>> 3] = (bytes[(place * bits + bit) >>> 3] ?? 0) | (1 << ((place * bits + bit) & 7));
  const head = groups * 2 + 1;
  return [...(head < 128 ? [head] : [(head & 127) | 128, head >>> 7]), ...bytes];
}

/** A page of the first version, and the dictionary it has. */
function firstVersion(cells: readonly Cell[], isPacked: boolean, hasDictionary: boolean, bits: number): { readonly head: PageHeader; readonly body: Uint8Array; readonly dictionary: FlatTexts | undefined; readonly distinct: readonly string[] } {
  const there = cells.filter((each) => each !== null);
  const distinct = [...new Set(there)];
  const levels = numbers(cells.map((each) => (each === null ? 0 : 1)), 1, isPacked);
  const values = hasDictionary ? Uint8Array.from([bits, ...numbers(there.map((each) => distinct.indexOf(each)), bits, isPacked)]) : plain(there);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(levels.length);
  const body = new Uint8Array(Buffer.concat([length, Uint8Array.from(levels), values]));
  const head = { type: "DATA_PAGE", compressed_page_size: body.length, uncompressed_page_size: body.length, data_page_header: { num_values: cells.length, encoding: hasDictionary ? "RLE_DICTIONARY" : "PLAIN", definition_level_encoding: "RLE", repetition_level_encoding: "RLE" } } as PageHeader;
  const packed = plain(distinct);
  const kept = { type: "DICTIONARY_PAGE", compressed_page_size: packed.length, uncompressed_page_size: packed.length, dictionary_page_header: { num_values: distinct.length, encoding: "PLAIN", is_sorted: false } } as PageHeader;
  return { head, body, distinct, dictionary: hasDictionary ? flatDictionary(kept, new Uint8Array(packed), same) : undefined };
}

const same = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
const textsOf = ({ bytes, from, to }: FlatTexts): string[] => [...from].map((each, row) => decoded(bytes, each, to[row]));

describe("a page of the first version", () => {
  const page = fc.tuple(column, fc.boolean(), fc.boolean(), fc.constantFrom(8, 9, 13, 17, 24));

  it("has the texts that were written", () => {
    fc.assert(
      fc.property(page, ([cells, isPacked, hasDictionary, bits]) => {
        const { head, body, dictionary } = firstVersion(cells, isPacked, hasDictionary, bits);
        expect(textsOf(flatPage(head, body, true, same, dictionary))).toEqual(cells.map((each) => each ?? ""));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it("is refused when it is damaged, or is what the decoder says", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(page, damage, fc.nat({ max: 3 }), ([cells, isPacked, hasDictionary, bits], how, cut) => {
        const { head, body, dictionary, distinct } = firstVersion(cells, isPacked, hasDictionary, bits);
        for (const [at, byte] of how) body[at % body.length] = byte;
        const short = body.subarray(0, body.length - cut);
        const shorter = { ...head, uncompressed_page_size: short.length };
        let found: string[];
        try {
          found = textsOf(flatPage(shorter, short, true, same, dictionary));
        } catch {
          return;
        }
        const element = { name: "said", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" } as const;
        const root = { children: [], count: 1, path: [], element: { name: "root" } };
        const { definitionLevels, dataPage } = readDataPage(new Uint8Array(short), shorter.data_page_header as never, { type: "BYTE_ARRAY", element, schemaPath: [root, { ...root, element }] } as never);
        const values = [...(dataPage as Iterable<number | Uint8Array>)].map((each) => (typeof each === "number" ? (distinct[each] ?? "?") : decoded(each, 0, each.length)));
        const levels = definitionLevels as number[];
        let next = 0;
        expect(found).toEqual(cells.map((_, row) => (levels.length === 0 || levels[row] === 1 ? values[next++] : "")));
      }),
      { seed: SEED, numRuns: 2 * RUNS },
    );
  });
});
