// Owns the large dataset in other formats, made from its lines: CSV, CSV by time, Parquet and gzip. Refuses reading them through the product.
import { closeSync, createReadStream, createWriteStream, existsSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createInterface } from "node:readline";
import { createGzip } from "node:zlib";
import { RandomStream } from "../../../src/core/stats/random.ts";
import type { Context } from "../row.ts";
import { largeDataset, writeLarge, type DatasetFile } from "./datasets.ts";

export type TableKind = "csv" | "csv-scattered" | "parquet" | "gzip";

const NAMES: Readonly<Record<TableKind, string>> = { csv: "large.csv", "csv-scattered": "scattered.csv", parquet: "large.parquet", gzip: "packed.jsonl.gz" };
const COLUMNS = ["conversation_id", "role", "text", "time", "outcome", "customer_id"] as const;
/** Conversations that go on at the same time where rows are by time. */
const AT_ONCE = 2_000;
/** Rows of a Parquet group. */
const GROUP = 100_000;

/** The conversations of the large dataset, one row a turn, or packed. */
export function tableDataset(context: Context, kind: TableKind): DatasetFile {
  return { path: path.join(context.folder, NAMES[kind]), conversations: largeDataset(context).conversations };
}

export async function writeTable(context: Context, kind: TableKind): Promise<void> {
  writeLarge(context);
  const { path: file } = tableDataset(context, kind);
  if (existsSync(file)) return;
  const { path: source } = largeDataset(context);
  const part = `${file}.part`;
  if (kind === "gzip") await pipeline(createReadStream(source), createGzip({ level: 6 }), createWriteStream(part));
  else if (kind === "parquet") await writeParquet(source, part);
  else await writeCsv(kind === "csv" ? rowsOf(source) : byTime(source), part);
  renameSync(part, file);
}

type Row = readonly string[];

async function* conversationsOf(source: string): AsyncGenerator<readonly Row[]> {
  for await (const line of createInterface({ input: createReadStream(source) })) {
    const { id, customer, outcome, turns } = JSON.parse(line) as { id: string; customer: string; outcome: { label: string }; turns: readonly { role: string; text: string; at: string }[] };
    yield turns.map(({ role, text, at }) => [id, role, text, at, outcome.label, customer]);
  }
}

async function* rowsOf(source: string): AsyncGenerator<Row> {
  for await (const rows of conversationsOf(source)) yield* rows;
}

/** Many conversations at once, the next row of any: as rows sorted by time lie. */
async function* byTime(source: string): AsyncGenerator<Row> {
  const random = new RandomStream(20_250_302);
  const open: Iterator<Row>[] = [];
  const waiting = conversationsOf(source);
  for (let more = true; more || open.length > 0; ) {
    while (more && open.length < AT_ONCE) {
      const next = await waiting.next();
      if (next.done === true) more = false;
      else open.push(next.value[Symbol.iterator]());
    }
    const at = random.below(open.length);
    const row = open[at]?.next();
    if (row?.done === false) yield row.value;
    else open.splice(at, 1);
  }
}

async function writeCsv(rows: AsyncIterable<Row>, file: string): Promise<void> {
  const descriptor = openSync(file, "w");
  let pending = `${COLUMNS.join(",")}\n`;
  for await (const row of rows) {
    pending += `${row.map((cell) => (/[",\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
    if (pending.length < 1 << 20) continue;
    writeSync(descriptor, pending);
    pending = "";
  }
  writeSync(descriptor, pending);
  closeSync(descriptor);
}

async function writeParquet(source: string, file: string): Promise<void> {
  const { fileWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const columnsOf = (rows: readonly Row[]): { name: string; data: string[]; type: "STRING" }[] => COLUMNS.map((name, column) => ({ name, data: rows.map((row) => row[column] ?? ""), type: "STRING" }));
  const writer = new ParquetWriter({ writer: fileWriter(file), schema: schemaFromColumnData({ columnData: columnsOf([["a", "a", "a", "a", "a", "a"]]) }), codec: "SNAPPY" });
  let rows: Row[] = [];
  for await (const conversation of conversationsOf(source)) {
    rows.push(...conversation);
    if (rows.length < GROUP) continue;
    await writer.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
    rows = [];
  }
  if (rows.length > 0) await writer.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
  await writer.finish();
}
