// Owns opening a table as a dataset: one pass for where each conversation's rows are, one for entries, ledger and problems, then reading by
// range. Refuses file formats (TableSource) and the meaning of a conversation (its RecordFormat).
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Digest, Files } from "../core/ports.ts";
import type { JsonPath } from "../protocol/jsonPosition.ts";
import type { ConversationEntry, Dataset, ReadProgress, ReadSoFar } from "./dataset.ts";
import { reopened, stampOf, type FileStamp } from "./hash.ts";
import { Inclusion } from "./inclusion.ts";
import { listed, listedFacts, taken } from "./itemIntake.ts";
import type { LeftOutReason } from "./leftOut.ts";
import { OpenedDataset, type Records } from "./openedDataset.ts";
import { keepIndex, keptIndex } from "./pieces/keptIndex.ts";
import { keepListing, keptListing, readAs, type Listing } from "./pieces/listing.ts";
import { readTableFacts, type TableFacts } from "./pieces/tableReading.ts";
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
  readonly onSoFar?: ReadSoFar | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens the file. Rejects with `file-not-found` or `file-unreadable`; everything wrong inside the file is a problem. */
export async function openTable(options: TableOptions): Promise<Dataset> {
  const { path, file = path, files, digest, format, traits } = options;
  const bytes = await files.open(file);
  try {
    const stamp = stampOf(file, bytes);
    const { beside } = format;
    const { listing, index } = await listingOf(options, bytes);
    const { ledger, strata, entries, payments } = listing;
    const problems = [...datasetWarnings(file, ledger), ...(beside?.problems ?? []), ...(beside?.warnings(ledger.payments) ?? []), ...listing.problems];
    return new OpenedDataset({ path, format: format.name, traits, ledger, strata, problems, entries, records: recordsOf(options, stamp, index), stamps: [stamp, ...(options.stamps ?? []), ...(beside?.stamps ?? [])], files, digest, ...(payments && { payments }) });
  } finally {
    await bytes.close();
  }
}

/** Where rows are; of a file that was known, found when the first is read. */
type Index = (bytes: Bytes) => Promise<RowIndex>;

/** What the file holds, kept or read. */
async function listingOf(options: TableOptions, bytes: Bytes): Promise<{ readonly listing: Listing; readonly index: Index }> {
  const { path, file = path, files, source, format, keys, traits } = options;
  const as = { path: file, files, pieceFormat: readAs(JSON.stringify([format.name, format.mapping, keys, source.columns]), traits), mergeWithinMinutes: traits.mergeWithinMinutes };
  // What other files say would have to be known too.
  const mayKeep = !format.beside && !options.stamps?.length;
  const kept = mayKeep ? await keptListing(as, bytes) : undefined;
  if (kept) {
    let index: Promise<RowIndex> | undefined;
    return { listing: kept, index: (same) => (index ??= keptIndex(as, same).then((held) => held ?? indexAnew(options, same))) };
  }
  const inclusion = new Inclusion(traits);
  const problems = new ProblemList(file);
  for (const problem of options.known ?? []) problems.add(problem);
  const table = await source.open(bytes);
  const found = await scanned(options, bytes, table, inclusion, problems);
  const entries = await intake(options, table, found, inclusion, problems);
  if (inclusion.ledger().conversationsRead === 0) problems.add({ line: 1, column: 1, severity: "error", id: "empty-table", values: {} });
  const listing = { entries, ledger: inclusion.ledger(format.beside?.keys), strata: inclusion.strata(), problems: problems.all(), ...(format.beside && { payments: inclusion.payments(format.beside.keys) }) };
  if (mayKeep) {
    await keepListing(as, bytes, listing);
    await keepIndex(as, bytes, found.index);
  }
  return { listing, index: () => Promise.resolve(found.index) };
}

/** What was kept of a file that stayed is gone. */
async function indexAnew(options: TableOptions, bytes: Bytes): Promise<RowIndex> {
  const { index } = await scanned({ ...options, onProgress: undefined, onSoFar: undefined, signal: undefined }, bytes, await options.source.open(bytes), new Inclusion(), new ProblemList(options.path));
  index.close();
  return index;
}

/** Where the rows are, and the facts that are known with that. */
async function scanned(options: TableOptions, bytes: Bytes, table: Table, inclusion: Inclusion, problems: ProblemList): Promise<TableFacts> {
  const { path, file = path, files, source, format, keys, traits: { name, strata = {}, mergeWithinMinutes }, onProgress, onSoFar, signal } = options;
  const onEntries = (entries: readonly ConversationEntry[]): void => onSoFar?.({ name, strata: { ...inclusion.strata(), ...strata }, entries });
  const found = keys?.length === 1 ? await readTableFacts({ path: file, files, source, mapping: format.mapping, mergeWithinMinutes, onProgress, onEntries, signal }, bytes) : undefined;
  if (found) return found;
  const index = new RowIndex();
  const report = { problem: (problem: Placed) => problems.add(problem), leaveOut: (reason: LeftOutReason) => inclusion.leaveOut(reason) };
  await table.scan(keys, index, report, onProgress, signal);
  const all = Array.from({ length: index.conversations }, (_, number) => number);
  return { index, facts: () => all.map(() => undefined), missing: all };
}

/** Takes in every conversation in the file's order: by its facts where they say all, else by its rows. */
async function intake(options: TableOptions, table: Table, { index, facts, missing }: TableFacts, inclusion: Inclusion, problems: ProblemList): Promise<readonly ConversationEntry[]> {
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
    } else {
      // Only what was counted before tells that a plain one has something to say.
      const group = await (own ? groupsOf(table, index, [number], signal) : groups).next();
      const entry = group.done === true ? undefined : entryOfGroup(options, table, group.value, inclusion, problems);
      if (entry) entries.push(entry);
    }
    number++;
  }
  return entries;
}

function entryOfGroup(options: TableOptions, table: Table, group: RowGroup, inclusion: Inclusion, problems: ProblemList): ConversationEntry | undefined {
  const { rows, first } = group;
  for (const problem of group.problems) problems.add(problem);
  if (group.tooLarge) {
    inclusion.leaveOut("too-long-line");
    problems.add({ line: first.line, column: 1, severity: "error", id: "line-too-long", values: { megabytes: MOST_HELD / 1024 / 1024 } });
    return undefined;
  }
  if (group.lost) {
    inclusion.leaveOut("wrong-shape");
    return undefined;
  }
  const [start] = rows;
  // Lines of nothing but separators: spreadsheets leave them behind.
  if (!start) return undefined;
  const { findings, conversation } = taken(readingOf(options, group), start.line, options.format, inclusion);
  for (const { at, ...finding } of findings) problems.add({ ...placeOf(table, group, at), ...finding });
  return conversation && listed(conversation, { line: start.line, offset: first.start, length: first.length });
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
function recordsOf(options: TableOptions, stamp: FileStamp, indexOf: Index): Records {
  return async function* records(entries, signal) {
    const changed = (): Failure => new Failure("dataset-changed", { path: stamp.path });
    const bytes = await reopened(options.files, stamp);
    try {
      const index = await indexOf(bytes);
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
