// Owns facts by the thousand as numbers and one text, the form in which they pass between threads and onto the disk. Refuses facts that are not plain.
import type { OutcomeValue } from "../../core/stats/labelledProbe.ts";
import type { RecordFacts } from "../facts.ts";

/** One row a line: where it is, and its facts or that it must be read as ever. */
export interface Columns {
  readonly rows: number;
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: string;
  /** Outcomes' own names, by place. */
  readonly labels: readonly string[];
}

/** A line that is not blank. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** The file ends before a line break. */
  readonly unended: boolean;
}

export interface Row extends Place {
  readonly facts?: RecordFacts;
}

/** Numbers of a row. */
const WIDTH = 15;
export const OUTCOMES: readonly OutcomeValue[] = ["positive", "negative", "unknown"];
const NONE = -1;

/** True for facts that a row can hold: of a record that is kept and has nothing to report. */
export function isPlain({ hasUser, hasAgent, turns, userTurns, excluded, reason, suspicions }: RecordFacts): boolean {
  return hasUser && hasAgent && userTurns > 0 && userTurns < turns && excluded === undefined && reason === undefined && suspicions === undefined;
}

/** Collects rows. */
export class ColumnsWriter {
  #numbers = new Float64Array(WIDTH * 256);
  #rows = 0;
  readonly #texts: string[] = [];
  #length = 0;
  readonly #labels: string[] = [];

  /** `facts` are plain, or absent. */
  add({ line, offset, length, unended }: Place, facts: RecordFacts | undefined): void {
    const at = this.#rows * WIDTH;
    if (at === this.#numbers.length) {
      const more = new Float64Array(2 * at);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#rows++;
    const numbers = this.#numbers;
    numbers[at] = line;
    numbers[at + 1] = offset;
    numbers[at + 2] = length;
    numbers[at + 3] = Number(unended);
    numbers[at + 4] = facts ? OUTCOMES.indexOf(facts.outcome) : NONE;
    if (facts) {
      numbers[at + 5] = facts.messages;
      numbers[at + 6] = facts.merged;
      numbers[at + 7] = facts.cut;
      numbers[at + 8] = facts.system;
      numbers[at + 9] = facts.turns;
      numbers[at + 10] = facts.userTurns;
      numbers[at + 11] = facts.content ?? NONE;
      numbers[at + 12] = facts.label === undefined ? NONE : this.#label(facts.label);
    }
    numbers[at + 13] = this.#text(facts?.id);
    numbers[at + 14] = facts?.customer === undefined ? NONE : this.#text(facts.customer);
  }

  take(): Columns {
    return { rows: this.#rows, numbers: this.#numbers.slice(0, this.#rows * WIDTH), texts: this.#texts.join(""), labels: this.#labels };
  }

  /** Where the text ends in all texts. */
  #text(text = ""): number {
    if (text !== "") this.#texts.push(text);
    return (this.#length += text.length);
  }

  #label(label: string): number {
    const known = this.#labels.indexOf(label);
    return known >= 0 ? known : this.#labels.push(label) - 1;
  }
}

/** Without a last row whose line has no end. */
export function withoutUnended(columns: Columns): Columns {
  const { rows, numbers } = columns;
  if (rows === 0 || numbers[(rows - 1) * WIDTH + 3] !== 1) return columns;
  return { ...columns, rows: rows - 1, numbers: numbers.slice(0, (rows - 1) * WIDTH) };
}

/** The rows in their order. Written for speed: a large file has a hundred thousand. */
export function* rowsOf({ rows, numbers, texts, labels }: Columns): Generator<Row> {
  let begin = 0;
  for (let at = 0; at < rows * WIDTH; at += WIDTH) {
    const line = numbers[at] ?? 0;
    const offset = numbers[at + 1] ?? 0;
    const length = numbers[at + 2] ?? 0;
    const unended = numbers[at + 3] === 1;
    const idEnd = numbers[at + 13] ?? begin;
    const customerEnd = numbers[at + 14] ?? NONE;
    const outcome = OUTCOMES[numbers[at + 4] ?? NONE];
    if (outcome === undefined) yield { line, offset, length, unended };
    else {
      const facts: { -readonly [field in keyof RecordFacts]: RecordFacts[field] } = {
        id: texts.slice(begin, idEnd),
        outcome,
        hasUser: true,
        hasAgent: true,
        messages: numbers[at + 5] ?? 0,
        merged: numbers[at + 6] ?? 0,
        cut: numbers[at + 7] ?? 0,
        system: numbers[at + 8] ?? 0,
        turns: numbers[at + 9] ?? 0,
        userTurns: numbers[at + 10] ?? 0,
      };
      if (customerEnd !== NONE) facts.customer = texts.slice(idEnd, customerEnd);
      const label = labels[numbers[at + 12] ?? NONE];
      if (label !== undefined) facts.label = label;
      const content = numbers[at + 11] ?? NONE;
      if (content !== NONE) facts.content = content;
      yield { line, offset, length, unended, facts };
    }
    begin = Math.max(idEnd, customerEnd);
  }
}
