// Owns what the first records of a file hold, field by field: enough to ask a person which field means what. Refuses deciding (suggest.ts).
import { asText } from "./fieldPath.ts";

/** Values of one field among the records, or the turns, looked at. */
export interface FieldSurvey {
  /** Names joined by dots, as a mapping gives them. */
  readonly path: string;
  /** Records (turns) that have a single value there, and all that were looked at. */
  readonly present: number;
  readonly of: number;
  /** Trimmed values with how often each occurs, commonest first, at most {@link MOST_VALUES}; `more` when there were others. */
  readonly values: readonly (readonly [value: string, count: number])[];
  readonly more: boolean;
  /** Mean length of the values in UTF-16 units. */
  readonly length: number;
}

/** A list of objects inside the records: what may be the turns. Element fields are relative to one element. */
export interface ListSurvey {
  readonly path: string;
  readonly elements: number;
  readonly fields: readonly FieldSurvey[];
  /** The elements in order, list by list, for what depends on who follows whom. */
  readonly inOrder: readonly (readonly unknown[])[];
}

export interface Survey {
  readonly records: number;
  readonly fields: readonly FieldSurvey[];
  readonly lists: readonly ListSurvey[];
}

export const MOST_VALUES = 40;
const DEEPEST = 4;
const MOST_ELEMENTS = 5000;
const LONGEST_VALUE = 200;

/** Surveys records as they were parsed. Only own fields count; what is no object is passed over. */
export function surveyOf(records: readonly unknown[]): Survey {
  const fields = new Map<string, Counted>();
  const lists = new Map<string, { fields: Map<string, Counted>; elements: number; inOrder: (readonly unknown[])[] }>();
  const objects = records.filter(isObject);
  for (const record of objects) {
    walk(record, "", 0, fields, (path, elements) => {
      const list = lists.get(path) ?? { fields: new Map<string, Counted>(), elements: 0, inOrder: [] };
      lists.set(path, list);
      const looked = elements.slice(0, MOST_ELEMENTS - list.elements);
      list.inOrder.push(looked);
      list.elements += looked.length;
      for (const element of looked) walk(element, "", 0, list.fields, () => undefined);
    });
  }
  return {
    records: objects.length,
    fields: surveyed(fields, objects.length),
    lists: [...lists].map(([path, list]) => ({ path, elements: list.elements, fields: surveyed(list.fields, list.elements), inOrder: list.inOrder })),
  };
}

interface Counted {
  present: number;
  length: number;
  more: boolean;
  readonly values: Map<string, number>;
}

function walk(at: object, prefix: string, depth: number, fields: Map<string, Counted>, onList: (path: string, elements: readonly object[]) => void): void {
  for (const [name, value] of Object.entries(at) as [string, unknown][]) {
    const path = prefix + name;
    const text = asText(value);
    if (text !== undefined) count(fields, path, text);
    else if (Array.isArray(value) && value.length > 0 && value.every(isObject)) onList(path, value);
    else if (isObject(value) && !Array.isArray(value) && depth < DEEPEST) walk(value, `${path}.`, depth + 1, fields, onList);
  }
}

function count(fields: Map<string, Counted>, path: string, text: string): void {
  let field = fields.get(path);
  if (!field) fields.set(path, (field = { present: 0, length: 0, more: false, values: new Map<string, number>() }));
  field.present++;
  field.length += text.length;
  const value = text.slice(0, LONGEST_VALUE);
  const known = field.values.get(value);
  if (known !== undefined || field.values.size < MOST_VALUES) field.values.set(value, (known ?? 0) + 1);
  else field.more = true;
}

function surveyed(fields: ReadonlyMap<string, Counted>, of: number): readonly FieldSurvey[] {
  return [...fields].map(([path, { present, length, more, values }]) => ({
    path,
    present,
    of,
    values: [...values].sort(([, a], [, b]) => b - a),
    more,
    length: length / present,
  }));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
