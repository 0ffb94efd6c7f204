// Rows read in pieces, wherever they are cut and whatever is in them, give what reading every record gives.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../../src/datasets/dataset.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { readTableFacts } from "../../../../src/datasets/pieces/tableReading.ts";
import { readCsvPiece, type CsvPieceJob } from "../../../../src/datasets/pieces/csvPiece.ts";
import { csvSource } from "../../../../src/datasets/sources/csvTable.ts";
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

async function opened(files: MemoryFiles): Promise<Dataset> {
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
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 400 },
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
          const found = guessing ? await readTableFacts({ ...all, files: Object.assign(Object.create(files) as MemoryFiles, { threads }) }, { ...bytes, disk: { path: PATH, modified: bytes.modified } }, piece) : await readTableFacts({ ...all, files }, bytes, piece);
          return found && { facts: [...found.facts()], missing: [...found.missing], segments: [...found.facts()].map((_, number) => found.index.segmentsOf(number)) };
        };
        const whole = await read(1 << 20, false);
        expect(await read(size, false)).toEqual(whole);
        expect(await read(size, true)).toEqual(whole);
      }),
      { seed: SEED, numRuns: process.env.DF_LONG === "1" ? 20_000 : 300 },
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
