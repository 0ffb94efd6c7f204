// Owns telling whether a file is a table, and how its rows make conversations: by what the study says, else by a published shape, else by
// the names of its columns. Refuses files of records, which fileShape.ts knows.
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Files } from "../core/ports.ts";
import type { Mapping } from "../protocol/mapping.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import { isTurnRows } from "../protocol/turnRows.ts";
import { mappingOfColumns } from "./mapping/columns.ts";
import type { OutcomeJoiner } from "./mapping/join.ts";
import { mappedFormat } from "./mapping/mapped.ts";
import { filePlace } from "./mapping/mappedId.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { turnRowsFormat } from "./readers/turnRows.ts";
import { fitsMapping, recognised, shapesNamed, type KnownShape } from "./recognise.ts";
import { csvSource } from "./sources/csvTable.ts";
import { wholeValue } from "./sources/grouping.ts";
import { beginningOf, isBinary, layoutOf } from "./sources/guess.ts";
import { lineSource } from "./sources/lineTable.ts";
import { isParquet, parquetSource } from "./sources/parquetTable.ts";
import type { Placed, TableSource } from "./sources/table.ts";
import { encodingOf, transcoded } from "./sources/transcoded.ts";
import { unpackedName } from "./sources/unpacked.ts";

/** Everything `openTable` needs to read a file. */
export interface TableShape {
  readonly source: TableSource;
  readonly format: RecordFormat;
  /** See `TableOptions.keys`. */
  readonly keys: readonly string[] | undefined;
  readonly files: Files;
  readonly known: readonly Placed[];
  readonly traits: KnownShape["traits"];
}

/** A table found in a file, before anything is known of what its columns mean. */
export interface FoundTable {
  readonly source: TableSource;
  /** Files in which the table is UTF-8. */
  readonly files: Files;
  readonly known: readonly Placed[];
}

/**
 * How the table at `path` is read; undefined when it is none, or one of records that `fileShape` knows. Rejects with `shape-unknown`
 * and the names of the columns, `table-column-missing`, `parquet-file-broken`, or what the files say.
 */
export async function tableShape(path: string, files: Files, said: StudyDataset | undefined, join?: OutcomeJoiner, signal?: AbortSignal): Promise<TableShape | undefined> {
  const found = await foundTable(path, files, said, signal);
  if (!found) return undefined;
  const { source } = found;
  const place = filePlace(path, files);
  const values = source.sample.map((value, row) => wholeValue({ line: row + 1, value }));
  const grouped = { ...values[0], rows: source.sample };
  const isLines = source.name === TURN_LINES;
  if (said?.mapping) {
    if (isLines && (said.mapping.turns !== "rows" || values.some((value) => fitsMapping(said.mapping as Mapping, value)))) return undefined;
    return { ...found, format: mappedFormat(said.mapping, place, undefined, join), keys: keysOf(path, said.mapping, source), traits: { users: "unknown" } };
  }
  const named = said?.format !== undefined && !TABLE_FORMATS.has(said.format) ? said.format : undefined;
  if (said?.format === undefined && !isLines && isTurnRows(source.columns)) return { ...found, format: turnRowsFormat, keys: ["conversation"], traits: { users: "unknown" } };
  const shape = recognised(isLines ? [grouped] : [...values, grouped], named) ?? (named === undefined || isLines ? undefined : shapesNamed(named)[0]);
  if (isLines && recognised(values)) return undefined;
  // A shape of records may lack in a table what it needs, such as the id; the names of the columns may then still tell.
  if (shape && (named !== undefined || shape.preset || values.some((value, row) => "record" in shape.format(place).read(value, row + 1)))) return { ...found, format: shape.format(place), keys: shape.preset && keysOf(path, shape.preset.mapping, source), traits: shape.traits };
  const mapping = mappingOfColumns(source.columns, source.sample);
  if (mapping && (!isLines || mapping.turns === "rows")) return { ...found, format: mappedFormat(mapping, place, source.name), keys: keysOf(path, mapping, source), traits: { users: "unknown" } };
  if (isLines) return undefined;
  throw new Failure("shape-unknown", { path, fields: source.columns.slice(0, MOST_NAMED).join(", ") });
}

/** Name of the table whose rows are JSON lines. */
export const TURN_LINES = "turn-lines";
const MOST_NAMED = 40;
/** Formats a study may name that say how rows are written, not what they mean. */
const TABLE_FORMATS: ReadonlySet<string> = new Set(["csv", "parquet", TURN_LINES]);
const CSV_NAME = /\.(?:csv|tsv|tab|psv)$/iu;

/** The table a file holds, by its first bytes and its name; undefined when it is none. */
export async function foundTable(path: string, files: Files, said?: Pick<StudyDataset, "format">, signal?: AbortSignal): Promise<FoundTable | undefined> {
  const bytes = await files.open(path);
  try {
    const beginning = await beginningOf(bytes, signal);
    if (isParquet(beginning)) {
      const source = await parquetSource(bytes);
      if ("unreadable" in source) throw new Failure("parquet-file-broken", { path, reason: source.unreadable });
      return { source, files, known: [] };
    }
    const named = said?.format === "csv" || CSV_NAME.test(unpackedName(path));
    const encoding = named ? encodingOf(beginning) : undefined;
    if (encoding) return await transcodedTable(path, files, encoding, signal);
    if (isBinary(beginning)) return undefined;
    const source = named ? await csvSource(unpackedName(path), bytes, signal) : await linesOf(path, bytes, beginning, signal);
    return source && { source, files, known: [] };
  } finally {
    await bytes.close();
  }
}

async function linesOf(path: string, bytes: Bytes, beginning: Uint8Array, signal?: AbortSignal): Promise<TableSource | undefined> {
  return layoutOf(path, beginning) === "lines" ? lineSource(bytes, signal) : undefined;
}

async function transcodedTable(path: string, files: Files, encoding: NonNullable<ReturnType<typeof encodingOf>>, signal?: AbortSignal): Promise<FoundTable | undefined> {
  const inUtf8 = transcoded(files, path, encoding);
  const bytes = await inUtf8.open(path);
  try {
    const source = await csvSource(unpackedName(path), bytes, signal);
    const known: readonly Placed[] = encoding === "gb18030" ? [{ line: 1, column: 1, severity: "information", id: "encoding-guessed", values: { encoding: "GB18030" } }] : [];
    return source && { source, files: inUtf8, known };
  } finally {
    await bytes.close();
  }
}

/** The columns that name a conversation of several rows; undefined when each row is one. */
function keysOf(path: string, { id, turns }: Mapping, { columns, uniform }: TableSource): readonly string[] | undefined {
  if (turns !== "rows") return undefined;
  const keys = typeof id === "string" ? [id] : [...id.template.matchAll(/\{([^{}]+)\}/gu)].map((match) => match[1] ?? "").filter((name) => !["file", "folder", "line"].includes(name));
  const missing = uniform ? keys.find((key) => !columns.includes(key)) : undefined;
  if (missing !== undefined) throw new Failure("table-column-missing", { path, column: missing, columns: columns.slice(0, MOST_NAMED).join(", ") });
  return keys;
}
