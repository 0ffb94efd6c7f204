// Owns the large dataset in other formats, made from its lines: CSV, CSV by time, Parquet and gzip. Refuses reading them through the product.
import { closeSync, createReadStream, createWriteStream, existsSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createInterface } from "node:readline";
import { createGzip } from "node:zlib";
import type { Context } from "../row.ts";
import { largeDataset, writeLarge, type DatasetFile } from "./datasets.ts";

export type TableKind = "csv" | "csv-scattered" | "parquet" | "gzip";

const NAMES: Readonly<Record<TableKind, string>> = { csv: "large.csv", "csv-scattered": "scattered.csv", parquet: "large.parquet", gzip: "packed.jsonl.gz" };
const COLUMNS = ["conversation_id", "role", "text", "time", "outcome", "customer_id"] as const;
/** Conversations held at once where rows are by time, and how many of them speak in turn. */
const SCATTERED = 2_000;
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
  else await writeCsv(kind === "csv" ? rowsOf(source) : byTurns(source), part);
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

/** First turns of many conversations, then their second turns, and so on: as rows sorted by time lie. */
async function* byTurns(source: string): AsyncGenerator<Row> {
  let held: (readonly Row[])[] = [];
  const turns = function* (): Generator<Row> {
    const longest = Math.max(0, ...held.map(({ length }) => length));
    for (let turn = 0; turn < longest; turn++) for (const rows of held) if (rows[turn]) yield rows[turn] as Row;
    held = [];
  };
  for await (const rows of conversationsOf(source)) {
    held.push(rows);
    if (held.length === SCATTERED) yield* turns();
  }
  yield* turns();
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
    writer.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
    rows = [];
  }
  if (rows.length > 0) writer.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
  writer.finish();
}
