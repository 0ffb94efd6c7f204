// Owns reading a CSV file as pieces, in other threads where there are: where the rows of each conversation are, and the facts of those that are plain.
// A piece's beginning is guessed while the piece before is still being read; a wrong guess costs reading it again, never a wrong row.
import type { Bytes, Files } from "../../core/ports.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import type { ReadProgress } from "../dataset.ts";
import type { RecordFacts } from "../facts.ts";
import { rowPlan } from "../skim/rowPlan.ts";
import type { CsvLayout } from "../sources/csvFields.ts";
import { RowIndex } from "../sources/rowIndex.ts";
import { answersInOrder } from "./ahead.ts";
import { rowsOf } from "./columns.ts";
import { CSV_WORK, readCsvPieceOf, type CsvPieceJob } from "./csvPiece.ts";
import type { TableFacts } from "./keptTable.ts";
import { runsOf, type Runs } from "./runs.ts";

export interface CsvReading {
  readonly path: string;
  readonly files: Files;
  readonly layout: CsvLayout;
  readonly mapping: Mapping | undefined;
  readonly mergeWithinMinutes: number;
  readonly onProgress?: ReadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of a piece: small where it holds up this thread. */
const PIECE = 1024 * 1024;
const THREAD_PIECE = 4 * 1024 * 1024;

/** Undefined where the mapping or the file is not one to be read so. */
export async function readCsvFacts({ path, files, layout, mapping, mergeWithinMinutes, onProgress, signal }: CsvReading, bytes: Bytes, pieceSize?: number): Promise<TableFacts | undefined> {
  const plan = files.isUtf8 && rowPlan(mapping, layout.columns);
  if (!plan) return undefined;
  const { above: { offset, lines: linesAbove }, dialect, columns } = layout;
  const threads = bytes.disk && files.threads && bytes.size >= files.threads.worthwhile ? files.threads : undefined;
  const job = { path: bytes.disk?.path ?? path, size: bytes.size, modified: bytes.disk?.modified ?? bytes.modified, dialect, width: columns.length, plan, mergeWithinMinutes };
  const answer = async (piece: CsvPieceJob, stop: AbortSignal): Promise<Runs | undefined> => {
    if (!threads) return undefined;
    try {
      return (await threads.run(CSV_WORK, piece, stop)) as Runs | undefined;
    } catch {
      stop.throwIfAborted();
      return undefined;
    }
  };
  const index = new RowIndex();
  const read: Runs[] = [];
  const hasFacts: boolean[] = [];
  let end = offset;
  let lines = linesAbove;
  for await (const { job: piece, answer: guessed } of answersInOrder(cuts(offset, bytes.size, pieceSize ?? (threads ? THREAD_PIECE : PIECE)), threads?.atOnce ?? 0, ({ from, to }, stop) => answer({ ...job, from, to, exact: from === offset }, stop), signal)) {
    if (end >= bytes.size) break;
    const runs = guessed?.from === end ? guessed : await readCsvPieceOf(bytes, { ...job, from: end, to: piece.to, exact: true }, files, signal);
    if (!runs) return undefined;
    for (const { key, row } of runsOf(runs)) {
      const number = index.add(key, row.offset, row.length, lines + row.line);
      hasFacts[number] = number === hasFacts.length && row.facts !== undefined;
    }
    read.push(runs);
    lines += runs.lines;
    end = runs.to;
    onProgress?.(Math.min(end, bytes.size), bytes.size);
  }
  return { index, facts: () => factsOf(read, index), missing: hasFacts.flatMap((has, number) => (has ? [] : [number])) };
}

/** Facts of a run are those of its conversation where it has no other. */
function* factsOf(read: readonly Runs[], index: RowIndex): Generator<RecordFacts | undefined> {
  let number = 0;
  for (const runs of read) {
    for (const { offset, facts } of rowsOf(runs.columns)) if (index.firstOf(number).start === offset) yield index.isTogether(number++) ? facts : undefined;
  }
}

function* cuts(offset: number, size: number, piece: number): Generator<{ readonly from: number; readonly to: number }> {
  for (let from = offset; from < size; from += piece) yield { from, to: Math.min(size, from + piece) };
}
