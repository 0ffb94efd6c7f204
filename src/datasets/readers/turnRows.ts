// Owns reading our own CSV with one row a turn back into the records it was written from. Refuses other tables: mappings read those.
import { parsedJson } from "../../core/json.ts";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { fieldName } from "../../protocol/issue.ts";
import type { TurnRow, TurnRowColumn } from "../../protocol/turnRows.ts";
import { readNative } from "./native.ts";
import { wrongShape, type Finding, type Reading, type RecordFormat } from "./reading.ts";

export const turnRowsFormat: RecordFormat = {
  name: "turn-rows",
  outcomeDefinition: "outcome of each conversation",
  places: { id: ["conversation"], turns: ["rows"], outcomeAt: ["outcome_at"], turnTime: ["at"] },
  keepsMeta: true,
  read: readRows,
};

/** A value `{rows}` with the rows of one conversation, sorted by `turn` where all have one. */
function readRows(value: unknown): Reading {
  const given = typeof value === "object" && value !== null && "rows" in value && Array.isArray(value.rows) ? (value.rows as readonly TurnRow[]) : [];
  const rows = sorted(given.map(unescaped));
  const [first] = rows;
  if (!first) return wrongShape({ at: [], id: "field-missing", values: { field: "rows" } });
  const broken: Omit<Finding, "severity">[] = [];
  const json = (row: TurnRow, column: TurnRowColumn): unknown => {
    const text = row[column];
    if (text === undefined || text === "") return undefined;
    const value = parsedJson(text);
    if (value === undefined) broken.push({ at: ["rows", rows.indexOf(row), column], id: "field-type", values: { field: column, expected: "JSON" } });
    return value;
  };
  const native = {
    id: first.conversation,
    customer: text(first.customer),
    agent: text(first.agent),
    outcome: { value: first.outcome, label: text(first.outcome_label), at: text(first.outcome_at), endedBy: text(first.ended_by), end: text(first.end) },
    profile: firstOf(rows, "profile", json),
    turns: rows.map((row) => ({ role: row.role, text: row.text ?? "", at: text(row.at), kind: text(row.kind), labels: json(row, "labels") })),
    meta: firstOf(rows, "meta", json),
  };
  const extras = rows.map((row) => json(row, "extra"));
  const [wrong] = broken;
  if (wrong) return wrongShape(wrong);
  const reading = readNative(native);
  if (!("record" in reading)) return { ...reading, findings: reading.findings.map(inRows) };
  const messages = reading.record.messages.map((message, index) => {
    const extra = extras[index];
    return typeof extra === "object" && extra !== null ? { ...message, extra: extra as Readonly<Record<string, unknown>> } : message;
  });
  const record: ConversationRecord = { ...reading.record, messages };
  return { ...reading, record, findings: reading.findings.map(inRows) };
}

function text(cell: string | undefined): string | undefined {
  return cell === "" ? undefined : cell;
}

/** The row without the apostrophes that the writer put before what a spreadsheet would run. */
function unescaped(row: TurnRow): TurnRow {
  const columns = row.escaped?.split(" ") ?? [];
  if (!row.escaped) return row;
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, columns.includes(column) && cell.startsWith("'") ? cell.slice(1) : cell]));
}

function sorted(rows: readonly TurnRow[]): readonly TurnRow[] {
  const numbers = new Map(rows.map((row) => [row, row.turn === undefined || row.turn === "" ? Number.NaN : Number(row.turn)]));
  if ([...numbers.values()].some((number) => !Number.isFinite(number))) return rows;
  return [...rows].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
}

/** `profile` and `meta` stand in one row only, wherever a spreadsheet has sorted it to. */
function firstOf(rows: readonly TurnRow[], column: TurnRowColumn, json: (row: TurnRow, column: TurnRowColumn) => unknown): unknown {
  const row = rows.find((each) => each[column] !== undefined && each[column] !== "");
  return row && json(row, column);
}

const COLUMN_OF: Readonly<Record<string, TurnRowColumn>> = { id: "conversation", label: "outcome_label", endedBy: "ended_by" };

/** A place in the native record as a place in the rows. */
function inRows(finding: Finding): Finding {
  const { at } = finding;
  if (typeof at === "number") return finding;
  const [top, second, third] = at;
  const column = (name: unknown): string => COLUMN_OF[String(name)] ?? String(name);
  if (top === "turns") {
    const path = ["rows", second ?? 0, ...(third === undefined ? [] : [column(third)])];
    return { ...finding, at: path, values: { ...finding.values, ...("field" in finding.values && { field: fieldName(path) }) } };
  }
  if (top === "outcome" && second !== undefined) return { ...finding, at: [second === "value" ? "outcome" : second === "at" ? "outcome_at" : column(second)] };
  return { ...finding, at: [column(top)] };
}
