// Rows read in pieces, wherever they are cut and whatever is in them, give what reading every record gives.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import type { Files, Kept } from "../../../../src/core/ports.ts";
import type { Dataset } from "../../../../src/datasets/dataset.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { readTableFacts } from "../../../../src/datasets/pieces/tableReading.ts";
import { readCsvPiece, type CsvPieceJob } from "../../../../src/datasets/pieces/csvPiece.ts";
import { parquetSource } from "../../../../src/datasets/sources/parquetTable.ts";
import { csvSource } from "../../../../src/datasets/sources/csvTable.ts";
import { passedOn } from "../../../../src/datasets/sources/passedOn.ts";
import type { Mapping } from "../../../../src/protocol/mapping.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { digest } from "../inMemory.ts";

const SEED = 20_261_121;
const PATH = "/t/data.csv";
const MAPPING: Mapping = {
  id: "id",
  turns: "rows",
  role: { field: "who", agent: ["agent", "A"], user: ["user"], system: ["system"] },
  text: "text",
  time: "at",
  customer: "customer",
  outcome: { field: "paid", positive: ["yes"], negative: ["no"] },
};

const plain = fc.constantFrom("Hello, how are you today?", "您好，这套课程还在考虑，下个月再说吧。", "I will think about it and tell you on Monday, thank you.", "ok");
const odd = fc.oneof(plain, fc.string({ unit: "grapheme", maxLength: 12 }), fc.constantFrom("", " ", '"', '""', 'say "so"', "two\nlines", "two\r\nlines, one c0,agent,x", "How can I help you?", "\ufeff", "\u3000", "a\rb", '"a"b'));
const cell = (values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const row = fc.tuple(
  cell(["agent", "user", "user", "A", "system", " agent ", '"user"', "boss"]),
  odd,
  cell(["2025-03-01T10:20:00+08:00", "2025-03-01T10:21:00+08:00", "2025-03-01T10:45:00+08:00", "", "soon"]),
  cell(["yes", "no", "no", "", " ", "maybe"]),
  cell(["u1", "u2", "", " u3 "]),
);
type Row = readonly string[];

const quoted = (text: string, always: boolean): string => (always || /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Faults that the cells cannot have once they are quoted. */
const faults = fc.array(fc.record({ at: fc.nat(), with: fc.constantFrom('"', ",", "\n", "\r\n", "\n\n", ",,,,,\n", "\ufeff") }), { maxLength: 2 });
const file = fc.record({
  conversations: fc.array(fc.tuple(cell(["c0", "c1", "c2", "会话", " c1 ", '"', ""]), fc.array(row, { minLength: 1, maxLength: 6 })), { minLength: 1, maxLength: 12 }),
  always: fc.boolean(),
  newline: fc.constantFrom("\n", "\r\n"),
  faults: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: faults }),
});

function textOf({ conversations, always, newline, faults: wrong }: { conversations: readonly (readonly [string, readonly Row[]])[]; always: boolean; newline: string; faults: readonly { at: number; with: string }[] }): string {
  const rows = conversations.flatMap(([id, each]) => each.map((cells) => [id, ...cells].map((text) => quoted(text, always)).join(",")));
  let text = `id,who,text,at,paid,customer${newline}${rows.join(newline)}${newline}`;
  for (const { at, with: piece } of wrong) {
    const place = Math.max(30, at % text.length);
    text = text.slice(0, place) + piece + text.slice(place);
  }
  return text;
}

async function opened(files: Files): Promise<Dataset> {
  return openDataset({ path: PATH, files, digest, study: { folder: "/t", file: { datasets: [{ path: "data.csv", mapping: MAPPING, format: "csv" }] } } });
}

const said = ({ entries, ledger, problems, strata }: Dataset): unknown => ({ entries, ledger, problems, strata });

/** Files that cannot tell UTF-8: everything is read as ever. */
function slow(held: Uint8Array): MemoryFiles {
  return Object.defineProperty(new MemoryFiles({ [PATH]: held }), "isUtf8", { value: undefined });
}

