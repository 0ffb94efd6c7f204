// Owns reading a file of outcomes into payments by key, every fault a problem at its row. Refuses matching them to conversations (join.ts).
import { Failure } from "../../core/messages/failure.ts";
import type { Files } from "../../core/ports.ts";
import type { OutcomeJoin } from "../../protocol/outcomeJoin.ts";
import type { Problem } from "../dataset.ts";
import { stampOf, type FileStamp } from "../hash.ts";
import { ProblemList } from "../problemList.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { mappedTime } from "./mappedTime.ts";
import { outcomeRows, type OutcomeRow } from "./outcomeRows.ts";
import { noRows, type PaymentRows } from "./payments.ts";

export interface OutcomeFile {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly byKey: ReadonlyMap<string, PaymentRows>;
  /** The latest time of any row, in milliseconds since the epoch; undefined where rows have none. */
  readonly latest: number | undefined;
  readonly problems: readonly Problem[];
}

/** Rejects with `outcome-file-missing`, `outcome-column-missing` or `file-unreadable`; faults of rows are problems. */
export async function readOutcomeFile(path: string, join: OutcomeJoin, files: Files, signal?: AbortSignal): Promise<OutcomeFile> {
  if ((await files.stat(path))?.kind !== "file") throw new Failure("outcome-file-missing", { path, from: join.from });
  const bytes = await files.open(path);
  try {
    const intake = new RowIntake(path, join);
    for await (const row of outcomeRows(path, bytes, signal)) intake.add(row);
    intake.check();
    return { path, stamp: stampOf(path, bytes), byKey: intake.byKey, latest: intake.latest, problems: intake.problems.all() };
  } finally {
    await bytes.close();
  }
}

class RowIntake {
  readonly byKey = new Map<string, PaymentRows>();
  readonly problems: ProblemList;
  latest: number | undefined;
  readonly #path: string;
  readonly #join: OutcomeJoin;
  /** Fields the join names that no row had so far. */
  readonly #unseen: Set<string>;
  #columns: readonly string[] = [];

  constructor(path: string, join: OutcomeJoin) {
    this.#path = path;
    this.#join = join;
    this.problems = new ProblemList(path);
    this.#unseen = new Set([join.key.file, join.positive.field, ...(join.negatedBy ? [join.negatedBy.field] : []), ...(join.at === undefined ? [] : [nameOf(join.at)])]);
  }

  add({ line, value }: OutcomeRow): void {
    if (typeof value !== "object" || value === null) {
      this.problems.add({ line, column: 1, severity: "error", id: "outcome-row-wrong", values: {} });
      return;
    }
    for (const field of this.#unseen) if (fieldOf(value, field).value !== undefined) this.#unseen.delete(field);
    if (this.#columns.length === 0) this.#columns = Object.keys(value);
    const key = asText(fieldOf(value, this.#join.key.file).value);
    if (!key) {
      this.problems.add({ line, column: 1, severity: "warning", id: "outcome-row-without-key", values: { field: this.#join.key.file } });
      return;
    }
    let rows = this.byKey.get(key);
    if (!rows) this.byKey.set(key, (rows = noRows()));
    this.#file(rows, key, value, line);
  }

  /** A field no row has is a wrong name, which would make every conversation unpaid. */
  check(): void {
    const [column] = this.#unseen;
    if (column !== undefined && this.#columns.length > 0) throw new Failure("outcome-column-missing", { path: this.#path, column, columns: this.#columns.slice(0, 20).join(", ") });
  }

  #file(rows: PaymentRows, key: string, value: object, line: number): void {
    const { positive, negatedBy, at } = this.#join;
    const isPaid = holds(positive, value);
    const isTaken = negatedBy !== undefined && holds(negatedBy, value);
    const time = at === undefined ? undefined : mappedTime(value, at);
    const known = time && !("wrong" in time) ? time : undefined;
    if (known && (this.latest === undefined || known.instant > this.latest)) this.latest = known.instant;
    if (!isPaid && !isTaken) return;
    // A refund without a time still takes the latest payment back.
    if (at !== undefined && !known && (isPaid || time !== undefined)) {
      rows.broken = true;
      this.problems.add({ line, column: 1, severity: "error", id: time === undefined ? "outcome-time-missing" : "outcome-time-wrong", values: { field: nameOf(at), key } });
    } else (isPaid ? (isTaken ? rows.void : rows.paid) : rows.refunds).push(known?.instant);
  }
}

function holds({ field, in: wanted }: OutcomeJoin["positive"], row: object): boolean {
  const text = asText(fieldOf(row, field).value);
  return text !== undefined && wanted.some((each) => asText(each) === text);
}

function nameOf(at: NonNullable<OutcomeJoin["at"]>): string {
  return typeof at === "string" ? at : at.field;
}

