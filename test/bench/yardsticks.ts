// Owns the plain programs that rows are measured beside, each as anybody would write it for speed. Refuses the product's code.
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { measured } from "./measure.ts";
import type { Absent, Context, Sample } from "./row.ts";

const CHUNK = 1024 * 1024;
const LF = 10;

/** Reads the file in pieces of 1 MB and counts line ends. */
export function bareScan(file: string): Promise<Sample> {
  return measured(() => {
    let count = 0;
    for (const chunk of chunksOf(file)) for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) count++;
    return count;
  }, (count) => ({ count }));
}

/** Cuts the file into lines and gives each to `JSON.parse`, on one thread; nothing of a value is kept. A line that does not parse is counted. */
export function parseEachLine(file: string): Promise<Sample> {
  return measured(() => {
    let count = 0;
    let faults = 0;
    for (const line of linesOf(file)) {
      try {
        JSON.parse(line);
        count++;
      } catch {
        faults++;
      }
    }
    return { count, faults };
  }, (counts) => counts);
}

/** Unpacks a gzip file through the platform's stream and drops what comes out. */
export function gunzip(file: string): Promise<Sample> {
  return measured(async () => {
    let bytes = 0;
    for await (const piece of createReadStream(file).pipe(createGunzip())) bytes += (piece as Buffer).length;
    return bytes;
  }, (bytes) => ({ bytes }));
}

/** What DuckDB selects of a file's name in quotes. */
export type Query = (file: string) => string;

const LINES: Query = (file) => `select id, outcome.value, len(turns) from read_json(${file}, format = 'newline_delimited', ignore_errors = true)`;

/** DuckDB over the same fields, where its package happens to be installed: here, or in a folder that NODE_PATH names. */
export async function duckdb(file: string, { repo }: Context, query = LINES): Promise<Sample | Absent> {
  const name = "@duckdb/node-api";
  let instance: { readonly DuckDBInstance: DuckInstances };
  try {
    const require = createRequire(path.join(repo, "package.json"));
    instance = (await import(require.resolve(name))) as typeof instance;
  } catch {
    return { absent: `${name} is not installed here or below NODE_PATH` };
  }
  const database = await instance.DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  return measured(async () => (await connection.runAndReadAll(query(`'${file.replaceAll("'", "''")}'`))).getRows().length, (count) => ({ count }));
}

interface DuckInstances {
  create(path: string): Promise<{ connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRows(): readonly unknown[] }> }> }>;
}

function* linesOf(file: string): Generator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunksOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      const line = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(from, end)]) : chunk.subarray(from, end);
      if (line.length > 0) yield line.toString("utf8");
      rest = rest.subarray(rest.length);
      from = end + 1;
    }
    rest = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(from)]) : Buffer.from(chunk.subarray(from));
  }
  if (rest.length > 0) yield rest.toString("utf8");
}

/** Pieces in one buffer, each valid until the next is asked for. */
function* chunksOf(file: string): Generator<Buffer> {
  const descriptor = openSync(file, "r");
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    for (let got = readSync(descriptor, buffer); got > 0; got = readSync(descriptor, buffer)) yield buffer.subarray(0, got);
  } finally {
    closeSync(descriptor);
  }
}
