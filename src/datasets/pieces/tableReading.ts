// Owns reading a large table as pieces, in other threads where there are: where the rows of each conversation are, and the facts of those that are
// plain. Where a piece begins may be guessed while the one before is still being read; a wrong guess costs reading it again, never a wrong row.
import type { Bytes, Files, Threads } from "../../core/ports.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import type { ConversationEntry, ReadProgress } from "../dataset.ts";
import type { RecordFacts } from "../facts.ts";
import { listedFacts } from "../itemIntake.ts";
import { rowPlan, type RowPlan } from "../skim/rowPlan.ts";
import { RowIndex } from "../sources/rowIndex.ts";
import type { ParquetLayout, TableSource } from "../sources/table.ts";
import { answersInOrder } from "./ahead.ts";
import { rowsOf } from "./columns.ts";
import { CSV_WORK, readCsvPieceOf, type CsvPieceJob } from "./csvPiece.ts";
import { PARQUET_WORK, readParquetPieceOf, type ParquetPieceJob } from "./parquetPiece.ts";
import { runsOf, type Runs } from "./runs.ts";

export interface TableReading {
  readonly path: string;
  readonly files: Files;
  readonly source: Pick<TableSource, "columns" | "csv" | "parquet">;
  readonly mapping: Mapping | undefined;
  readonly mergeWithinMinutes: number;
  readonly onProgress?: ReadProgress | undefined;
  /** Told after each of the first pieces; the one list grows. A conversation in it may turn out to have more rows. */
  readonly onEntries?: ((entries: readonly ConversationEntry[]) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of a table before any record is made. */
export interface TableFacts {
  readonly index: RowIndex;
  /** One for each conversation, by its number; undefined for one that must be read as ever. Made anew each time: as objects they take much room. */
  readonly facts: () => Iterable<RecordFacts | undefined>;
  /** Numbers of the conversations without facts, ascending. */
  readonly missing: Iterable<number>;
}

/** Conversations listed before all are read. */
const MOST_SO_FAR = 5_000;
/** Runs from which on it counts whether most stand alone: where conversations are scattered, facts of runs are of no use and take much room. */
const MOST_SCATTERED = 1_000;
/** Bytes of a piece of a CSV file: small where it holds up this thread. */
const PIECE = 1024 * 1024;
const THREAD_PIECE = 4 * 1024 * 1024;
/** Rows of the first piece of a Parquet file; as of every file, it is read here while the threads start. */
const FIRST_ROWS = 4_096;
/** Rows of a Parquet file for a thread: whole groups, as many as are at least this. */
const LEAST_ROWS = 65_536;

interface Cut {
  readonly from: number;
  readonly to: number;
}

/** A table cut into pieces. */
interface Pieces {
  readonly work: string;
  /** Pieces read ahead of the one that is taken in, where threads take so many. */
  readonly ahead: number;
  readonly cuts: Iterable<Cut>;
  /** Where the first run begins and the last one ends, and how many lines stand above. */
  readonly begin: number;
  readonly end: number;
  readonly lines: number;
  readonly job: (cut: Cut) => object;
  /** The same here; a run begins at `from`. */
  readonly read: (cut: Cut, from: number) => Promise<Runs | undefined>;
}

/** Undefined where the mapping or the file is not one to be read so. `pieceSize`: bytes of a CSV file, or rows of a Parquet file. */
export async function readTableFacts(reading: TableReading, bytes: Bytes, pieceSize?: number): Promise<TableFacts | undefined> {
  const { files, source, mapping, onProgress, onEntries, signal } = reading;
  const plan = files.isUtf8 && rowPlan(mapping, source.columns);
  if (!plan) return undefined;
  const isWorthwhile = files.threads && (source.parquet?.unpacked ?? bytes.size) >= files.threads.worthwhile;
  // Threads have the disk's own files only.
  const threads = bytes.disk && isWorthwhile ? files.threads : undefined;
  const pieces = source.csv ? csvPieces(reading, bytes, plan, pieceSize ?? (threads ? THREAD_PIECE : PIECE)) : source.parquet && parquetPieces(reading, bytes, plan, source.parquet, pieceSize ?? LEAST_ROWS);
  if (!pieces) return undefined;
  const index = new RowIndex();
  const read: Runs[] = [];
  const hasFacts: boolean[] = [];
  const soFar: ConversationEntry[] = [];
  let count = 0;
  let { begin: end, lines } = pieces;
  for await (const { job: cut, answer } of answersInOrder(pieces.cuts, Math.min(pieces.ahead, threads?.atOnce ?? 0), (each, stop) => elsewhere(threads, pieces, each, stop), signal)) {
    if (end >= pieces.end) break;
    const runs = answer?.from === end ? answer : await pieces.read(cut, end);
    if (runs?.from !== end) return undefined;
    for (const { key, row } of runsOf(runs)) {
      const number = index.add(key, row.offset, row.length, lines + row.line);
      const isFirst = number === hasFacts.length;
      hasFacts[number] = isFirst && row.facts !== undefined;
      if (isFirst && row.facts && soFar.length < MOST_SO_FAR) soFar.push(listedFacts(row.facts, { ...row, line: lines + row.line }));
    }
    if (read.length === 0 || soFar.length < MOST_SO_FAR) onEntries?.(soFar);
    read.push(runs);
    count += runs.columns.rows;
    if (count > MOST_SCATTERED && count > 2 * index.conversations) return undefined;
    lines += runs.lines;
    end = runs.to;
    onProgress?.(Math.min(end, pieces.end), pieces.end);
  }
  return end < pieces.end ? undefined : { index, facts: () => factsOf(read, index), missing: hasFacts.flatMap((has, number) => (has ? [] : [number])) };
}

async function elsewhere(threads: Threads | undefined, { work, job, begin }: Pieces, cut: Cut, stop: AbortSignal): Promise<Runs | undefined> {
  if (!threads || cut.from === begin) return undefined;
  try {
    return (await threads.run(work, job(cut), stop)) as Runs | undefined;
  } catch {
    stop.throwIfAborted();
    return undefined;
  }
}

/** Facts of a run are those of its conversation where it has no other. */
function* factsOf(read: readonly Runs[], index: RowIndex): Generator<RecordFacts | undefined> {
  let number = 0;
  for (const { columns } of read) {
    for (const { offset, facts } of rowsOf(columns)) if (index.firstOf(number).start === offset) yield index.isTogether(number++) ? facts : undefined;
  }
}

function csvPieces({ path, files, source: { csv }, mergeWithinMinutes, signal }: TableReading, bytes: Bytes, plan: RowPlan, piece: number): Pieces | undefined {
  if (!csv) return undefined;
  const { above: { offset, lines }, dialect, columns } = csv;
  const all = { ...fileOf(path, bytes), dialect, width: columns.length, plan, mergeWithinMinutes };
  return {
    work: CSV_WORK,
    ahead: Infinity,
    cuts: cutsOf(offset, bytes.size, piece),
    begin: offset,
    end: bytes.size,
    lines,
    job: (cut): CsvPieceJob => ({ ...all, ...cut, exact: cut.from === offset }),
    read: ({ to }, from) => readCsvPieceOf(bytes, { ...all, from, to, exact: true }, files, signal),
  };
}

function* cutsOf(offset: number, size: number, piece: number): Generator<Cut> {
  for (let from = offset; from < size; ) {
    const to = Math.min(size, from + (from === offset ? Math.min(PIECE, piece) : piece));
    yield { from, to };
    from = to;
  }
}

function parquetPieces({ path, files, mergeWithinMinutes, signal }: TableReading, bytes: Bytes, plan: RowPlan, { columns, groups }: ParquetLayout, least: number): Pieces {
  const last = groups.at(-1);
  const all = { ...fileOf(path, bytes), columns, plan, mergeWithinMinutes };
  return {
    work: PARQUET_WORK,
    // Each thread has pages of every column unpacked: one at a time.
    ahead: 0,
    cuts: groupCuts(groups, least),
    begin: 0,
    end: last ? last.start + last.rows : 0,
    lines: 0,
    job: (cut): ParquetPieceJob => ({ ...all, ...cut }),
    // What cannot be read is said by whoever reads it as ever.
    read: (cut) => readParquetPieceOf(bytes, { ...all, ...cut }, files, signal).catch(() => undefined),
  };
}

function* groupCuts(groups: ParquetLayout["groups"], least: number): Generator<Cut> {
  const last = groups.at(-1);
  let from = Math.min(least, FIRST_ROWS, last ? last.start + last.rows : 0);
  if (from > 0) yield { from: 0, to: from };
  for (const [number, { start, rows }] of groups.entries()) {
    const to = start + rows;
    if (to <= from) continue;
    if (to - from < least && number < groups.length - 1) continue;
    yield { from, to };
    from = to;
  }
}

function fileOf(path: string, { size, modified, disk }: Bytes): { readonly path: string; readonly size: number; readonly modified: number } {
  return { path: disk?.path ?? path, size, modified: disk?.modified ?? modified };
}
