// Owns reading one piece of a CSV file to runs of rows, wherever it is cut: those that begin in it. Refuses rows longer than a piece should have;
// then the file is read as ever.
import type { Bytes, Files } from "../../core/ports.ts";
import { ID, type RowPlan } from "../skim/rowPlan.ts";
import { RowFacts } from "../skim/rows.ts";
import { concatenated } from "../sources/concatenated.ts";
import { keyText } from "../sources/csvKey.ts";
import { RowFinder } from "../sources/csvScan.ts";
import type { CsvDialect } from "../sources/csvFields.ts";
import { withRoom } from "./room.ts";
import { RunsWriter, type Runs } from "./runs.ts";

export interface CsvPieceJob {
  readonly path: string;
  /** The file as it must be, else there is no answer. */
  readonly size: number;
  readonly modified: number;
  /** Where a run begins when `exact`; else the first one from here on is looked for, and whoever takes the answer makes sure that it was one. */
  readonly from: number;
  readonly exact: boolean;
  /** The last run is the one that has the first row from here on. */
  readonly to: number;
  readonly dialect: CsvDialect;
  /** Fields a row should have. */
  readonly width: number;
  readonly plan: RowPlan;
  readonly mergeWithinMinutes: number;
}

/** The name under which threads know {@link readCsvPiece}. */
export const CSV_WORK = "csv";

const [LF, CR] = [10, 13] as const;
const BOM = [0xef, 0xbb, 0xbf] as const;
/** Read beyond a piece at once for the end of its last run. */
const TAIL = 256 * 1024;
/** Bytes a row may have here. */
const LONGEST_ROW = 4 * 1024 * 1024;
/** Rows that must look like rows where the beginning of one is guessed. */
const LIKE = 3;
/** Line ends tried before giving up. */
const TRIED = 200;

/** The runs of a piece; undefined when the file is another one now, or when it is not to be read in pieces. */
export async function readCsvPiece(job: CsvPieceJob, files: Files, signal?: AbortSignal): Promise<Runs | undefined> {
  const bytes = await files.open(job.path);
  try {
    return bytes.size === job.size && bytes.modified === job.modified ? await readCsvPieceOf(bytes, job, files, signal) : undefined;
  } finally {
    await bytes.close();
  }
}

/** The same of a file that is open. */
export async function readCsvPieceOf(bytes: Bytes, job: CsvPieceJob, { isUtf8 }: Pick<Files, "isUtf8">, signal?: AbortSignal): Promise<Runs | undefined> {
  const begun = job.exact ? job.from : Math.max(0, job.from - 1);
  const wanted = job.to - begun + TAIL;
  return withRoom(wanted, async (room) => {
    const piece = new CsvPiece(bytes, job, begun, isUtf8);
    await piece.fetch(wanted, signal, room);
    const from = job.exact ? 0 : piece.guessedRow();
    return from === undefined ? undefined : piece.runs(from, signal);
  });
}

class CsvPiece {
  readonly #bytes: Bytes;
  readonly #job: CsvPieceJob;
  readonly #isUtf8: Files["isUtf8"];
  readonly #finder: RowFinder;
  readonly #facts: RowFacts;
  readonly #writer = new RunsWriter();
  /** Where the held bytes begin in the file. */
  readonly #start: number;
  #held: Uint8Array = new Uint8Array(0);
  /** Of them, those up to the last line break: no character is cut there. */
  #seen: Uint8Array = new Uint8Array(0);
  /** Where the run being read begins, and its key, in the held bytes. */
  #run = { at: 0, line: 1, keyFrom: 0, keyTo: 0 };

  constructor(bytes: Bytes, job: CsvPieceJob, start: number, isUtf8: Files["isUtf8"]) {
    this.#bytes = bytes;
    this.#job = job;
    this.#start = start;
    this.#isUtf8 = isUtf8;
    this.#finder = new RowFinder(job.dialect, job.plan.places);
    this.#facts = new RowFacts(job.plan, job.mergeWithinMinutes, true);
  }

  async fetch(length: number, signal?: AbortSignal, room?: Uint8Array): Promise<void> {
    const at = this.#start + this.#held.length;
    const more = await this.#bytes.read(at, Math.min(length, this.#bytes.size - at), signal, room);
    this.#held = this.#held.length === 0 ? more : concatenated([this.#held, more]);
    this.#seen = this.#final ? this.#held : this.#held.subarray(0, this.#held.lastIndexOf(this.#newline) + 1);
    this.#finder.isUtf8 = this.#isUtf8?.(this.#seen.subarray(this.#job.exact ? 0 : this.#seen.indexOf(this.#newline) + 1)) === true;
  }

