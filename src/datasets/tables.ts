// Owns opening a table as a dataset: one pass for where each conversation's rows are, one for entries, ledger and problems, then reading by
// range. Refuses file formats (TableSource) and the meaning of a conversation (its RecordFormat).
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Digest, Files } from "../core/ports.ts";
import type { JsonPath } from "../protocol/jsonPosition.ts";
import type { ConversationEntry, Dataset, ReadProgress } from "./dataset.ts";
import { reopened, stampOf, type FileStamp } from "./hash.ts";
import { Inclusion } from "./inclusion.ts";
import { listed, listedFacts, taken } from "./itemIntake.ts";
import type { LeftOutReason } from "./leftOut.ts";
import type { RecordFacts } from "./facts.ts";
import { OpenedDataset, type Records } from "./openedDataset.ts";
import { FactsWriter, keepTable, keptTable, type TableFacts } from "./pieces/keptTable.ts";
import { readTableFacts } from "./pieces/tableReading.ts";
import { ProblemList } from "./problemList.ts";
import type { Reading, RecordFormat } from "./readers/reading.ts";
import { changingColumns, columnsOf, groupedValue, groupsOf, MOST_HELD, wholeValue, type RowGroup } from "./sources/grouping.ts";
import { RowIndex } from "./sources/rowIndex.ts";
import type { Placed, Table, TableSource } from "./sources/table.ts";
import { datasetWarnings } from "./suspicionFinding.ts";
import type { DatasetTraits } from "./traits.ts";

