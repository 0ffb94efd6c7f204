// Owns reading one piece of a file of lines to plain facts: the lines that begin in it, wherever it is cut. Refuses what needs the lines before it
// (ids and contents seen), and reports nothing: a line with anything to say is a row without facts.
import { parsedJson } from "../../core/json.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { normalise } from "../../core/transcript/normalise.ts";
import { factsOf, type RecordFacts } from "../facts.ts";
import { nativeFormat } from "../readers/native.ts";
import { openaiMessagesFormat } from "../readers/openaiMessages.ts";
import type { RecordFormat } from "../readers/reading.ts";
import { NativeSkim } from "../skim/native.ts";
import { concatenated } from "../sources/concatenated.ts";
import { decode } from "../sources/decode.ts";
import { LONGEST_ITEM } from "../sources/items.ts";
import { isBlank } from "../sources/lines.ts";
import { ColumnsWriter, isPlain, type Columns } from "./columns.ts";
import { withRoom } from "./room.ts";

/** Formats that are known by their name alone, so that another thread can read them. */
export type PieceFormat = "native" | "openai-messages";

export interface PieceJob {
  readonly path: string;
  /** The file as it must be, else the answer is undefined. */
  readonly size: number;
  readonly modified: number;
  readonly from: number;
  readonly to: number;
  readonly format: PieceFormat;
  readonly mergeWithinMinutes: number;
}

export interface PieceFacts {
  readonly columns: Columns;
  /** Lines that begin in the piece, blank ones included. */
  readonly lines: number;
  /** Where the line begins that the file ends in, if it begins in this piece. */
  readonly unendedAt?: number;
}

/** The name under which threads know {@link readPiece}. */
export const PIECE_WORK = "piece";

const LF = 10;
const CR = 13;
/** What a blank line may begin with. */
const BLANKS: ReadonlySet<number> = new Set([32, 9, LF, CR, 0xef]);
/** Read beyond a piece at once for the end of its last line. */
const TAIL = 64 * 1024;

/** The plain facts of a piece of the file at the job's path; undefined when the file is not the one of the job any more. */
export async function readPiece(job: PieceJob, files: Files, signal?: AbortSignal): Promise<PieceFacts | undefined> {
  const bytes = await files.open(job.path);
  try {
    return bytes.size === job.size && bytes.modified === job.modified ? await readPieceOf(bytes, job, files, signal) : undefined;
  } finally {
    await bytes.close();
  }
}

/** The same of a file that is open. */
export function readPieceOf(bytes: Bytes, job: PieceJob, { isUtf8 }: Pick<Files, "isUtf8">, signal?: AbortSignal): Promise<PieceFacts> {
  return withRoom(job.to - job.from + 1, (room) => factsIn(job, bytes, new LineReader(job, isUtf8), room, signal));
}

async function factsIn({ from, to }: PieceJob, bytes: Bytes, reader: LineReader, room: Uint8Array, signal?: AbortSignal): Promise<PieceFacts> {
  const columns = new ColumnsWriter();
  // A line begins after a line break, which the piece before may end with.
  const start = Math.max(0, from - 1);
  const held = await bytes.read(start, to - start, signal, room);
  // Of the same bytes, Node's kind finds one ten times as fast.
  const found = Buffer.from(held.buffer, held.byteOffset, held.length);
  let at = from === 0 ? 0 : found.indexOf(LF) + 1;
  let lines = 0;
  if (from > 0 && at === 0) return { columns: columns.take(), lines };
  reader.begin(held.subarray(at, found.lastIndexOf(LF) + 1));
  while (start + at < to) {
    lines++;
    const offset = start + at;
    const end = found.indexOf(LF, at);
    if (end !== -1) {
      add(columns, held, at, end, { line: lines, offset, unended: false }, reader);
      at = end + 1;
      continue;
    }
    const { line, end: to, unended } = await restOfLine(bytes, held.subarray(at), start + held.length, signal);
    if (line) {
      reader.begin(line);
      add(columns, line, 0, line.length, { line: lines, offset, unended }, reader);
    } else columns.add({ line: lines, offset, length: to - offset, unended }, undefined);
    return { columns: columns.take(), lines, ...(unended && { unendedAt: offset }) };
  }
  return { columns: columns.take(), lines };
}

function add(columns: ColumnsWriter, bytes: Uint8Array, from: number, end: number, place: { line: number; offset: number; unended: boolean }, reader: LineReader): void {
  const to = end > from && bytes[end - 1] === CR ? end - 1 : end;
  if (!BLANKS.has(bytes[from] ?? 0) || !isBlank(bytes.subarray(from, to))) {
    const facts = reader.facts(bytes, from, to);
    columns.add({ ...place, length: to - from }, facts && isPlain(facts) ? facts : undefined);
  }
}

/** The line that `begun` begins, and where it ends in the file; without its bytes when there are too many. */
async function restOfLine(bytes: Bytes, begun: Uint8Array, from: number, signal?: AbortSignal): Promise<{ readonly line?: Uint8Array; readonly end: number; readonly unended: boolean }> {
  const parts = [begun];
  let length = begun.length;
  for (let at = from; at < bytes.size; ) {
    const more = await bytes.read(at, TAIL, signal);
    const end = more.indexOf(LF);
    const part = end === -1 ? more : more.subarray(0, end);
    length += part.length;
    if (length > LONGEST_ITEM) parts.length = 0;
    else parts.push(part);
    at += part.length;
    if (end !== -1) return { ...(length <= LONGEST_ITEM && { line: concatenated(parts) }), end: at, unended: false };
    if (more.length === 0) break;
  }
  return { ...(length <= LONGEST_ITEM && { line: concatenated(parts) }), end: bytes.size, unended: true };
}

/** Makes the facts of lines, one after the other. */
class LineReader {
  readonly #skim: NativeSkim | undefined;
  readonly #format: RecordFormat;
  readonly #mergeWithinMinutes: number;
  readonly #isUtf8: Files["isUtf8"];
  #allUtf8 = false;

  constructor({ format, mergeWithinMinutes }: PieceJob, isUtf8: Files["isUtf8"]) {
    this.#skim = format === "native" && isUtf8 ? new NativeSkim(mergeWithinMinutes) : undefined;
    this.#format = format === "native" ? nativeFormat : openaiMessagesFormat;
    this.#mergeWithinMinutes = mergeWithinMinutes;
    this.#isUtf8 = isUtf8;
  }

  /** The lines that follow are of these bytes, which are asked about once and not line by line. */
  begin(lines: Uint8Array): void {
    this.#allUtf8 = this.#isUtf8?.(lines) ?? false;
  }

  facts(bytes: Uint8Array, from: number, to: number): RecordFacts | undefined {
    const own = (): Uint8Array => bytes.subarray(from, to);
    if (!this.#allUtf8 && this.#isUtf8?.(own()) === false) return undefined;
    return this.#skim?.facts(bytes, from, to) ?? factsRead(own(), this.#format, this.#mergeWithinMinutes);
  }
}

/** The facts of a record with nothing to report, by making it. */
function factsRead(line: Uint8Array, format: RecordFormat, mergeWithinMinutes: number): RecordFacts | undefined {
  const decoded = decode(line);
  const value = decoded.brokenAt === undefined ? parsedJson(decoded.text) : undefined;
  // Only a record without an id would take the line's number, and that is not known here.
  const reading = value === undefined ? undefined : format.read(value, 0);
  if (!reading || !("record" in reading) || reading.findings.length > 0 || reading.record.id === "line-0") return undefined;
  return factsOf(reading.record, normalise(reading.record, mergeWithinMinutes));
}