  get #newline(): number {
    return this.#job.dialect.newline.charCodeAt(0);
  }

  get #final(): boolean {
    return this.#start + this.#held.length >= this.#bytes.size;
  }

  /** The first place behind a line end from which on rows have as many fields as they should. */
  guessedRow(): number | undefined {
    const newline = this.#newline;
    let at = this.#seen.indexOf(newline) + 1;
    for (let tried = 0; tried < TRIED && at > 0 && this.#start + at < this.#job.to; tried++) {
      if (this.#areRows(at)) return at;
      at = this.#seen.indexOf(newline, at) + 1;
    }
    return undefined;
  }

  #areRows(from: number): boolean {
    for (let row = 0, at = from; row < LIKE && at < this.#seen.length; row++) {
      const next = this.#finder.next(this.#seen, at, this.#final);
      if (next < 0) return row > 0;
      if (this.#finder.fields !== this.#job.width || this.#finder.repaired) return false;
      at = next;
    }
    return true;
  }

  /** Runs from the one that begins at `first`; where that is a guess, from the one after the run that has the row there. */
  async runs(first: number, signal?: AbortSignal): Promise<Runs | undefined> {
    const { exact, to } = this.#job;
    const limit = to - this.#start;
    let lines = 0;
    let at = first;
    let from = exact ? first : -1;
    /** The run being read: whether there is one, and one of this piece. */
    let isRun = false;
    let isOurs = exact;
    let isLast = false;
    while (at < this.#seen.length || !this.#final) {
      const next = this.#finder.next(this.#seen, at, this.#final);
      if (next < 0) {
        if (this.#held.length - at > LONGEST_ROW) return undefined;
        signal?.throwIfAborted();
        await this.fetch(TAIL, signal);
        continue;
      }
      const isBlank = this.#held[at] === LF || this.#held[at] === CR;
      if (!isBlank && !(isRun && this.#isSameKey())) {
        if (isLast) break;
        if (isRun) {
          if (isOurs) this.#end(at);
          isOurs = true;
          if (from < 0) {
            from = at;
            lines = 0;
          }
        }
        isRun = true;
        this.#begin(at, lines + 1);
      }
      if (isRun && isOurs) this.#row(at, next, isBlank);
      isLast ||= !isBlank && at >= limit;
      lines += this.#finder.lines;
      at = next;
    }
    if (isRun && isOurs) this.#end(at);
    if (from < 0) return this.#writer.take(this.#start + at, this.#start + at, 0);
    return this.#writer.take(this.#start + from, this.#start + at, lines);
  }

  #begin(at: number, line: number): void {
    this.#run = { at, line, keyFrom: this.#finder.keyFrom[ID] ?? 0, keyTo: this.#finder.keyTo[ID] ?? 0 };
    this.#facts.start();
    // Whoever decodes the rows drops it.
    if (BOM.every((byte, place) => this.#held[at + place] === byte)) this.#facts.giveUp();
  }

  #row(at: number, next: number, isBlank: boolean): void {
    const { fields, repaired, keyFrom, keyTo } = this.#finder;
    if (isBlank) {
      if (next - at !== (this.#held[at] === CR && this.#held[at + 1] === LF ? 2 : 1)) this.#facts.giveUp();
    } else if (repaired || fields !== this.#job.width) this.#facts.giveUp();
    else this.#facts.row(this.#held, keyFrom, keyTo);
  }

  #end(to: number): void {
    const { at, line, keyFrom, keyTo } = this.#run;
    const isUtf8 = this.#finder.isUtf8 || this.#isUtf8?.(this.#held.subarray(at, to)) === true;
    const facts = isUtf8 ? this.#facts.facts() : undefined;
    this.#writer.add(line, this.#start + at, to - at, facts, () => keyText(this.#held.subarray(keyFrom, keyTo)));
  }

  #isSameKey(): boolean {
    const from = this.#finder.keyFrom[ID] ?? 0;
    const { keyFrom, keyTo } = this.#run;
    if ((this.#finder.keyTo[ID] ?? 0) - from !== keyTo - keyFrom) return false;
    for (let byte = 0; byte < keyTo - keyFrom; byte++) if (this.#held[from + byte] !== this.#held[keyFrom + byte]) return false;
    return true;
  }
}
