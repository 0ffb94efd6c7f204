// Owns what the editor is told of an open condition template: problems, completion, hover. Refuses the form of templates (core/probe).
import { basename } from "node:path";
import { type CompletionItem, CompletionItemKind, type CompletionList, type Hover, MarkupKind, type Position } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { CONDITION_LANGUAGES, isVariable, LEAVE_TOKEN, VARIABLE, VARIABLES } from "../core/probe/condition.ts";
import { conditionNamed } from "../core/probe/conditions.ts";
import { isSectionLine, readTemplate, TEMPLATE_ENDING, TEMPLATE_FIELDS, type TemplateField } from "../core/probe/conditionTemplate.ts";
import type { Problem } from "../datasets/dataset.ts";

/** Whether an address is that of a template. */
export function isTemplate(uri: string): boolean {
  return uri.endsWith(TEMPLATE_ENDING);
}

/** All problems of a template's text. Shipped names are taken only in a study's own folder; the shipped files themselves are fine. */
export function templateProblems(path: string, text: string): readonly Problem[] {
  const name = basename(path).slice(0, -TEMPLATE_ENDING.length);
  const { problems } = readTemplate(text, name);
  const taken = conditionNamed(name) !== undefined && /[/\\]\.fidelity[/\\]conditions[/\\][^/\\]*$/u.test(path);
  const clash: readonly Problem[] = taken ? [{ path, line: 1, column: 1, severity: "error", id: "template-name-shipped", values: { name } }] : [];
  return [...clash, ...problems.map((problem): Problem => ({ path, ...problem }))];
}

/** What may be written at a place of a template: header fields and values before the first text, variables in a text. */
export function templateCompletion(document: TextDocument, { line, character }: Position, language: Language): CompletionList | null {
  const lines = document.getText().split(/\r\n|\r|\n/u);
  const own = lines[line] ?? "";
  const before = own.slice(0, character);
  const items = lines.slice(0, line).some(isSectionLine) ? variableItems(own, before, line, language) : headerItems(lines.filter((_, at) => at !== line), before, line, language);
  return items.length === 0 ? null : { isIncomplete: false, items };
}

/** The meaning of a header field or variable under the pointer. */
export function templateHover(document: TextDocument, { line, character }: Position, language: Language): Hover | null {
  const lines = document.getText().split(/\r\n|\r|\n/u);
  const own = lines[line] ?? "";
  const plain = (value: string, start: number, end: number): Hover => ({ contents: { kind: MarkupKind.PlainText, value }, range: { start: { line, character: start }, end: { line, character: end } } });
  if (!lines.slice(0, line).some(isSectionLine)) {
    const field = /^\s*(\w+)\s*:/u.exec(own)?.[1];
    const known = fields().find((each) => each === field);
    return known === undefined ? null : plain(hintOf(known, language), 0, own.length);
  }
  for (const { 0: whole, 1: name = "", index } of own.matchAll(VARIABLE)) {
    if (index <= character && character <= index + whole.length && isVariable(name)) return plain(sentence(`hint-variable-${name}`, {}, language), index, index + whole.length);
  }
  return null;
}

function fields(): readonly TemplateField[] {
  return Object.keys(TEMPLATE_FIELDS) as TemplateField[];
}

function hintOf(field: TemplateField, language: Language): string {
  return sentence(`hint-field-${field}`, { token: LEAVE_TOKEN }, language);
}

function headerItems(others: readonly string[], before: string, line: number, language: Language): CompletionItem[] {
  const value = /^\s*(\w+)\s*:\s*(\w*)$/u.exec(before);
  if (value) {
    const field = fields().find((each) => each === value[1]);
    return field === undefined ? [] : TEMPLATE_FIELDS[field].map((each) => item(each, CompletionItemKind.EnumMember, hintOf(field, language), line, before.length - (value[2]?.length ?? 0), before.length));
  }
  if (!/^\s*[\w-]*$/u.test(before)) return [];
  const start = before.length - before.trimStart().length;
  const absent = fields().filter((field) => !others.some((each) => each.trimStart().startsWith(`${field}:`)));
  const headings = CONDITION_LANGUAGES.map((each) => `--- ${each} ---`).filter((heading) => !others.some((each) => each.trim() === heading));
  return [
    ...absent.map((field) => item(`${field}: `, CompletionItemKind.Property, hintOf(field, language), line, start, before.length)),
    ...headings.map((heading) => item(heading, CompletionItemKind.Module, undefined, line, start, before.length)),
  ];
}

function variableItems(own: string, before: string, line: number, language: Language): CompletionItem[] {
  const open = /\{\{?\s*\w*$/u.exec(before);
  if (!open) {
    const heading = /^-+\s*\w*$/u.test(before);
    return heading ? CONDITION_LANGUAGES.map((each) => item(`--- ${each} ---`, CompletionItemKind.Module, undefined, line, 0, before.length)) : [];
  }
  // What already closes the variable is written over.
  const closing = /^\w*\s*\}{0,2}/u.exec(own.slice(before.length))?.[0].length ?? 0;
  return VARIABLES.map((each) => item(`{{${each}}}`, CompletionItemKind.Variable, sentence(`hint-variable-${each}`, {}, language), line, open.index, before.length + closing));
}

function item(text: string, kind: CompletionItemKind, documentation: string | undefined, line: number, from: number, to: number): CompletionItem {
  return {
    label: text.trim(),
    kind,
    filterText: text,
    textEdit: { range: { start: { line, character: from }, end: { line, character: to } }, newText: text },
    ...(documentation === undefined ? {} : { documentation }),
  };
}
