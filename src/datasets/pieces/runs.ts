// Owns what is found of a table piece by piece: runs of rows that stand together under one key, each with its facts where they are plain.
// Refuses file formats.
import type { RecordFacts } from "../facts.ts";
import { ColumnsWriter, isPlain, rowsOf, type Columns, type Row } from "./columns.ts";

/** Runs in the file's order. */
export interface Runs {
  /** One row a run; lines count from the beginning of the piece. */
  readonly columns: Columns;
  /** Keys of the runs without facts, in order; with facts the id is the key. */
  readonly keys: readonly string[];
  /** Where the first run begins and the last one ends, in bytes or rows, and the line breaks between. */
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

export interface Run {
  readonly row: Row;
  readonly key: string;
}

/** Collects runs. */
export class RunsWriter {
  readonly #columns = new ColumnsWriter();
  readonly #keys: string[] = [];

  /** `key` is asked for where the facts are not plain; theirs is the id. */
  add(line: number, offset: number, length: number, facts: RecordFacts | undefined, key: () => string): void {
    const plain = facts && isPlain(facts) ? facts : undefined;
    this.#columns.add({ line, offset, length, unended: false }, plain);
    if (!plain) this.#keys.push(key());
  }

  take(from: number, to: number, lines: number): Runs {
    return { columns: this.#columns.take(), keys: this.#keys, from, to, lines };
  }
}

/** The runs in their order. */
export function* runsOf({ columns, keys }: Runs): Generator<Run> {
  let unknown = 0;
  for (const row of rowsOf(columns)) yield { row, key: row.facts?.id ?? keys[unknown++] ?? "" };
}
