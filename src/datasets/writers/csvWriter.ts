// Owns writing records as CSV with one row a turn (RFC 4180, LF). Refuses cells a spreadsheet would run: they get an apostrophe, and the
// row says so in `escaped`, so that reading the file again gives the text as it was.
import type { ConversationRecord, Message } from "../../core/transcript/conversation.ts";
import { TURN_ROW_COLUMNS, type TurnRow, type TurnRowColumn } from "../../protocol/turnRows.ts";

/** What a spreadsheet takes for a formula or passes over before one, in both widths. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

export const CSV_HEADER = `${TURN_ROW_COLUMNS.join(",")}\n`;

/** The rows of one conversation, each with its line break. */
export function csvRows(record: ConversationRecord): string {
  return record.messages.map((message, index) => csvLine(rowOf(record, message, index === 0))).join("");
}

function rowOf({ id, customer, agent, outcome, profile, meta }: ConversationRecord, { fileIndex, role, text, at, kind, labels, extra }: Message, first: boolean): TurnRow {
  return {
    conversation: id,
    turn: String(fileIndex),
    role,
    text,
    at: at ?? "",
    kind: kind ?? "",
    outcome: outcome.value,
    outcome_label: outcome.label ?? "",
    outcome_at: outcome.at ?? "",
    ended_by: outcome.endedBy ?? "",
    end: outcome.end ?? "",
    customer: customer ?? "",
    agent: agent ?? "",
    labels: labels.length > 0 ? JSON.stringify(labels) : "",
    extra: extra ? JSON.stringify(extra) : "",
    profile: first ? jsonOf(profile) : "",
    meta: first ? jsonOf(meta) : "",
  };
}

function jsonOf(fields: Readonly<Record<string, unknown>>): string {
  return Object.keys(fields).length > 0 ? JSON.stringify(fields) : "";
}

function csvLine(row: TurnRow): string {
  const escaped: TurnRowColumn[] = [];
  const cells = TURN_ROW_COLUMNS.map((column) => {
    const value = column === "escaped" ? escaped.join(" ") : (row[column] ?? "");
    if (!FORMULA.test(value)) return quoted(value);
    escaped.push(column);
    return quoted(`'${value}`);
  });
  return `${cells.join(",")}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
