// Owns reading the rows of many conversations of a table with few reads, however scattered they are, and the value made of one.
// Refuses holding more than a batch of rows.
import { parsedJson } from "../../core/json.ts";
import { isTooDeep } from "../readers/depth.ts";
import type { RowIndex, Segment } from "./rowIndex.ts";
import { Shelf } from "./shelf.ts";
import { setOwn } from "./setOwn.ts";
import type { Placed, SegmentRows, Table, TableRow } from "./table.ts";

/** The rows of one conversation; none where it is too large to be held, or its rows are empty. */
export interface RowGroup {
  readonly conversation: number;
  readonly rows: readonly TableRow[];
  /** How many of them stand together in the file before those of another conversation come, stretch by stretch. */
  readonly stretches: readonly number[];
  readonly problems: readonly Placed[];
  /** Where its first row is. */
  readonly first: Segment;
  /** True when its rows are more than {@link MOST_HELD} bytes and were not read. */
  readonly tooLarge: boolean;
  /** True when some of its rows could not be read, as a problem says. */
  readonly lost: boolean;
}

/** Bytes the rows of one conversation may have. */
export const MOST_HELD = 32 * 1024 * 1024;

/** Bytes of rows read in one pass: the more, the fewer passes over a file whose conversations are scattered over all of it. */
const SCATTERED_BATCH = 8 * 1024 * 1024;
const NEIGHBOURS_BATCH = 64 * 1024;

/** The groups of the conversations given, in that order. */
export async function* groupsOf(table: Table, index: RowIndex, conversations: Iterable<number>, signal?: AbortSignal): AsyncGenerator<RowGroup> {
  let batch: { conversation: number; segments: readonly Segment[] }[] = [];
  let held = 0;
  let scattered = false;
  for (const conversation of conversations) {
    const segments = index.segmentsOf(conversation);
    const size = sizeOf(table, segments);
    if (batch.length > 0 && held + size > (scattered ? SCATTERED_BATCH : NEIGHBOURS_BATCH)) {
      yield* groupsOfBatch(table, batch, signal);
      batch = [];
      held = 0;
      scattered = false;
    }
    batch.push({ conversation, segments });
    held += size > MOST_HELD ? 0 : size;
    scattered ||= segments.length > 1;
  }
  yield* groupsOfBatch(table, batch, signal);
}

async function* groupsOfBatch(table: Table, batch: readonly { readonly conversation: number; readonly segments: readonly Segment[] }[], signal?: AbortSignal): AsyncGenerator<RowGroup> {
  const groups = batch.map(({ conversation, segments }) => ({ conversation, segments, read: [] as (() => SegmentRows)[], tooLarge: sizeOf(table, segments) > MOST_HELD }));
  const wanted = groups.flatMap((group) => (group.tooLarge ? [] : group.segments.map((segment) => ({ group, segment }))));
  wanted.sort((a, b) => a.segment.start - b.segment.start);
  const shelf = table.unit === 1 && wanted.length > batch.length ? new Shelf(wanted.reduce((sum, { segment }) => sum + segment.length, 0)) : undefined;
  for (const { group, segment } of wanted) {
    signal?.throwIfAborted();
    group.read.push(await table.read(segment, signal, shelf));
  }
  for (const { conversation, segments, read, tooLarge } of groups) {
    const [first] = segments;
    if (first) yield { conversation, first, tooLarge, ...together(read) };
  }
}

/** What was read of one conversation, made rows only now: rows take several times the room of their text. */
function together(read: readonly (() => SegmentRows)[]): Pick<RowGroup, "rows" | "stretches" | "problems" | "lost"> {
  const parts = read.map((part) => part());
  const [only] = parts;
  return {
    rows: parts.length === 1 && only ? only.rows : parts.flatMap(({ rows }) => rows),
    stretches: parts.map(({ rows }) => rows.length),
    problems: parts.flatMap(({ problems }) => problems),
    lost: parts.some(({ lost }) => lost === true),
  };
}

function sizeOf({ unit }: Table, segments: readonly Segment[]): number {
  return segments.reduce((sum, { length }) => sum + length, 0) * unit;
}

/**
 * The value of a conversation with one row a turn: each column's first value that is not empty, and `rows`, all of them. A column
 * called `rows` is found in the rows only. Rows in several stretches have their numbers in `stretches`, unless a column is called so.
 */
export function groupedValue(columns: readonly string[], { rows, stretches }: Pick<RowGroup, "rows" | "stretches">): Readonly<Record<string, unknown>> {
  const value: Record<string, unknown> = {};
  if (stretches.length > 1) value.stretches = stretches;
  for (const column of columns) {
    for (const row of rows) {
      if (!Object.hasOwn(row.value, column) || isEmpty(row.value[column])) continue;
      setOwn(value, column, row.value[column]);
      break;
    }
  }
  value.rows = rows.map((row) => row.value);
  return value;
}

/** The value of a row that is a whole conversation: empty cells left out, cells of JSON as what they hold. */
export function wholeValue(row: TableRow): Readonly<Record<string, unknown>> {
  const value: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row.value)) if (!isEmpty(cell)) setOwn(value, column, jsonOf(cell));
  return value;
}

/** Lists and objects written in a cell; anything else stays the text it is. */
function jsonOf(cell: unknown): unknown {
  if (typeof cell !== "string" || !/^\s*[[{]/u.test(cell)) return cell;
  const value = parsedJson(cell);
  return value === undefined || isTooDeep(value) ? cell : value;
}

function isEmpty(cell: unknown): boolean {
  return cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "");
}

/** Fields of any of the rows, in the order they come up. */
export function columnsOf(rows: readonly TableRow[]): readonly string[] {
  const columns = new Set<string>();
  for (const { value } of rows) for (const column of Object.keys(value)) columns.add(column);
  return [...columns];
}

/** Columns that say something else in another row: what belongs to the turns, not to the conversation. */
export function changingColumns(columns: readonly string[], rows: readonly TableRow[]): ReadonlySet<string> {
  return new Set(
    columns.filter((column) => {
      let first: unknown;
      for (const { value } of rows) {
        const cell = value[column];
        if (isEmpty(cell)) continue;
        if (first === undefined) first = cell;
        else if (cell !== first) return true;
      }
      return false;
    }),
  );
}
