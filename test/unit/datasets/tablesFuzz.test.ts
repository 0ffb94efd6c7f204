// Damaged tables and archives: problems or data, never an error of ours, a hang, or one conversation read as another.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { stringify } from "csv-stringify/sync";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../src/core/messages/failure.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { inflate } from "../../../src/node/inflate.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest } from "./inMemory.ts";
import { limits } from "./limits.ts";

const CASES = Number(process.env.DF_FUZZ ?? (process.env.DF_LONG === "1" ? 100_000 : 200));
const SEED = 20_260_818;
const EXPECTED = new Set(["shape-unknown", "shape-not-json", "table-column-missing", "archive-broken", "unpacked-too-large", "unpacked-times", "parquet-file-broken", "file-unreadable", "folder-without-dataset", "folder-several-shapes"]);

const id = fc.constantFrom("a", "b", "c", "会话-1", "__proto__", "", "1e308");
const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 8 }), fc.constantFrom('"', '""', "a,b", "x\ny", "\ud800", "=1+1", "{", "[", "\u2028"));
const row = fc.tuple(id, fc.constantFrom("agent", "user", "system", "user", "agent"), text, fc.constantFrom("2025-03-01T10:20:00+08:00", "2025-03-01T10:30:00Z", ""), fc.constantFrom("yes", "no", ""));
const rows = fc.array(row, { minLength: 4, maxLength: 10 });
const COLUMNS = ["conversation_id", "role", "text", "time", "outcome"];
type Row = readonly string[];

const HOSTILE = [[0], [0xff, 0xfe], [0xfe, 0xff], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0xd6, 0xd0, 0xb9, 0xfa], ...['"', '""', ",", "\n", "\r", "\r\n", ";", "\t", '"__proto__":{"x":1},', '"constructor":1,', "1".repeat(400), "[".repeat(3000), '{"a":'.repeat(3000), '"'.repeat(301), ",".repeat(500)].map((piece) => [...new TextEncoder().encode(piece)])];
const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), byte: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(), length: fc.nat({ max: 300 }) }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), bytes: fc.constantFrom(...HOSTILE) }),
);
const damages = fc.array(damage, { maxLength: 4 });
type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged(whole: Uint8Array, all: readonly Damage[]): Uint8Array {
  let bytes = Buffer.from(whole);
  for (const each of all) {
    const at = each.at % (bytes.length + 1);
    if (each.kind === "flip") bytes[Math.min(at, bytes.length - 1)] = each.byte;
    else if (each.kind === "cut") bytes = bytes.subarray(0, at);
    else bytes = Buffer.concat([bytes.subarray(0, at), each.kind === "double" ? bytes.subarray(at, at + each.length) : Uint8Array.from(each.bytes), bytes.subarray(at)]);
  }
  return new Uint8Array(bytes);
}

const csv = (all: readonly Row[]): Uint8Array => new TextEncoder().encode(stringify([COLUMNS, ...all]));
const lines = (all: readonly Row[]): Uint8Array => new TextEncoder().encode(all.map((each) => JSON.stringify(Object.fromEntries(each.map((cell, i) => [COLUMNS[i] ?? "", cell])))).join("\n"));
const parquet = (all: readonly Row[], nested: boolean): Uint8Array => {
  const encoding = ([undefined, "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"] as const)[all.length % 3];
  const flat = COLUMNS.map((name, i) => ({ name, data: all.map((each) => each[i] ?? ""), type: "STRING" as const, ...(encoding && { encoding }) }));
  const whole = [{ name: "conversation_id", data: all.map((each, i) => `${each[0] ?? ""}${i}`) }, { name: "turns", data: all.map((each) => [{ role: "agent", text: each[2] }, { role: "user", text: each[2] }]) }];
  return new Uint8Array(parquetWriteBuffer({ columnData: nested ? whole : flat, rowGroupSize: 4, codec: all.length % 2 === 0 ? "SNAPPY" : "UNCOMPRESSED" }));
};
const corpus = (all: readonly Row[]): Record<string, Uint8Array> => {
  const told = all.map(([conversation_id, role, said, timestamp], i) => JSON.stringify({ id: `u${i}`, conversation_id, text: said, speaker: role, reply_to: i % 3 === 0 ? null : `u${i - 1}`, timestamp, meta: { role } }));
  return { "utterances.jsonl": new TextEncoder().encode(told.join("\n")), "conversations.json": new TextEncoder().encode('{"a":{"meta":{"outcome":"yes"}},"b":{"outcome":"no"}}'), "speakers.json": new TextEncoder().encode('{"user":{"meta":{}}}') };
};

async function openedOrRefused(name: string, files: MemoryFiles): Promise<Dataset | undefined> {
  return openDataset({ path: name, files, digest }).catch((error: unknown) => {
    if (isFailure(error) && EXPECTED.has(error.id)) return undefined;
    throw error;
  });
}

/** `natively`: unpacked as in the editor and on the command line. */
async function check(name: string, held: Readonly<Record<string, Uint8Array>>, natively = false): Promise<void> {
  const files = natively ? Object.assign(new MemoryFiles(held), { inflate }) : new MemoryFiles(held);
  const dataset = await openedOrRefused(name, files);
  if (dataset) {
    const { ledger, entries, problems } = dataset;
    const left = Object.values(ledger.leftOut).reduce((sum, count) => sum + count, 0);
    expect(ledger.conversationsRead).toBe(ledger.conversationsKept + left);
    expect(entries).toHaveLength(ledger.conversationsKept);
    for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
    const all: unknown[] = [];
    for await (const conversation of dataset.all()) all.push(conversation);
    expect(all).toMatchObject(entries.map((entry) => ({ id: entry.id, outcome: { value: entry.outcome } })));
    const last = entries.at(-1);
    if (last) expect(await dataset.read(last.id)).toEqual(all.at(-1));
  }
  expect(files.openNow).toBe(0);
}

