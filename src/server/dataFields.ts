// Owns the fields the first records of a file have, with an example each, for completion. Refuses deciding what they mean.
import type { Files } from "../core/ports.ts";
import { csvSource } from "../datasets/sources/csvTable.ts";
import { beginningOf, firstValues, isBinary, layoutOf } from "../datasets/sources/guess.ts";

/** A field as a mapping names it: names joined by dots. */
export interface DataField {
  readonly path: string;
  /** The first value that is no object or list, as text. */
  readonly example?: string;
}

/** Fields of the records, and of the elements of each list of objects in them. Columns of a table are both. */
export interface DataFields {
  readonly fields: readonly DataField[];
  readonly lists: readonly { readonly path: string; readonly fields: readonly DataField[] }[];
}

const DEEPEST = 4;
const MOST_ELEMENTS = 200;
const LONGEST_EXAMPLE = 80;
/** Under which name a mapping finds the rows of one conversation of a table. */
const ROWS = "rows";

/** Rejects with a `Failure` when the file cannot be read; a file of an unknown shape has no fields. */
export async function dataFields(path: string, files: Pick<Files, "open">, signal?: AbortSignal): Promise<DataFields> {
  const bytes = await files.open(path);
  try {
    const beginning = await beginningOf(bytes, signal);
    if (isBinary(beginning)) return { fields: [], lists: [] };
    const { values } = await firstValues(bytes, layoutOf(path, beginning), signal);
    if (values.some(isObject)) return found(values);
    const table = await csvSource(path, bytes, signal);
    const fields = (table?.columns ?? []).map((column) => ({ path: column, ...exampleOf(table?.sample[0]?.[column]) }));
    return { fields, lists: fields.length > 0 ? [{ path: ROWS, fields }] : [] };
  } finally {
    await bytes.close();
  }
}

function found(values: readonly unknown[]): DataFields {
  const fields = new Map<string, DataField>();
  const lists = new Map<string, Map<string, DataField>>();
  const onList = (path: string, elements: readonly unknown[]): void => {
    const own = lists.get(path) ?? new Map<string, DataField>();
    lists.set(path, own);
    for (const element of elements.slice(0, MOST_ELEMENTS)) walk(element, "", 0, own, () => undefined);
  };
  for (const value of values) walk(value, "", 0, fields, onList);
  return { fields: [...fields.values()], lists: [...lists].map(([path, own]) => ({ path, fields: [...own.values()] })) };
}

function walk(at: unknown, prefix: string, depth: number, fields: Map<string, DataField>, onList: (path: string, elements: readonly unknown[]) => void): void {
  if (!isObject(at)) return;
  for (const [name, value] of Object.entries(at)) {
    const path = prefix + name;
    if (Array.isArray(value) && value.some(isObject)) onList(path, value);
    else if (isObject(value) && !Array.isArray(value)) {
      if (depth < DEEPEST) walk(value, `${path}.`, depth + 1, fields, onList);
    } else if (fields.get(path)?.example === undefined) fields.set(path, { path, ...exampleOf(value) });
  }
}

function exampleOf(value: unknown): Pick<DataField, "example"> {
  const single = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return single ? { example: String(value).slice(0, LONGEST_EXAMPLE) } : {};
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