describe("a CSV file read by its bytes", () => {
  it("has the entries, ledger and problems it has when every record is made", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (content) => {
        const held = new TextEncoder().encode(textOf(content));
        const [fast, ever] = await Promise.all([opened(new MemoryFiles({ [PATH]: held })), opened(slow(held))]);
        expect(said(fast)).toEqual(said(ever));
      }),
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 150 },
    );
  });

  it("has the same rows wherever it is cut, and whoever guessed the cuts", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 400 }), async (content, size) => {
        const held = new TextEncoder().encode(textOf(content));
        const files = new MemoryFiles({ [PATH]: held });
        const bytes = await files.open(PATH);
        const source = await csvSource(PATH, bytes);
        if (!source?.csv) return;
        const threads = { atOnce: 2, worthwhile: 0, run: (_: string, job: unknown) => readCsvPiece(job as CsvPieceJob, files) };
        const read = async (piece: number, guessing: boolean): Promise<unknown> => {
          const all = { path: PATH, source, mapping: MAPPING, mergeWithinMinutes: 10 };
          const found = guessing ? await readTableFacts({ ...all, files: { ...passedOn(files), threads } }, { ...bytes, disk: { path: PATH, modified: bytes.modified } }, piece) : await readTableFacts({ ...all, files }, bytes, piece);
          return found && { facts: [...found.facts()], missing: [...found.missing], segments: [...found.facts()].map((_, number) => found.index.segmentsOf(number)) };
        };
        const whole = await read(1 << 20, false);
        expect(await read(size, false)).toEqual(whole);
        expect(await read(size, true)).toEqual(whole);
      }),
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 60 },
    );
  });

  it("makes no record of a conversation with nothing to say of it", async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `c${at},agent,Hello there number ${at} and welcome to the shop,2025-03-01T10:20:00+08:00,yes,u\nc${at},user,"Yes, ""please"" ${at}",2025-03-01T10:21:00+08:00,,u\n`);
    const held = new TextEncoder().encode(`id,who,text,at,paid,customer\n${rows.join("")}`);
    const files = new MemoryFiles({ [PATH]: held });
    const bytes = await files.open(PATH);
    const source = await csvSource(PATH, bytes);
    const found = source && (await readTableFacts({ path: PATH, files, source, mapping: MAPPING, mergeWithinMinutes: 10 }, bytes));
    expect(found && [...found.missing]).toEqual([]);
  });
});

/** The conversations as Parquet, times and outcomes as texts or as what they are. */
function parquetOf({ conversations }: { conversations: readonly (readonly [string, readonly Row[]])[] }, typed: boolean, rowGroupSize: number): Uint8Array {
  const rows = conversations.flatMap(([id, each]) => each.map((cells) => [id, ...cells]));
  const texts = (column: number): (string | null)[] => rows.map((row) => (row[column] === " " ? null : (row[column] ?? null)));
  const columns = ["id", "who", "text", "at", "paid", "customer"].map((name, column) => ({ name, data: texts(column), type: "STRING" as const, ...(column === 2 && { encoding: "DELTA_BYTE_ARRAY" as const }) }));
  const timed = rows.map((row) => (row[3]?.startsWith("2025") ? new Date(row[3]) : null));
  const paid = rows.map((row) => (row[4] === "yes" ? true : row[4] === "no" ? false : null));
  const own = columns.map((column) => (!typed ? column : column.name === "at" ? { name: "at", data: timed, type: "TIMESTAMP" as const } : column.name === "paid" ? { name: "paid", data: paid, type: "BOOLEAN" as const } : column));
  return new Uint8Array(parquetWriteBuffer({ columnData: own, rowGroupSize }));
}