const KINDS: Readonly<Record<string, (all: readonly Row[], how: readonly Damage[], odd: boolean) => Promise<void>>> = {
  csv: (all, how) => check("/t/data.csv", { "/t/data.csv": damaged(csv(all), how) }),
  "csv in UTF-16 or half of it": (all, how, odd) => check("/t/data.csv", { "/t/data.csv": damaged(new Uint8Array(Buffer.from(`\ufeff${new TextDecoder().decode(csv(all))}`, "utf16le")).subarray(0, odd ? -1 : undefined), how) }),
  "one turn a line": (all, how) => check("/t/data.jsonl", { "/t/data.jsonl": damaged(lines(all), how) }),
  parquet: (all, how, odd) => check("/t/data.parquet", { "/t/data.parquet": damaged(parquet(all, odd), how) }),
  gzip: (all, how, odd) => check("/t/data.csv.gz", { "/t/data.csv.gz": damaged(odd ? Buffer.concat([gzipSync(csv(all)), gzipSync(csv(all))]) : gzipSync(csv(all)), how) }),
  "gzip unpacked natively": (all, how, odd) => check("/t/data.csv.gz", { "/t/data.csv.gz": damaged(odd ? Buffer.concat([gzipSync(csv(all)), gzipSync(csv(all))]) : gzipSync(csv(all)), how) }, true),
  "convokit in a folder": (all, how) => check("/t", Object.fromEntries(Object.entries(corpus(all)).map(([name, bytes]) => [`/t/${name}`, damaged(bytes, how)]))),
  "convokit in an archive": (all, how, odd) => check("/t/data.zip", { "/t/data.zip": damaged(zipSync(corpus(all), { level: odd ? 0 : 6 }), how) }),
  "convokit in an archive unpacked natively": (all, how) => check("/t/data.zip", { "/t/data.zip": damaged(zipSync(corpus(all)), how) }, true),
};

describe("damaged tables", () => {
  it.each(Object.keys(KINDS))(`%s, ${CASES} times`, { timeout: 3_600_000 }, async (kind) => {
    const within = limits();
    await fc.assert(fc.asyncProperty(rows, damages, fc.boolean(), (all, how, odd) => within(async () => KINDS[kind]?.(all, how, odd))), { seed: SEED, numRuns: CASES });
  });

  it("a text changed in one conversation changes no other", async () => {
    const plain = fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("agent", "user"), fc.string({ unit: "grapheme", maxLength: 8 }), fc.constant(""), fc.constant("yes"));
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 4, maxLength: 12 }), fc.nat(), text, async (all, at, said) => {
        const changed = all.map((each, i): Row => (i === at % all.length ? [each[0], each[1], said, each[3], each[4]] : each));
        const other = all[at % all.length]?.[0];
        const [before, after] = await Promise.all([all, changed].map(async (each) => (await openedOrRefused("/t.csv", new MemoryFiles({ "/t.csv": csv(each) })))));
        for (const { id: each } of before?.entries ?? []) if (each !== other) expect(await after?.read(each)).toEqual(await before?.read(each));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe("a Parquet file", () => {
  /** Texts that each begin with the one before: few bytes, and the square of their number unpacked. */
  const growing = (count: number): Uint8Array => {
    const long = "a".repeat(count);
    const column = (name: string, cell: (row: number) => string) => ({ name, data: Array.from({ length: count }, (_, row) => cell(row)), type: "STRING" as const });
    const columns = [column("conversation_id", () => "c"), column("role", (row) => (row % 2 === 0 ? "agent" : "user")), { name: "text", data: Array.from({ length: count }, (_, i) => long.slice(0, i)), type: "STRING" as const, encoding: "DELTA_BYTE_ARRAY" as const }];
    return new Uint8Array(parquetWriteBuffer({ columnData: columns, pageSize: 1 << 30, rowGroupSize: count }));
  };

  it("whose texts would grow beyond measure is refused before they do", async () => {
    const held = growing(12_000);
    expect(held.length).toBeLessThan(1_000_000);
    const files = new MemoryFiles({ "/t.parquet": held });
    await expect(openDataset({ path: "/t.parquet", files, digest })).rejects.toMatchObject({ id: "shape-unknown" });
    expect(files.openNow).toBe(0);
  });
});

describe("archives that unpack to far more than they are", () => {
  const zeros = new Uint8Array(80 * 1024 * 1024);

  it.each(["/t/bomb.jsonl.gz", "/t/bomb.csv.gz"])("%s is stopped", async (name) => {
    const files = new MemoryFiles({ [name]: gzipSync(zeros) });
    await expect(openDataset({ path: name, files, digest })).rejects.toMatchObject({ id: "unpacked-times" });
    expect(files.openNow).toBe(0);
  });

  it("in a zip are stopped", async () => {
    const files = new MemoryFiles({ "/t/bomb.zip": zipSync({ "utterances.jsonl": zeros, "corpus.json": new Uint8Array(2) }) });
    await expect(openDataset({ path: "/t/bomb.zip", files, digest })).rejects.toMatchObject({ id: "unpacked-times" });
    expect(files.openNow).toBe(0);
  });
});
