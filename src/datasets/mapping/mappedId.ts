// Owns what a foreign conversation is called. Refuses inventing: a template names only what the record and its file have.
import { fieldName } from "../../protocol/issue.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { Misfit } from "./misfit.ts";

/** Where a record stands: the file's name without its ending, and the name of its folder. */
export interface FilePlace {
  readonly file: string;
  readonly folder: string;
}

/** The id a mapping gives a record. Throws a {@link Misfit} where a field it is made of is missing or empty. */
export function idOf({ id }: Mapping, record: object, place: FilePlace & { readonly line: number }): string {
  if (typeof id === "string") return required(record, id);
  return id.template.replace(/\{([^{}]+)\}/gu, (_, name: string) => (Object.hasOwn(place, name) ? String(place[name as keyof typeof place]) : required(record, name)));
}

function required(record: object, name: string): string {
  const found = fieldOf(record, name);
  const text = asText(found.value);
  if (text) return text;
  throw new Misfit({ at: found.path, id: text === "" ? "field-empty" : "field-missing", values: { field: fieldName(found.path) } });
}
