// Owns the quick fixes for problems of a dataset's file, made from the line the problem stands on. Refuses what would have to guess, and
// lines that no longer hold what the problem says.
import { getLocation } from "jsonc-parser";
import type { TextEdit } from "vscode-languageserver";
import { parsedJson } from "../core/json.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Dataset, Problem } from "../datasets/dataset.ts";
import { placeOf, type JsonPath, type JsonRange } from "../protocol/jsonPosition.ts";
import { valueAt } from "../protocol/issue.ts";
import type { Fix } from "./fix.ts";
import { nearest } from "./nearest.ts";

const NAME = 60;
/** Words for the sides that mean one of the native roles. */
const ROLES: Readonly<Record<string, string>> = {
  assistant: "agent", bot: "agent", gpt: "agent", rep: "agent", seller: "agent", advisor: "agent", human: "user", customer: "user", client: "user", buyer: "user",
};
const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/u;
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/u;

interface Place {
  /** The line as it is on disk. */
  readonly text: string;
  /** What the problem marks in it. */
  readonly marked: JsonRange;
  /** Its JSON value; undefined where it is no scalar. */
  readonly value: string | number | boolean | undefined;
  readonly line: number;
  readonly language: Language;
}

/** Fixes of one problem; `line` is the text of its line. */
export function rawFixes(dataset: Pick<Dataset, "entry" | "format">, problem: Problem, line: string, language: Language): readonly Fix[] {
  const marked = { start: problem.column - 1, end: (problem.endColumn ?? problem.column) - 1 };
  const place = { text: line, marked, value: scalarOf(line.slice(marked.start, marked.end)), line: problem.line - 1, language };
  switch (problem.id) {
    case "duplicate-id":
      return renamedId(dataset, place, problem);
    case "field-value":
    case "act-unknown":
      return oneOf(place, problem);
    case "field-time":
      return withOffset(place);
    case "empty-turn":
      return dataset.format === "native" || dataset.format === "openai-messages" ? asSystem(place) : [];
    default:
      return [];
  }
}

function renamedId(dataset: Pick<Dataset, "entry">, place: Place, { values: { conversation } }: Problem): readonly Fix[] {
  if (place.value === undefined || String(place.value) !== conversation) return [];
  for (let number = 2; ; number++) {
    const id = `${conversation}-${number}`;
    if (!dataset.entry(id)) return [{ title: sentence("fix-rename-id", { id: visibleLabel(id, NAME) }, place.language), edits: [edit(place, JSON.stringify(id))], preferred: true }];
  }
}

/** Each of the values that may stand there; for a role also all turns of the conversation that have the same one. */
function oneOf(place: Place, { values }: Problem): readonly Fix[] {
  const { value, language } = place;
  if (value === undefined) return [];
  const offered = String(values.values ?? "").split(", ").filter((each) => each !== "");
  const meant = ROLES[String(value).toLowerCase()] ?? nearest(String(value), offered);
  return offered.flatMap((each): Fix[] => {
    const title = (id: "fix-use" | "fix-use-all", more = {}): string => sentence(id, { value: visibleLabel(each, NAME), ...more }, language);
    const all = sameRole(place);
    const one = { title: title("fix-use"), edits: [edit(place, JSON.stringify(each))], preferred: each === meant && all.length < 2 };
    if (all.length < 2) return [one];
    return [one, { title: title("fix-use-all", { count: all.length }), edits: all.map((range) => edit({ ...place, marked: range }, JSON.stringify(each))), preferred: each === meant }];
  });
}

/** Places of the roles of this conversation that are written as the marked one; its line must hold the whole record. */
function sameRole({ text, marked, value }: Place): readonly JsonRange[] {
  const path = pathAt(text, marked);
  const [list, index, name, ...more] = path;
  const record = parsedJson(text);
  const turns = list === undefined ? undefined : valueAt(record, [list]);
  if (more.length > 0 || typeof index !== "number" || name !== "role" || !Array.isArray(turns)) return [];
  return turns.flatMap((_, at) => (valueAt(turns, [at, "role"]) === value ? [placeOf(text, [list ?? "", at, "role"]).value] : []));
}

/** The offset that every other time of the conversation has; none where they differ. */
function withOffset(place: Place): readonly Fix[] {
  if (typeof place.value !== "string" || !WITHOUT_OFFSET.test(place.value)) return [];
  const offsets = new Set<string>();
  for (const [, time] of place.text.matchAll(/"at"\s*:\s*"([^"\\]*)"/gu)) {
    const offset = OFFSET.exec(time ?? "")?.[0];
    if (offset !== undefined) offsets.add(offset);
  }
  const [offset, ...more] = offsets;
  if (offset === undefined || more.length > 0) return [];
  return [{ title: sentence("fix-offset", { offset }, place.language), edits: [edit(place, JSON.stringify(`${place.value}${offset}`))] }];
}

/** The turn without text as one that is not shown as dialogue. */
function asSystem({ text, marked, line, language }: Place): readonly Fix[] {
  const [list, index] = pathAt(text, marked);
  if (list === undefined || typeof index !== "number") return [];
  const role = valueAt(parsedJson(text), [list, index, "role"]);
  if (typeof role !== "string" || role === "system") return [];
  const range = placeOf(text, [list, index, "role"]).value;
  return [{ title: sentence("fix-system", {}, language), edits: [edit({ marked: range, line }, JSON.stringify("system"))] }];
}

function pathAt(text: string, { start }: JsonRange): JsonPath {
  return getLocation(text, start + 1).path;
}

function edit({ line, marked }: Pick<Place, "line" | "marked">, newText: string): TextEdit {
  return { range: { start: { line, character: marked.start }, end: { line, character: marked.end } }, newText };
}

function scalarOf(json: string): Place["value"] {
  const value = parsedJson(json);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}
