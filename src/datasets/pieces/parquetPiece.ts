// Owns reading some row groups of a Parquet file to runs of rows: those that begin in them. Of its columns only those that facts need are decoded.
// Refuses groups that cannot be read; then the file is read as ever.
import type { Bytes, Files } from "../../core/ports.ts";
import { ID, TEXT, type RowPlan } from "../skim/rowPlan.ts";
import { RowFacts } from "../skim/rows.ts";
import { asText } from "../mapping/fieldPath.ts";
import { CellRoom, type Cells } from "../sources/cellRoom.ts";
import { parquetCells } from "../sources/parquetTable.ts";
import type { ParquetLayout } from "../sources/table.ts";
import { RunsWriter, type Runs } from "./runs.ts";

export interface ParquetPieceJob {
  readonly path: string;
  /** The file as it must be, else there is no answer. */
  readonly size: number;
  readonly modified: number;
  /** The runs that begin behind the one with row `from`, unless that is the first of all, up to the one with row `to`. */
  readonly from: number;
  readonly to: number;
  readonly columns: ParquetLayout["columns"];
  readonly plan: RowPlan;
  readonly mergeWithinMinutes: number;
}

/** The name under which threads know {@link readParquetPiece}. */
export const PARQUET_WORK = "parquet";

/** Rows decoded at once, and behind the last one for the end of its run. */
const BLOCK = 4_096;
const TAIL = 512;

/** The runs of a piece; undefined when the file is another one now. Rejects with an error where it is broken. */
export async function readParquetPiece(job: ParquetPieceJob, files: Files, signal?: AbortSignal): Promise<Runs | undefined> {
  const bytes = await files.open(job.path);
  try {
    return bytes.size === job.size && bytes.modified === job.modified ? await readParquetPieceOf(bytes, job, files, signal) : undefined;
  } finally {
    await bytes.close();
  }
}

/** The same of a file that is open. */
export async function readParquetPieceOf(bytes: Bytes, job: ParquetPieceJob, { isUtf8 }: Pick<Files, "isUtf8">, signal?: AbortSignal): Promise<Runs> {
  const table = await parquetCells(bytes);
  const names = [...new Set(job.plan.places.flatMap((place) => job.columns[place] ?? []))];
  const slots = job.plan.places.map((place) => names.indexOf(job.columns[place] ?? ""));
  const room = new CellRoom(names.length, BLOCK, isUtf8);
  const piece = new ParquetPiece(job, room, slots);
  let goesOn = true;
  for (const [number, { start, rows }] of table.groups.entries()) {
    const end = start + rows;
    if (end <= job.from || !goesOn) continue;
    const columns = await Promise.all(names.map((name, column) => table.column(number, name, column === slots[TEXT], signal)));
    for (let from = Math.max(start, job.from); from < end && goesOn; ) {
      signal?.throwIfAborted();
      const to = Math.min(end, from < job.to ? Math.min(job.to, from + BLOCK) : from + TAIL);
      room.clear();
      for (const [column, each] of columns.entries()) await each.lay(from - start, to - start, room, column, signal);
      goesOn = piece.rows(from, to - from);
      from = to;
    }
  }
  return piece.take();
}

class ParquetPiece {
  readonly #job: ParquetPieceJob;
  readonly #room: CellRoom;
  /** The cells of each slot; undefined for one without a column. */
  readonly #slots: readonly (Cells | undefined)[];
  readonly #facts: RowFacts;
  readonly #writer = new RunsWriter();
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #run: { readonly at: number; readonly isOurs: boolean; readonly key: string } | undefined;
  /** The cell with the key of the run. */
  #cell: Uint8Array = new Uint8Array();
  #isLast = false;
  #first = -1;
  #next = 0;
  #ended = false;

  constructor(job: ParquetPieceJob, room: CellRoom, slots: readonly number[]) {
    this.#job = job;
    this.#room = room;
    this.#slots = slots.map((column) => (column < 0 ? undefined : room.cells(column)));
    this.#facts = new RowFacts(job.plan, job.mergeWithinMinutes, false);
    this.#from = new Int32Array(slots.length);
    this.#to = new Int32Array(slots.length);
  }

  /** Takes in rows that lie in the room; false when the run that ends the piece is behind us. */
  rows(start: number, count: number): boolean {
    for (let row = 0; row < count && !this.#ended; row++) this.#row(start + row, row);
    return !this.#ended;
  }

  take(): Runs {
    this.#close(this.#next);
    const first = this.#first < 0 ? this.#next : this.#first;
    return this.#writer.take(first, this.#next, 0);
  }

  #row(at: number, row: number): void {
    const from = this.#slots[ID]?.from[row] ?? 0;
    const to = this.#slots[ID]?.to[row] ?? 0;
    if (!this.#run || !this.#isCell(from, to)) {
      const cell = this.#room.bytes.slice(from, to);
      const key = asText(new TextDecoder().decode(cell)) ?? "";
      this.#cell = cell;
      // Another cell of the same text goes on with the run.
      if (key !== this.#run?.key) {
        if (this.#isLast) {
          this.#ended = true;
          return;
        }
        this.#close(at);
        const isOurs = this.#run !== undefined || this.#job.from === 0;
        if (isOurs && this.#first < 0) this.#first = at;
        this.#run = { at, isOurs, key };
        this.#facts.start();
      }
    }
    this.#next = at + 1;
    this.#isLast ||= at >= this.#job.to;
    if (!this.#run.isOurs) return;
    if (this.#room.odd[row] === 1 || !this.#place(row)) this.#facts.giveUp();
    else this.#facts.row(this.#room.bytes, this.#from, this.#to);
  }

  #close(to: number): void {
    const run = this.#run;
    if (run?.isOurs) this.#writer.add(run.at + 1, run.at, to - run.at, this.#facts.facts(), () => run.key);
    this.#run = run && { ...run, isOurs: false };
  }

  /** Sets where the cells of a row are; false where one begins with a mark that whoever makes a text of it drops. */
  #place(row: number): boolean {
    const { bytes } = this.#room;
    for (let slot = 0; slot < this.#slots.length; slot++) {
      const cells = this.#slots[slot];
      if (!cells) continue;
      const from = cells.from[row] ?? 0;
      const to = cells.to[row] ?? 0;
      if (to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) return false;
      this.#from[slot] = from;
      this.#to[slot] = to;
    }
    return true;
  }

  #isCell(from: number, to: number): boolean {
    if (this.#cell.length !== to - from) return false;
    for (let at = 0; at < this.#cell.length; at++) if (this.#cell[at] !== this.#room.bytes[from + at]) return false;
    return true;
  }
}
