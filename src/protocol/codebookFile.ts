// Owns the schema of a user's codebook, `.fidelity/instruments/<name>.json`, and what is wrong with one. Refuses reading files.
import * as z from "zod/mini";
import { LABEL_FIELDS, type LabelField } from "../core/instrument/codebook.ts";
import type { Instrument } from "../core/instrument/instruments.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import { deepestIssue, expectedOf, fieldName, type SchemaIssue } from "./issue.ts";
import { lineAndColumn, placeOf, syntaxErrorAt, type JsonPath } from "./jsonPosition.ts";

const name = z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u));
const text = z.string().check(z.minLength(1), z.maxLength(4000));
const label = { name, definition: text };
const labels = z.array(z.strictObject(label)).check(z.minLength(1), z.maxLength(40));
const names = z.record(z.string(), name);
const turn = z.strictObject({ role: z.enum(["agent", "user"]), text });

export const codebookFileSchema = z.strictObject({
  /** Name of the file without .json. */
  name,
  /** Changes with every change of meaning; labels of different versions are never mixed. */
  version: z.string().check(z.minLength(1), z.maxLength(40)),
  /** Language of the definitions and of the judge's prompt around them. */
  language: z.enum(["en", "zh"]),
  /** In order of depth, from 0; the first is also what leaving and silence count as. */
  stages: z.array(z.strictObject({ ...label, role: z.exactOptional(z.enum(["resists", "deliberates", "commits"])) })).check(z.minLength(2), z.maxLength(20)),
  emotions: labels,
  blockers: labels,
  /** Shown to the judge after the definitions. */
  rules: z.optional(z.array(text).check(z.maxLength(40))),
  /** How labels of older versions read now: version, then field, then old name: new name. Names that stayed are not listed. */
  formerly: z.exactOptional(z.record(z.string(), z.strictObject({ stage: z.exactOptional(names), emotion: z.exactOptional(names), blocker: z.exactOptional(names) }))),
  /** Turns whose labels nobody doubts; the judge answers them before a paid run. */
  anchors: z.optional(z.array(z.strictObject({ before: z.array(turn).check(z.maxLength(20)), turn: text, stage: name, emotion: z.exactOptional(name), blocker: z.exactOptional(name) })).check(z.maxLength(100))),
});

/** What is wrong with a codebook first; the line counts from 1. */
export interface CodebookFault {
  readonly line: number;
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

export type CheckedCodebook = { readonly ok: true; readonly instrument: Instrument } | { readonly ok: false; readonly fault: CodebookFault };

/** Parses and checks the text of a codebook; `fileName` is its file's without .json. Never throws. */
export function checkCodebook(source: string, fileName: string): CheckedCodebook {
  const json = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const faulty = (path: JsonPath, id: SentenceId, values: CodebookFault["values"] = {}): CheckedCodebook => ({ ok: false, fault: { line: lineAndColumn(json, placeOf(json, path).value.start).line, id, values: { field: fieldName(path) || `${fileName}.json`, ...values } } });
  const broken = syntaxErrorAt(json);
  if (broken !== undefined) return { ok: false, fault: { line: lineAndColumn(json, broken).line, id: "codebook-not-json", values: {} } };
  const parsed = codebookFileSchema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const issue: SchemaIssue = deepestIssue(parsed.error.issues[0] ?? { path: [] });
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") return faulty([...path, issue.keys?.[0] ?? ""], "codebook-field-unknown");
    return faulty(path, "codebook-field", { expected: issue.values ? issue.values.join(" / ") : expectedOf(issue) });
  }
  const { anchors = [], rules = [], ...rest } = parsed.data;
  if (rest.name !== fileName) return faulty(["name"], "codebook-name-differs", { name: rest.name, file: `${fileName}.json` });
  for (const field of LABEL_FIELDS) {
    const names = rest[LISTS[field]].map((each) => each.name);
    const twice = names.findIndex((each, at) => names.indexOf(each) < at);
    if (twice >= 0) return faulty([LISTS[field], twice, "name"], "codebook-label-twice", { label: names[twice] ?? "" });
    const foreign = anchors.findIndex((anchor) => anchor[field] !== undefined && !names.includes(anchor[field]));
    if (foreign >= 0) return faulty(["anchors", foreign, field], "codebook-anchor-label", { label: anchors[foreign]?.[field] ?? "" });
  }
  return { ok: true, instrument: { name: fileName, codebook: { ...rest, rules }, anchors } };
}

const LISTS = { stage: "stages", emotion: "emotions", blocker: "blockers" } as const satisfies Readonly<Record<LabelField, string>>;
