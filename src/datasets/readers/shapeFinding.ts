// Owns saying in the product's sentences what a schema found wrong in a record. Refuses the schema library's own wording.
import { deepestIssue, expectedOf, fieldName, valueAt, type SchemaIssue } from "../../protocol/issue.ts";
import type { Finding } from "./reading.ts";

/** The first issue, as the finding at its place. `value` is what was parsed. */
export function shapeFinding(value: unknown, issues: readonly SchemaIssue[]): Omit<Finding, "severity"> {
  const issue = deepestIssue(issues[0] ?? { path: [] });
  const at = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (at.length === 0) return { at, id: "not-an-object", values: {} };
  const field = fieldName(at);
  const found = valueAt(value, at);
  if (found === undefined) return { at, id: "field-missing", values: { field } };
  if (found === "") return { at, id: "field-empty", values: { field } };
  if (issue.values) return { at, id: "field-value", values: { field, values: issue.values.map(String).join(", ") } };
  if (issue.message === "time") return { at, id: "field-time", values: { field } };
  return { at, id: "field-type", values: { field, expected: expectedOf(issue) } };
}
