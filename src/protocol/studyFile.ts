// Owns the schema and the checking of fidelity.json, each fault at its line and column. Refuses addresses and keys of endpoints:
// a study file comes with a workspace, and must not decide where text is sent.
import * as z from "zod/mini";
import type { SentenceId } from "../core/messages/sentences.ts";
import { DATASET_FORMATS } from "./datasetFormats.ts";
import { deepestIssue, expectedOf, fieldName, valueAt, type SchemaIssue } from "./issue.ts";
import { lineAndColumn, placeOf, syntaxErrorAt, type JsonPath } from "./jsonPosition.ts";
import { gatesSchema } from "./gates.ts";
import { mappingSchema } from "./mapping.ts";

const name = z.string().check(z.minLength(1));
const whole = z.int().check(z.nonnegative());
const fraction = z.number().check(z.gt(0), z.lte(1));

const dataset = z.strictObject({
  name: z.optional(name),
  /** File or folder relative to the study file; `*` and `**` stand for parts of a name and for folders. */
  path: name,
  format: z.optional(z.enum(DATASET_FORMATS)),
  mapping: z.optional(mappingSchema),
  users: z.optional(z.enum(["human", "simulated", "mixed", "unknown"])),
  strata: z.optional(z.strictObject({ positive: name, negative: name })),
  outcomeDefinition: z.optional(name),
  mergeWithinMinutes: z.optional(z.number().check(z.nonnegative())),
  /** Conversations that are left out, by their ids; whatever the format, with or without a mapping. */
  exclude: z.optional(z.array(z.strictObject({ conversation: name }))),
});

const unanswered = {
  /** End probes too, after a last agent turn that the user did not answer; `unknown-too`: also where nobody knows why it ended. */
  ends: z.exactOptional(z.union([z.literal(true), z.literal("unknown-too")], { error: "true / unknown-too" })),
  /** Silence probes too: at agent turns left unanswered for that many hours (true: 24) before the agent wrote again. */
  silence: z.exactOptional(z.union([z.literal(true), z.number().check(z.gt(0))], { error: "true / hours" })),
};

const rule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fractions"), fractions: z.array(fraction).check(z.minLength(1)), ...unanswered }),
  z.strictObject({ kind: z.literal("landmark"), ordinals: z.array(whole).check(z.minLength(1)), ...unanswered }),
  z.strictObject({ kind: z.literal("every"), ...unanswered }),
], { error: "kind: fractions / landmark / every" });

const amount = z.number().check(z.nonnegative());

/** A run to make; `simulator` and `judge` name a shipped one, a file, or an endpoint of the user's own settings. */
const run = z.strictObject({
  name: z.optional(name),
  dataset: z.optional(name),
  simulator: name,
  model: z.optional(name),
  condition: z.optional(name),
  judge: z.optional(name),
  judgeModel: z.optional(name),
  instrument: z.optional(name),
  samples: z.optional(z.int().check(z.positive())),
  seed: z.optional(z.int()),
  limit: z.optional(z.int().check(z.positive())),
  /** Calls, or limits by what is counted; money in the currency of the prices. */
  budget: z.optional(z.union([amount, z.strictObject({ calls: z.optional(amount), tokens: z.optional(amount), money: z.optional(amount) })])),
});

export const studyFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  title: z.optional(name),
  datasets: z.optional(z.array(dataset)),
  rule: z.optional(rule),
  /** Names of shipped conditions or of template files. */
  conditions: z.optional(z.array(name)),
  runs: z.optional(z.array(run)),
  gates: z.optional(gatesSchema),
});

export type StudyFile = z.infer<typeof studyFileSchema>;
export type StudyDataset = z.infer<typeof dataset>;

/** Something wrong in a study file. Line and columns from 1; the columns span what is to be marked. */
interface StudyFinding {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly severity: "error";
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

export type CheckedStudy =
  | { readonly ok: true; readonly study: StudyFile }
  | { readonly ok: false; readonly findings: readonly StudyFinding[] };

/** Parses and checks the text of a study file. Nothing of a file with a fault is used. Never throws. */
export function checkStudyFile(text: string): CheckedStudy {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const broken = syntaxErrorAt(json);
  if (broken !== undefined) return { ok: false, findings: [{ ...marked(json, broken, broken + 1), severity: "error", id: "study-not-json", values: {} }] };
  const value: unknown = JSON.parse(json);
  const refused = endpointFields(value).map((path) => findingAt(json, path, "key", "study-endpoint", {}));
  const parsed = studyFileSchema.safeParse(value);
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => issueFindings(json, value, deepestIssue(issue)));
  const findings = [...refused, ...faults.filter((fault) => !refused.some(({ line, column }) => line === fault.line && column === fault.column))];
  return parsed.success && findings.length === 0 ? { ok: true, study: parsed.data } : { ok: false, findings };
}

const ENDPOINT_FIELD = /^(?:endpoints?|base_?url|url|uri|address|host|origin|proxy|api_?key|keys?|key_?env|token|secret|password|headers?|authorization)$/iu;
/** Where a field called `key` means the key of a join, and a `url` a field of the data. */
const DATA_PART = new Set(["mapping", "gates"]);
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//iu;
const NAMES_AN_ENDPOINT = new Set(["simulator", "model", "judge", "judgeModel"]);

/** Paths of fields that would define an endpoint's address or key, or give an address where a name belongs. */
function endpointFields(value: unknown): readonly JsonPath[] {
  const found: JsonPath[] = [];
  const open: { at: unknown; path: JsonPath }[] = [{ at: value, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, path } = next;
    if (typeof at !== "object" || at === null) continue;
    for (const [key, inner] of Object.entries(at)) {
      const step = Array.isArray(at) ? Number(key) : key;
      const named = typeof step === "string" && (ENDPOINT_FIELD.test(step) || (NAMES_AN_ENDPOINT.has(step) && typeof inner === "string" && ADDRESS.test(inner)));
      if (named) found.push([...path, step]);
      else if (!DATA_PART.has(key)) open.push({ at: inner, path: [...path, step] });
    }
  }
  return found.reverse();
}

/** Fields of a mapping that have no default: the sentence says what to add and why. */
const ASKED_FOR: Readonly<Record<string, SentenceId>> = { zone: "study-zone-missing", unmatched: "study-unmatched-missing", followUpDays: "study-follow-up-missing" };

function issueFindings(json: string, value: unknown, issue: SchemaIssue): readonly StudyFinding[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") return (issue.keys ?? []).map((key) => findingAt(json, [...path, key], "key", "study-field-unknown", {}));
  if (path.length > 0 && valueAt(value, path) === undefined) return [findingAt(json, path, "value", ASKED_FOR[String(path.at(-1))] ?? "study-field-missing", {})];
  if (issue.values) return [findingAt(json, path, "value", "study-field-value", { values: issue.values.map(String).join(", ") })];
  return [findingAt(json, path, "value", "study-field-type", { expected: expectedOf(issue) })];
}

function findingAt(json: string, path: JsonPath, part: "key" | "value", id: SentenceId, values: StudyFinding["values"]): StudyFinding {
  const place = placeOf(json, path);
  const { start, end } = (part === "key" ? place.key : undefined) ?? place.value;
  return { ...marked(json, start, end), severity: "error", id, values: { field: fieldName(path) || "fidelity.json", ...values } };
}

function marked(json: string, start: number, end: number): { line: number; column: number; endColumn: number } {
  const { line, column } = lineAndColumn(json, start);
  return { line, column, endColumn: column + Math.max(1, end - start) };
}
