// Owns the fields the first records of a file have, with an example each, for completion. Refuses deciding what they mean.
import type { Files } from "../core/ports.ts";
import { firstRecords } from "../datasets/mapping/firstRecords.ts";
import { surveyOf, type FieldSurvey } from "../datasets/mapping/survey.ts";

/** A field as a mapping names it: names joined by dots. */
export interface DataField {
  readonly path: string;
  /** The commonest value, as text. */
  readonly example?: string;
}

/** Fields of the records, and of the elements of each list of objects in them. Columns of a table are both. */
export interface DataFields {
  readonly fields: readonly DataField[];
  readonly lists: readonly { readonly path: string; readonly fields: readonly DataField[] }[];
}

const LONGEST_EXAMPLE = 80;
/** Under which name a mapping finds the rows of one conversation of a table. */
const ROWS = "rows";

/** Rejects with a `Failure` when the file cannot be read or holds nothing that has fields. */
export async function dataFields(path: string, files: Files, signal?: AbortSignal): Promise<DataFields> {
  const { records, isTable } = await firstRecords(path, files, signal);
  const { fields, lists } = surveyOf(records);
  const own = fields.map(withExample);
  return { fields: own, lists: [...lists.map((list) => ({ path: list.path, fields: list.fields.map(withExample) })), ...(isTable ? [{ path: ROWS, fields: own }] : [])] };
}

function withExample({ path, values: [commonest] }: FieldSurvey): DataField {
  return { path, ...(commonest && { example: commonest[0].slice(0, LONGEST_EXAMPLE) }) };
}
