// Owns saying in the product's sentences what a schema found wrong. Refuses the schema library's own wording.
import type { JsonPath } from "../protocol/jsonPosition.ts";
import type { Finding } from "./reading.ts";

/** The part of a schema issue that is looked at. */
export interface ShapeIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly expected?: unknown;
  readonly values?: readonly unknown[];
  readonly message?: string;
}

/** The first issue, as the finding at its place. `value` is what was parsed. */
export function shapeFinding(value: unknown, issues: readonly ShapeIssue[]): Omit<Finding, "severity"> {
  const issue = issues[0] ?? { path: [] };
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const at: JsonPath = path;
  if (path.length === 0) return { at, id: "not-an-object", values: {} };
  const field = fieldName(path);
  const found = valueAt(value, path);
  if (found === undefined) return { at, id: "field-missing", values: { field } };
  if (found === "") return { at, id: "field-empty", values: { field } };
  if (issue.code === "invalid_value" && issue.values) return { at, id: "field-value", values: { field, values: issue.values.map(String).join(", ") } };
  if (issue.message === "time") return { at, id: "field-time", values: { field } };
  return { at, id: "field-type", values: { field, expected: typeof issue.expected === "string" ? issue.expected : "a string or number" } };
}

/** `turns[3].role`. */
export function fieldName(path: JsonPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}