describe("a Parquet file of which only some columns are decoded", () => {
  const typed: Mapping = { ...MAPPING, outcome: { field: "paid", positive: [true], negative: [false] } };
  const read = (files: MemoryFiles, mapping: Mapping): Promise<Dataset> => openDataset({ path: "/t/data.parquet", files, digest, study: { folder: "/t", file: { datasets: [{ path: "data.parquet", mapping, format: "parquet" }] } } });

  it("has the entries, ledger and problems it has when every record is made", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.boolean(), fc.integer({ min: 1, max: 12 }), async (content, isTyped, group) => {
        const held = parquetOf(content, isTyped, group);
        const slow = Object.defineProperty(new MemoryFiles({ "/t/data.parquet": held }), "isUtf8", { value: undefined });
        const [fast, ever] = await Promise.all([new MemoryFiles({ "/t/data.parquet": held }), slow].map((files) => read(files, isTyped ? typed : MAPPING)));
        expect(fast && said(fast)).toEqual(ever && said(ever));
      }),
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 60 },
    );
  });

  it("has the same rows wherever its groups are cut", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 12 }), async (content, group) => {
        const held = parquetOf(content, false, group);
        const files = new MemoryFiles({ "/t/data.parquet": held });
        const bytes = await files.open("/t/data.parquet");
        const source = await parquetSource(bytes);
        if ("unreadable" in source) throw new Error(source.unreadable);
        const read = async (least: number): Promise<unknown> => {
          const found = await readTableFacts({ path: "/t/data.parquet", files, source, mapping: MAPPING, mergeWithinMinutes: 10 }, bytes, least);
          return found && { facts: [...found.facts()], segments: [...found.facts()].map((_, number) => found.index.segmentsOf(number)) };
        };
        expect(await read(1)).toEqual(await read(1_000));
      }),
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 40 },
    );
  });
});

describe("what is kept of a table", () => {
  const rows = (count: number, word: string): string => Array.from({ length: count }, (_, at) => `c${at},agent,${word} ${at} ${"and so on ".repeat(30)},,${at % 2 === 0 ? "yes" : "no"},u\nc${at},user,${at === 7 ? "" : "Fine"} ,,,u\n`).join("");
  const csv = (word: string): string => `id,who,text,at,paid,customer\n${rows(7_000, word)}`;

  function kept(files: MemoryFiles): { readonly files: Files; readonly held: Map<string, Uint8Array> } {
    const held = new Map<string, Uint8Array>();
    const store: Kept = { load: (name) => Promise.resolve(held.get(name)), save: (name, bytes) => Promise.resolve(void held.set(name, bytes)) };
    return { files: { ...passedOn(files), kept: store }, held };
  }

  it("opens the same file again without reading its rows, and another one anew", async () => {
    const memory = new MemoryFiles({ [PATH]: csv("Hello") });
    const { files } = kept(memory);
    const first = await opened(files);
    memory.bytesRead = 0;
    const again = await opened(files);
    expect(memory.bytesRead).toBeLessThan(csv("Hello").length / 2);
    expect(said(again)).toEqual(said(first));
    expect(again.problems).toHaveLength(1);
    expect(await again.read("c3")).toEqual(await first.read("c3"));
    memory.write(PATH, csv("Howdy"));
    expect((await (await opened(files)).read("c3")).turns[0]?.text).toContain("Howdy");
  });

  it("is not believed when it is broken", async () => {
    const { files, held } = kept(new MemoryFiles({ [PATH]: csv("Hello") }));
    const first = said(await opened(files));
    const read = await (await opened(files)).read("c3");
    for (const [name, whole] of [...held]) {
      for (const bytes of [whole.subarray(0, 3), whole.subarray(0, whole.length / 2), whole.subarray(0, -8), new Uint8Array(100).fill(255)]) {
        held.set(name, bytes);
        const dataset = await opened(files);
        expect(said(dataset)).toEqual(first);
        expect(await dataset.read("c3")).toEqual(read);
      }
      held.set(name, whole);
    }
  });

  it("of a gzip file spares unpacking it until somebody reads on", async () => {
    const packed = gzipSync(csv("Hello"), { level: 0 });
    const memory = new MemoryFiles({ [`${PATH}.gz`]: packed });
    const { files } = kept(memory);
    const open = (): Promise<Dataset> => openDataset({ path: `${PATH}.gz`, files, digest, study: { folder: "/t", file: { datasets: [{ path: "data.csv.gz", mapping: { ...MAPPING, exclude: [] }, format: "csv" }] } } });
    const first = await open();
    const again = await open();
    expect(again.entries).toEqual(first.entries);
    expect(await again.read("c6999")).toEqual(await first.read("c6999"));
    expect(memory.openNow).toBe(0);
  });
});
