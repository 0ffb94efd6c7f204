// Owns reading some row groups of a Parquet file to runs of rows: those that begin in them. Of its columns only those that facts need are decoded.
// Refuses groups that cannot be read; then the file is read as ever.
import type { Bytes, Files } from "../../core/ports.ts";
import { ID, TEXT, type RowPlan } from "../skim/rowPlan.ts";
import { RowFacts } from "../skim/rows.ts";
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
const BLOCK = 32_768;
const TAIL = 512;
const BOM = [0xef, 0xbb, 0xbf] as const;

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
  const piece = new ParquetPiece(job, (slot, cell) => table.textOf(names[slots[slot] ?? -1] ?? "", cell), isUtf8);
  for (const [number, { start, rows }] of table.groups.entries()) {
    const end = start + rows;
    for (let from = Math.max(start, job.from); from < end && !piece.ended; ) {
      signal?.throwIfAborted();
      const to = Math.min(end, from < job.to ? Math.min(job.to, from + BLOCK) : from + TAIL);
      const columns = await table.cells(number, from, to, names, signal);
      piece.rows(from, slots.map((column) => columns[column]), to - from);
      from = to;
    }
  }
  return piece.take();
}

type Cells = readonly (readonly unknown[] | undefined)[];

class ParquetPiece {
  readonly #job: ParquetPieceJob;
  readonly #textOf: (slot: number, cell: unknown) => string | undefined;
  readonly #isUtf8: Files["isUtf8"];
  readonly #facts: RowFacts;
  readonly #writer = new RunsWriter();
  /** The cells of one row, one after the other, and where they are. */
  #room: Uint8Array = new Uint8Array(64 * 1024);
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #run: { readonly at: number; readonly isOurs: boolean; readonly cell: unknown; readonly key: string } | undefined;
  #isLast = false;
  #first = -1;
  #next = 0;
  /** The run that ends the piece is behind us. */
  ended = false;

  constructor(job: ParquetPieceJob, textOf: (slot: number, cell: unknown) => string | undefined, isUtf8: Files["isUtf8"]) {
    this.#job = job;
    this.#textOf = textOf;
    this.#isUtf8 = isUtf8;
    this.#facts = new RowFacts(job.plan, job.mergeWithinMinutes, false);
    this.#from = new Int32Array(job.plan.places.length);
    this.#to = new Int32Array(job.plan.places.length);
  }

  rows(start: number, cells: Cells, count: number): void {
    for (let row = 0; row < count && !this.ended; row++) this.#row(start + row, cells, row);
  }

  take(): Runs {
    this.#close(this.#next);
    const first = this.#first < 0 ? this.#next : this.#first;
    return this.#writer.take(first, this.#next, 0);
  }

  #row(at: number, cells: Cells, row: number): void {
    const cell = cells[ID]?.[row];
    if (!this.#run || !sameCell(cell, this.#run.cell)) {
      const key = this.#textOf(ID, textual(cell)) ?? "";
      // Another cell of the same text goes on with the run.
      if (key !== this.#run?.key) {
        if (this.#isLast) {
          this.ended = true;
          return;
        }
        this.#close(at);
        const isOurs = this.#run !== undefined || this.#job.from === 0;
        if (isOurs && this.#first < 0) this.#first = at;
        this.#run = { at, isOurs, cell, key };
        this.#facts.start();
      }
    }
    this.#next = at + 1;
    this.#isLast ||= at >= this.#job.to;
    if (!this.#run.isOurs) return;
    const used = this.#lay(cells, row);
    if (used < 0 || this.#isUtf8?.(this.#room.subarray(0, used)) !== true) this.#facts.giveUp();
    else this.#facts.row(this.#room, this.#from, this.#to);
  }

  #close(to: number): void {
    const run = this.#run;
    if (run?.isOurs) this.#writer.add(run.at + 1, run.at, to - run.at, this.#facts.facts(), () => run.key);
    this.#run = run && { ...run, isOurs: false };
  }

  /** Lays the cells of a row one after the other; the bytes they take, or −1 where one is not plain. */
  #lay(cells: Cells, row: number): number {
    let used = 0;
    for (let slot = 0; slot < cells.length; slot++) {
      const cell = cells[slot]?.[row];
      this.#from[slot] = used;
      if (cell instanceof Uint8Array) {
        // Whoever makes a text of it drops it.
        if (BOM.every((byte, place) => cell[place] === byte)) return -1;
        this.#make(used + cell.length);
        this.#room.set(cell, used);
        used += cell.length;
      } else if (cell !== undefined && cell !== null) {
        const text = slot === TEXT ? undefined : this.#textOf(slot, cell);
        if (text === undefined) return -1;
        this.#make(used + 3 * text.length);
        used += new TextEncoder().encodeInto(text, this.#room.subarray(used)).written;
      }
      this.#to[slot] = used;
    }
    return used;
  }

  #make(length: number): void {
    if (length <= this.#room.length) return;
    const room = new Uint8Array(2 * length);
    room.set(this.#room);
    this.#room = room;
  }
}

function sameCell(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!(one instanceof Uint8Array && other instanceof Uint8Array) || one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

function textual(cell: unknown): unknown {
  return cell instanceof Uint8Array ? new TextDecoder().decode(cell) : cell;
}
