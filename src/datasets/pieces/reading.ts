// Owns reading a large file of lines as pieces, in other threads where there are, and taking them in the file's order: the same entries, ledger
// and problems as line by line. What was found is kept for the next opening, where a file that only grew is read from its old end on.
import type { Bytes, Digest, Files, Threads } from "../../core/ports.ts";
import type { ConversationEntry, ReadProgress } from "../dataset.ts";
import type { Inclusion } from "../inclusion.ts";
import { entryOf } from "../itemIntake.ts";
import type { ProblemList } from "../problemList.ts";
import type { RecordFormat } from "../readers/reading.ts";
import { LONGEST_ITEM } from "../sources/items.ts";
import { windowed } from "../sources/window.ts";
import { answersInOrder } from "./ahead.ts";
import { rowsOf, type Row } from "./columns.ts";
import { PIECE_WORK, readPieceOf, type PieceFacts, type PieceFormat, type PieceJob } from "./piece.ts";
import { keepPieces, keptPieces } from "./stored.ts";

export interface PiecesOptions {
  readonly path: string;
  readonly files: Files;
  readonly digest: Digest;
  readonly format: RecordFormat;
  readonly pieceFormat: PieceFormat;
  readonly mergeWithinMinutes: number;
  readonly onProgress?: ReadProgress | undefined;
  /** Told after each piece; the one list grows. */
  readonly onEntries: (entries: readonly ConversationEntry[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of a piece. The first is small, and read here while the threads start; others are as much as this thread may be held up for. */
const FIRST = 1024 * 1024;
const PIECE = 1024 * 1024;
/** A piece for a thread, and what passes between threads for one. */
const THREAD_PIECE = 4 * 1024 * 1024;

/** The entries of the file, all counted. */
export async function readInPieces(options: PiecesOptions, bytes: Bytes, inclusion: Inclusion, problems: ProblemList): Promise<readonly ConversationEntry[]> {
  const { files, onProgress, onEntries, signal } = options;
  // Threads have the disk's own files only.
  const threads = bytes.disk && files.threads && bytes.size >= files.threads.worthwhile ? files.threads : undefined;
  const intake = new Intake(options, bytes, inclusion, problems);
  const known = await keptPieces(options, bytes, signal);
  for (const piece of known.pieces) await intake.take(piece, signal);
  const pieces: PieceFacts[] = [...known.pieces];
  let fresh = 0;
  const jobs = jobsOf(options, bytes, known.upTo, threads ? THREAD_PIECE : PIECE);
  for await (const { job, answer: facts } of answersInOrder(jobs, threads?.atOnce ?? 0, (each, stop) => read(each, bytes, files, threads, stop), signal)) {
    await intake.take(facts, signal);
    onEntries(intake.entries);
    pieces.push(facts);
    fresh++;
    onProgress?.(job.to, bytes.size);
  }
  if (fresh > 0) await keepPieces(options, bytes, pieces);
  return intake.entries;
}

/** Takes rows in, one piece after the other. */
class Intake {
  readonly entries: ConversationEntry[] = [];
  readonly #format: RecordFormat;
  readonly #inclusion: Inclusion;
  readonly #problems: ProblemList;
  readonly #read: ReturnType<typeof windowed>;
  #lines = 0;

  constructor({ format }: PiecesOptions, bytes: Bytes, inclusion: Inclusion, problems: ProblemList) {
    this.#format = format;
    this.#inclusion = inclusion;
    this.#problems = problems;
    this.#read = windowed(bytes);
  }

  async take({ columns, lines }: PieceFacts, signal?: AbortSignal): Promise<void> {
    for (const row of rowsOf(columns)) {
      const line = this.#lines + row.line;
      const entry = this.#plain(row, line) ?? (await this.#asEver(row, line, signal));
      if (entry) this.entries.push(entry);
    }
    this.#lines += lines;
  }

  #plain({ facts, offset, length }: Row, line: number): ConversationEntry | undefined {
    if (!facts || !this.#inclusion.nothingToSay(facts)) return undefined;
    this.#inclusion.count(facts, line);
    const { id, outcome, customer, turns, userTurns } = facts;
    return customer === undefined ? { id, outcome, turns, userTurns, line, offset, length } : { id, outcome, customer, turns, userTurns, line, offset, length };
  }

  async #asEver({ offset, length, unended }: Row, line: number, signal: AbortSignal | undefined): Promise<ConversationEntry | undefined> {
    const bytes = length > LONGEST_ITEM ? undefined : await this.#read(offset, length, signal);
    return entryOf({ line, column: 1, offset, length, bytes, unended }, this.#format, this.#inclusion, this.#problems);
  }
}

function* jobsOf({ path: named, pieceFormat, mergeWithinMinutes }: PiecesOptions, { size, modified: changed, disk }: Bytes, upTo: number, piece: number): Generator<PieceJob> {
  const { path, modified } = disk ?? { path: named, modified: changed };
  for (let from = upTo; from < size; ) {
    const to = Math.min(size, from + (from === 0 ? FIRST : piece));
    yield { path, size, modified, from, to, format: pieceFormat, mergeWithinMinutes };
    from = to;
  }
}

async function read(job: PieceJob, bytes: Bytes, files: Files, threads: Threads | undefined, signal: AbortSignal): Promise<PieceFacts> {
  if (threads && job.from > 0) {
    try {
      const facts = await threads.run(PIECE_WORK, job, signal);
      if (facts !== undefined) return facts as PieceFacts;
    } catch {
      signal.throwIfAborted();
    }
  }
  return readPieceOf(bytes, job, files, signal);
}
