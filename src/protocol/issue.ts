// Owns reading what a schema found wrong: the issue that explains most, and the name of a field. Refuses sentences.
import type { JsonPath } from "./jsonPosition.ts";

/** The part of a schema issue that is looked at. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message?: string;
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  /** Issues of each alternative of a union. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
}

/** Of a union's alternatives the one that went furthest, and of those the one with the fewest faults: its issue says what is wrong, not only that nothing fitted. */
export function deepestIssue(issue: SchemaIssue): SchemaIssue {
  const inner = (issue.errors ?? []).flatMap((alternative) => {
    const [first] = alternative;
    return first ? [{ faults: alternative.length, issue: alternative.length === 1 ? deepestIssue(first) : first }] : [];
  });
  const meant = inner.filter(({ issue: { code, path } }) => path.length > 0 || code !== "invalid_type");
  const furthest = meant.sort((a, b) => b.issue.path.length - a.issue.path.length || a.faults - b.faults)[0]?.issue;
  return furthest ? { ...furthest, path: [...issue.path, ...furthest.path] } : issue;
}

/** What should have stood there, in words of JSON and signs: "string or number", "≥ 1". */
export function expectedOf(issue: SchemaIssue): string {
  if (issue.expected !== undefined) return issue.expected;
  if (issue.minimum !== undefined) return `≥ ${issue.minimum}`;
  if (issue.maximum !== undefined) return `≤ ${issue.maximum}`;
  const alternatives = (issue.errors ?? []).flatMap((each) => each.slice(0, 1).map(expectedOf));
  return [...new Set(alternatives)].join(" / ") || (issue.message ?? "");
}

/** `turns[3].role`. */
export function fieldName(path: JsonPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** What stands at a path of a parsed value; undefined when nothing does. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}
