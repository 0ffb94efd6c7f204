// Owns finding a field of a foreign record by its dotted name. Refuses prototypes: only own fields are found.
import type { JsonPath } from "../../protocol/jsonPosition.ts";

export interface FoundField {
  /** Undefined where nothing stands. */
  readonly value: unknown;
  /** The steps taken, for a problem's place. */
  readonly path: JsonPath;
}

/** The field `name` of `record`: whole names with dots before the parts between dots, list places as numbers, −1 the last. */
export function fieldOf(record: unknown, name: string): FoundField {
  // Most fields are the record's own, and a large dataset has millions of them.
  if (typeof record === "object" && record !== null && Object.hasOwn(record, name) && !Array.isArray(record)) return { value: (record as Readonly<Record<string, unknown>>)[name], path: [name] };
  const path: (string | number)[] = [];
  let at: unknown = record;
  let rest = name;
  while (rest !== "") {
    if (typeof at !== "object" || at === null) return { value: undefined, path: [...path, rest] };
    const dot = rest.indexOf(".");
    const named = dot === -1 || Object.hasOwn(at, rest) ? rest : rest.slice(0, dot);
    rest = rest.slice(named.length + 1);
    const step = Array.isArray(at) && named === "-1" ? String(at.length - 1) : named;
    path.push(Array.isArray(at) ? Number(step) : step);
    if (!Object.hasOwn(at, step)) return { value: undefined, path };
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return { value: at, path };
}

/** The steps a name means in a record that has no names with dots. */
export function stepsOf(name: string): JsonPath {
  return name.split(".").map((step) => (/^\d+$/u.test(step) ? Number(step) : step));
}

/** How values of a mapping are compared: as trimmed text; undefined for what is absent or not a single value. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
