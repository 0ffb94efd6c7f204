// Owns what a format makes of one item: a record, or the reason why not, each with its findings. Refuses places in the file.
import type { PaymentLags } from "../../core/journal/entry.ts";
import type { SentenceId } from "../../core/messages/sentences.ts";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import type { Meaning, Problem, Severity } from "../dataset.ts";
import type { FileStamp } from "../hash.ts";
import type { LeftOutReason } from "../leftOut.ts";
import type { JoinedPayment } from "../mapping/paymentLags.ts";
import type { OutcomeReason } from "../outcomeReasons.ts";

/** Something wrong inside one item: at a path of its JSON (`key`: at the name rather than the value), or at a text offset. */
export interface Finding {
  readonly at: JsonPath | number;
  readonly severity: Severity;
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What a join with a file of outcomes found for one record. */
export interface Joined extends JoinedPayment {
  readonly reason: OutcomeReason | LeftOutReason;
}

export type Reading =
  | {
      readonly record: ConversationRecord;
      readonly findings: readonly Finding[];
      /** Messages the mapping excludes; they are not in the record. */
      readonly excluded?: number;
      readonly joined?: Joined & { readonly reason: OutcomeReason };
    }
  | { readonly leftOut: LeftOutReason; readonly findings: readonly Finding[]; readonly joined?: Joined };

/** The file of outcomes a format joins, as it was when the dataset was opened. */
export interface Beside {
  readonly stamps: readonly FileStamp[];
  readonly problems: readonly Problem[];
  readonly keys: number;
  readonly followUpDays: number;
  /** ISO 8601. */
  readonly asOf?: string;
  /** What is to be said of all payments together, once every record was read. */
  warnings(payments: PaymentLags | undefined): readonly Problem[];
}

/** One file format: makes a record of the parsed JSON of one item. `line` is for formats whose records may lack an id. */
export interface RecordFormat {
  readonly name: string;
  readonly outcomeDefinition: string;
  /** The data's own words for the two sides and the outcome. */
  readonly meaning?: Meaning;
  /** Where a record keeps what a refusal points at. */
  readonly places: {
    readonly id: JsonPath;
    readonly turns: JsonPath;
    readonly outcomeAt: JsonPath;
    /** Inside a turn. */
    readonly turnTime?: JsonPath;
  };
  /** Other bytes the reading depends on: what is kept of a file is good only as long as `beside.stamps` hold too. */
  readonly beside?: Beside;
  /** The mapping it reads by, where there is one. */
  readonly mapping?: Mapping;
  /** Its `meta` is said in the record, not what is left of a table's columns. */
  readonly keepsMeta?: true;
  read(value: unknown, line: number): Reading;
}

/** A record that cannot be used, for the one reason given. */
export function wrongShape(finding: Omit<Finding, "severity">): Reading {
  return { leftOut: "wrong-shape", findings: [{ ...finding, severity: "error" }] };
}
