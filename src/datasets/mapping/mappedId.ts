// Owns what a foreign conversation is called. Refuses inventing: a template names only what the record and its file have.
import type { Files } from "../../core/ports.ts";
import { fieldName } from "../../protocol/issue.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { Misfit } from "./misfit.ts";

/** Where a record stands: the file's name without its ending, and the name of its folder. */
export interface FilePlace {
  readonly file: string;
  readonly folder: string;
}

/** The place of the file at `path`, which need not be there. */
export function filePlace(path: string, files: Pick<Files, "basename" | "join">): FilePlace {
  return { file: files.basename(path).replace(/(?:\.(?:jsonl?|ndjson|csv|tsv|tab|psv|txt|label|parquet|gz))+$/iu, ""), folder: files.basename(files.join(path, "..")) };
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