export interface TableOptions {
  /** Of the dataset. */
  readonly path: string;
  /** The file with the rows, where that is another. */
  readonly file?: string;
  /** Other files the records are made of. */
  readonly stamps?: readonly FileStamp[];
  readonly files: Files;
  readonly digest: Digest;
  readonly source: TableSource;
  readonly format: RecordFormat;
  /** Columns whose rows are one conversation when their values are the same; undefined: each row is a conversation. */
  readonly keys: readonly string[] | undefined;
  readonly traits: DatasetTraits;
  /** Problems of the file as a whole. */
  readonly known?: readonly Placed[];
  readonly onProgress?: ReadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens the file. Rejects with `file-not-found` or `file-unreadable`; everything wrong inside the file is a problem. */
export async function openTable(options: TableOptions): Promise<Dataset> {
  const { path, file = path, files, digest, source, format, keys, traits } = options;
  const inclusion = new Inclusion(traits.mergeWithinMinutes);
  const problems = new ProblemList(file);
  for (const problem of options.known ?? []) problems.add(problem);
  const bytes = await files.open(file);
  try {
    const table = await source.open(bytes);
    const stamp = stampOf(file, bytes);
    const as = { stamp, kept: format.beside ? undefined : files.kept, rules: [format.name, format.mapping, keys, source.columns, traits.mergeWithinMinutes] };
    const kept = await keptTable(as);
    const found = kept ? { ...kept, isWhole: false } : await scanned(options, bytes, table, inclusion, problems);
    const learnt = new FactsWriter();
    const entries = await intake(options, table, found, inclusion, problems, learnt);
    // What the scan said would have to be said again.
    if (found.isWhole) await keepTable(as, found.index, learnt);
    if (inclusion.ledger().conversationsRead === 0) problems.add({ line: 1, column: 1, severity: "error", id: "empty-table", values: {} });
    const { beside } = format;
    const ledger = inclusion.ledger(beside?.keys);
    const all = [...datasetWarnings(file, ledger), ...(beside?.problems ?? []), ...(beside?.warnings(ledger.payments) ?? []), ...problems.all()];
    const records = recordsOf(options, stamp, found.index);
    return new OpenedDataset({ path, format: format.name, traits, ledger, strata: inclusion.strata(), problems: all, entries, records, stamps: [stamp, ...(options.stamps ?? []), ...(beside?.stamps ?? [])], files, digest });
  } finally {
    await bytes.close();
  }
}

/** Where the rows are, and the facts that are known with that. */
async function scanned(options: TableOptions, bytes: Bytes, table: Table, inclusion: Inclusion, problems: ProblemList): Promise<TableFacts & { readonly isWhole: boolean }> {
  const { path, file = path, files, source, format, keys, traits, onProgress, signal } = options;
  const found = keys?.length === 1 ? await readTableFacts({ path: file, files, source, mapping: format.mapping, mergeWithinMinutes: traits.mergeWithinMinutes, onProgress, signal }, bytes) : undefined;
  if (found) return { ...found, isWhole: true };
  const index = new RowIndex();
  let isWhole = true;
  const report = {
    problem: (problem: Placed) => {
      isWhole = false;
      problems.add(problem);
    },
    leaveOut: (reason: LeftOutReason) => inclusion.leaveOut(reason),
  };
  await table.scan(keys, index, report, onProgress, signal);
  const all = Array.from({ length: index.conversations }, (_, number) => number);
  return { index, facts: () => all.map(() => undefined), missing: all, isWhole };
}

/** Takes in every conversation in the file's order: by its facts where they say all, else by its rows. `learnt` gets the facts of all. */
async function intake(options: TableOptions, table: Table, { index, facts, missing }: TableFacts, inclusion: Inclusion, problems: ProblemList, learnt: FactsWriter): Promise<readonly ConversationEntry[]> {
  const { signal } = options;
  index.close();
  const entries: ConversationEntry[] = [];
  const groups = groupsOf(table, index, missing, signal);
  let number = 0;
  for (const own of facts()) {
    if (own && inclusion.nothingToSay(own)) {
      const { start: offset, length, line } = index.firstOf(number);
      inclusion.count(own, line);
      entries.push(listedFacts(own, { line, offset, length }));
      learnt.add(own);
    } else {
      // Only what was counted before tells that a plain one has something to say.
      const group = await (own ? groupsOf(table, index, [number], signal) : groups).next();
      const found = group.done === true ? {} : ofGroup(options, table, group.value, inclusion, problems);
      if (found.entry) entries.push(found.entry);
      learnt.add(own ?? found.facts);
    }
    number++;
  }
  return entries;
}

/** The entry of a group that is kept, and its facts where there is nothing to say of it. */
function ofGroup(options: TableOptions, table: Table, group: RowGroup, inclusion: Inclusion, problems: ProblemList): { readonly entry?: ConversationEntry; readonly facts?: RecordFacts } {
  const { rows, first } = group;
  for (const problem of group.problems) problems.add(problem);
  if (group.tooLarge) {
    inclusion.leaveOut("too-long-line");
    problems.add({ line: first.line, column: 1, severity: "error", id: "line-too-long", values: { megabytes: MOST_HELD / 1024 / 1024 } });
    return {};
  }
  if (group.lost) {
    inclusion.leaveOut("wrong-shape");
    return {};
  }
  const [start] = rows;
  // Lines of nothing but separators: spreadsheets leave them behind.
  if (!start) return {};
  const { findings, conversation, facts } = taken(readingOf(options, group), start.line, options.format, inclusion);
  for (const { at, ...finding } of findings) problems.add({ ...placeOf(table, group, at), ...finding });
  if (!conversation) return {};
  const saysAll = findings.length === 0 && group.problems.length === 0 && start.line === first.line;
  return { entry: listed(conversation, { line: start.line, offset: first.start, length: first.length }), ...(saysAll && facts && { facts }) };
}

/** Where a finding about a group stands: its path leads into a row, or to a column of the first one. */
function placeOf(table: Table, { rows, first }: RowGroup, at: JsonPath | number): Pick<Placed, "line" | "column" | "endColumn"> {
  if (typeof at === "number") return { line: first.line, column: 1 };
  const row = at[0] === "rows" && typeof at[1] === "number" ? rows[at[1]] : rows[0];
  const path = row && at[0] === "rows" ? at.slice(2) : at;
  if (!row) return { line: first.line, column: 1 };
  return path.length === 0 ? { line: row.line, column: 1 } : table.placeOf(row, path);
}

/** The reading of a group; of a conversation in several rows only what they have in common is its own. */
function readingOf({ source, format, keys }: TableOptions, group: RowGroup): Reading {
  const { rows } = group;
  const line = rows[0]?.line ?? 1;
  if (!keys) return format.read(rows[0] ? wholeValue(rows[0]) : undefined, line);
  const columns = source.uniform ? source.columns : columnsOf(rows);
  const reading = format.read(groupedValue(columns, group), line);
  if (!("record" in reading) || format.keepsMeta) return reading;
  const changing = changingColumns(columns, rows);
  const meta = Object.fromEntries(Object.entries(reading.record.meta).filter(([field]) => !changing.has(field) && (field !== "stretches" || columns.includes(field))));
  return { ...reading, record: { ...reading.record, meta } };
}

/** Reads entries again by their rows; several in file order cost few reads. */
function recordsOf(options: TableOptions, stamp: FileStamp, index: RowIndex): Records {
  return async function* records(entries, signal) {
    const changed = (): Failure => new Failure("dataset-changed", { path: stamp.path });
    const bytes = await reopened(options.files, stamp);
    try {
      const table = await options.source.open(bytes);
      let at = 0;
      for await (const group of groupsOf(table, index, entries.map(({ offset = -1 }) => index.startingAt(offset)), signal)) {
        const reading = group.rows.length > 0 ? readingOf(options, group) : undefined;
        if (!reading || !("record" in reading) || reading.record.id !== entries[at++]?.id) throw changed();
        yield reading.record;
      }
    } finally {
      await bytes.close();
    }
  };
}
