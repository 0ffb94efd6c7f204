// Owns the quick fixes for problems of fidelity.json. Refuses fixes that would have to guess a value.
import { findNodeAtLocation, getLocation, modify, type Node, parseTree } from "jsonc-parser";
import type { TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Problem } from "../datasets/dataset.ts";
import type { Fix } from "./fix.ts";
import { nearest } from "./nearest.ts";
import { fieldsAt } from "./studyFields.ts";

type Path = (string | number)[];

const NAME = 60;
/** Values offered one by one; of more the person chooses by completion. */
const MOST_VALUES = 12;

/** Fixes of one problem of the document's present text. */
export function studyFixes(document: TextDocument, problem: Problem, language: Language): readonly Fix[] {
  const text = document.getText();
  const offset = document.offsetAt({ line: problem.line - 1, character: problem.column - 1 });
  // Inside the key or value: at its first character the place before it is meant.
  const path = getLocation(text, offset + 1).path as Path;
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, path);
  if (!node || path.length === 0) return [];
  switch (problem.id) {
    case "study-field-unknown":
      return [...renamed(document, node, path, language), removed(document, path, language)];
    case "study-endpoint":
      return [removed(document, path, language)];
    case "study-field-value":
      return oneOf(document, node, String(problem.values.values ?? ""), language);
    case "study-field-type":
      return asNumber(document, node, String(problem.values.expected ?? ""), language);
    default:
      return [];
  }
}

/** The same key spelt as a field that is known there and not yet used. */
function renamed(document: TextDocument, node: Node, path: Path, language: Language): readonly Fix[] {
  const key = node.parent?.children?.[0];
  if (key?.type !== "string") return [];
  const used = new Set((node.parent?.parent?.children ?? []).map((property) => String(property.children?.[0]?.value)));
  const field = nearest(String(path.at(-1)), fieldsAt(path.slice(0, -1)).filter((each) => !used.has(each)));
  if (field === undefined) return [];
  return [{ title: sentence("fix-use", { value: field }, language), edits: [replaced(document, key, JSON.stringify(field))], preferred: true }];
}

function removed(document: TextDocument, path: Path, language: Language): Fix {
  const title = sentence("fix-remove-field", { field: visibleLabel(String(path.at(-1)), NAME) }, language);
  return { title, edits: modifications(document, path, undefined) };
}

function oneOf(document: TextDocument, node: Node, values: string, language: Language): readonly Fix[] {
  const offered = values.split(", ").filter((value) => value !== "");
  if (offered.length > MOST_VALUES) return [];
  const meant = node.type === "string" ? nearest(String(node.value), offered) : undefined;
  return offered.map((value): Fix => ({
    title: sentence("fix-use", { value: visibleLabel(value, NAME) }, language),
    edits: [replaced(document, node, JSON.stringify(value))],
    preferred: value === meant,
  }));
}

/** A number that was written as text. */
function asNumber(document: TextDocument, node: Node, expected: string, language: Language): readonly Fix[] {
  if (node.type !== "string" || (expected !== "number" && expected !== "int")) return [];
  const text = String(node.value).trim();
  if (!/^-?\d+(?:\.\d+)?$/u.test(text) || (expected === "int" && text.includes("."))) return [];
  const number = String(Number(text));
  return [{ title: sentence("fix-use", { value: number }, language), edits: [replaced(document, node, number)], preferred: true }];
}

/** The edits that set the value at a path, or remove it, and leave the rest of the text as it is. */
export function modifications(document: TextDocument, path: Path, value: unknown, insert = false): TextEdit[] {
  const text = document.getText();
  const formattingOptions = { insertSpaces: !/^\t/mu.test(text), tabSize: indentOf(text), eol: text.includes("\r\n") ? "\r\n" : "\n" };
  return modify(text, path, value, { formattingOptions, isArrayInsertion: insert }).map(({ offset, length, content }) => ({
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
    newText: content,
  }));
}

function indentOf(text: string): number {
  return /^( +)"/mu.exec(text)?.[1]?.length ?? 2;
}

function replaced(document: TextDocument, { offset, length }: Node, newText: string): TextEdit {
  return { range: { start: document.positionAt(offset), end: document.positionAt(offset + length) }, newText };
}
