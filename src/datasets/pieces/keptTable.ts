// Owns what is kept of a large table between two openings: where the rows of its conversations are, and their facts where they are plain.
// Refuses trusting it when the file, or how it is read, is another.
import { parsedJson } from "../../core/json.ts";
import type { Kept } from "../../core/ports.ts";
import type { RecordFacts } from "../facts.ts";
import type { FileStamp } from "../hash.ts";
import { concatenated } from "../sources/concatenated.ts";
import { RowIndex } from "../sources/rowIndex.ts";
import { ColumnsWriter, isPlain, rowsOf, type Columns } from "./columns.ts";

export interface TableFacts {
  readonly index: RowIndex;
  /** One for each conversation, by its number; undefined for one that must be read as ever. Made anew each time: as objects they take much room. */
  readonly facts: () => Iterable<RecordFacts | undefined>;
  /** Numbers of the conversations without facts, ascending. */
  readonly missing: Iterable<number>;
}

/** How the file is read: a change of it makes what is kept useless. */
export interface KeptAs {
  readonly stamp: FileStamp;
  readonly kept: Kept | undefined;
  /** Everything besides the file that facts depend on. */
  readonly rules: unknown;
}

/** Counts up whenever facts or their form become other ones. */
const VERSION = 1;
/** Smaller files are read as fast as what is kept of them. */
const LEAST = 2 * 1024 * 1024;

interface Header {
  readonly version: number;
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly rules: string;
  readonly columns: Pick<Columns, "rows" | "texts" | "labels">;
  readonly missing: readonly number[];
  /** Bytes of the index, and of the numbers of the facts behind it. */
  readonly index: number;
  readonly numbers: number;
}

/** What is kept of the table; undefined when nothing is, or not of this one. */
export async function keptTable({ stamp: { path, size, modified }, kept, rules }: KeptAs): Promise<TableFacts | undefined> {
  const held = size < LEAST ? undefined : await kept?.load(nameOf(path));
  if (!held || held.length < 4) return undefined;
  const length = new DataView(held.buffer, held.byteOffset).getUint32(0, true);
  const header = parsedJson(new TextDecoder().decode(held.subarray(4, 4 + length))) as Header | undefined;
  if (header?.version !== VERSION || header.path !== path || header.size !== size || header.modified !== modified || header.rules !== JSON.stringify(rules)) return undefined;
  const numbers = 4 + length + header.index;
  const index = RowIndex.unpacked(held.subarray(4 + length, numbers));
  if (!index || held.length !== numbers + header.numbers) return undefined;
  const columns = { ...header.columns, numbers: new Float64Array(held.slice(numbers).buffer) };
  return columns.rows === index.conversations ? { index, facts: () => factsIn(columns), missing: header.missing } : undefined;
}

function* factsIn(columns: Columns): Generator<RecordFacts | undefined> {
  for (const row of rowsOf(columns)) yield row.facts;
}

/** Collects the facts to be kept, by number of the conversation. */
export class FactsWriter {
  readonly #columns = new ColumnsWriter();
  readonly missing: number[] = [];
  #count = 0;

  add(facts: RecordFacts | undefined): void {
    const plain = facts && isPlain(facts) ? facts : undefined;
    this.#columns.add(NOWHERE, plain);
    if (!plain) this.missing.push(this.#count);
    this.#count++;
  }

  take(): Columns {
    return this.#columns.take();
  }
}

/** Where rows are, the index says. */
const NOWHERE = { line: 0, offset: 0, length: 0, unended: false } as const;

/** Keeps it for the next opening. */
export async function keepTable({ stamp: { path, size, modified }, kept, rules }: KeptAs, index: RowIndex, facts: FactsWriter): Promise<void> {
  if (!kept || size < LEAST) return;
  const { rows, texts, labels, numbers } = facts.take();
  const packed = index.packed();
  const header: Header = { version: VERSION, path, size, modified, rules: JSON.stringify(rules), columns: { rows, texts, labels }, missing: facts.missing, index: packed.length, numbers: numbers.byteLength };
  const text = new TextEncoder().encode(JSON.stringify(header));
  await kept.save(nameOf(path), concatenated([new Uint8Array(Uint32Array.of(text.length).buffer), text, packed, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)]));
}

function nameOf(path: string): string {
  return `table:${path}`;
}
