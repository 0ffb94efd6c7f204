// Owns what a format makes of one item: a record, or the reason why not, each with its findings. Refuses places in the file.
import type { SentenceId } from "../../core/messages/sentences.ts";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Severity } from "../dataset.ts";
import type { LeftOutReason } from "../leftOut.ts";

/** Something wrong inside one item: at a path of its JSON (`key`: at the name rather than the value), or at a text offset. */
export interface Finding {
  readonly at: JsonPath | number;
  readonly severity: Severity;
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

export type Reading =
  | { readonly record: ConversationRecord; readonly findings: readonly Finding[] }
  | { readonly leftOut: LeftOutReason; readonly findings: readonly Finding[] };

/** One file format: makes a record of the parsed JSON of one item. `line` is for formats whose records may lack an id. */
export interface RecordFormat {
  readonly name: string;
  readonly outcomeDefinition: string;
  /** Where a record keeps what a refusal points at. */
  readonly places: { readonly id: JsonPath; readonly turns: JsonPath; readonly outcomeAt: JsonPath };
  read(value: unknown, line: number): Reading;
}

/** A record that cannot be used, for the one reason given. */
export function wrongShape(finding: Omit<Finding, "severity">): Reading {
  return { leftOut: "wrong-shape", findings: [{ ...finding, severity: "error" }] };
}
