// Owns the first records of a file that nobody has described yet, as a mapping would see them. Refuses their meaning.
import { parsedJson } from "../../core/json.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { asText } from "./fieldPath.ts";
import { outcomeRows } from "./outcomeRows.ts";
import { decode } from "../sources/decode.ts";
import { changingColumns, groupedValue, wholeValue } from "../sources/grouping.ts";
import { beginningOf, layoutOf, LINES_NAME, scanOf, type Layout } from "../sources/guess.ts";
import { membersOfDocument, onlyList } from "../sources/members.ts";
import type { TableRow } from "../sources/table.ts";
import { unpackedFiles } from "../sources/unpacked.ts";
import { foundTable, TURN_LINES } from "../tableShape.ts";

/** Records looked at; of a table, rows. */
const MOST_RECORDS = 200;
const MOST_ROWS = 5000;

type Row = Readonly<Record<string, unknown>>;

/** Each row of a table is a record; {@link groupedRows} makes conversations of rows that are turns. */
export interface FirstRecords {
  readonly records: readonly unknown[];
  readonly isTable: boolean;
}

/** The first records of the file. Rejects with `file-not-found`, `file-unreadable`, or `mapping-no-records` where there are none. */
export async function firstRecords(path: string, given: Files, signal?: AbortSignal): Promise<FirstRecords> {
  const files = unpackedFiles(given);
  const table = await foundTable(path, files, undefined, signal);
  // Lines of JSON are records here, whatever they are records of.
  if (table && table.source.name !== TURN_LINES) {
    const rows = table.source.name === "csv" ? await rowsOf(path, table.files, signal) : table.source.sample;
    return { records: rows.map((value, i) => wholeValue({ line: i + 1, value })), isTable: true };
  }
  const bytes = await files.open(path);
  try {
    const { view, layout } = await listOf(path, bytes, signal);
    const records = await valuesOf(view, layout, signal);
    if (records.length === 0) throw new Failure("mapping-no-records", { path });
    return { records, isTable: false };
  } finally {
    await bytes.close();
  }
}

/** The first rows of a table or a list of JSON objects that may hold outcomes. */
export async function rowsOf(path: string, files: Files, signal?: AbortSignal): Promise<readonly Row[]> {
  const bytes = await files.open(path);
  const rows: Row[] = [];
  try {
    for await (const { value } of outcomeRows(path, bytes, signal)) {
      if (typeof value === "object" && value !== null && !Array.isArray(value)) rows.push(value as Row);
      if (rows.length === MOST_ROWS) break;
    }
    return rows;
  } finally {
    await bytes.close();
  }
}

/** Conversations of rows that are turns: those with the same value of a column, in order. What differs within one is the turns', not theirs. */
export function groupedRows(rows: readonly Row[], column: string): readonly unknown[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const groups = new Map<string, TableRow[]>();
  rows.forEach((value, i) => {
    const key = asText(value[column]) ?? "";
    const group = groups.get(key);
    if (group) group.push({ line: i + 1, value });
    else groups.set(key, [{ line: i + 1, value }]);
  });
  const changing = new Set([...groups.values()].flatMap((group) => [...changingColumns(columns, group)]));
  const own = columns.filter((each) => !changing.has(each));
  return [...groups.values()].slice(0, MOST_RECORDS).map((group) => groupedValue(own, { rows: group, stretches: [] }));
}

/** Where the records are: the lines, the outermost list, or the longest list of a document around it. */
async function listOf(path: string, bytes: Bytes, signal?: AbortSignal): Promise<{ readonly view: Bytes; readonly layout: Layout }> {
  const beginning = await beginningOf(bytes, signal);
  const layout = layoutOf(path, beginning);
  const isObject = layout === "lines" && !LINES_NAME.test(path) && /^\s*\{/u.test(decode(beginning).text);
  const members = isObject ? await membersOfDocument(bytes, signal) : undefined;
  const [longest] = [...(members?.values() ?? [])].filter(({ isList }) => isList).sort((a, b) => b.length - a.length);
  return longest ? { view: onlyList(bytes, longest), layout: "array" } : { view: bytes, layout };
}

async function valuesOf(bytes: Bytes, layout: Layout, signal?: AbortSignal): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for await (const batch of scanOf(layout)(bytes, undefined, signal)) {
    for (const item of batch) {
      const value = item.bytes && parsedJson(decode(item.bytes).text);
      if (typeof value === "object" && value !== null) values.push(value);
      if (values.length === MOST_RECORDS) return values;
    }
  }
  return values;
}
