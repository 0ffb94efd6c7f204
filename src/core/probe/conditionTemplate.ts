// Owns the file form of a condition, `.fidelity-prompt`: header lines, then a text for each language. Refuses files and rendering.
import type { SentenceId } from "../messages/sentences.ts";
import { CONDITION_LANGUAGES, isVariable, LEAVE_TOKEN, VARIABLE, VARIABLES, type AnswerForm, type Condition } from "./condition.ts";

export const TEMPLATE_ENDING = ".fidelity-prompt";

/** Header fields in the order they are printed, with the values they may have; free text where there are none. */
export const TEMPLATE_FIELDS = { name: [], exit: ["no", "yes"], answer: ["text", "action"] } as const satisfies Readonly<Record<string, readonly string[]>>;
export type TemplateField = keyof typeof TEMPLATE_FIELDS;

/** Something wrong in a template; line and columns count from 1 (columns in UTF-16 units). */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly severity: "error" | "warning";
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

/** `condition` is there unless a problem is an error. */
export interface ReadTemplate {
  readonly condition?: Condition;
  readonly problems: readonly TemplateProblem[];
}

const SECTION = /^---\s*(\S*)\s*---\s*$/u;
const FIELD = /^\s*([^:\s]+)\s*:(.*)$/u;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u;
export const LONGEST_TEMPLATE = 100_000;

type Language = (typeof CONDITION_LANGUAGES)[number];

interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/**
 * Reads a template. `name` is that of its file without the ending and must be the name it states. A language left out gets the
 * text of the other one, with a warning; space around a text does not count, nor do header lines that begin with `#`.
 */
export function readTemplate(source: string, name: string): ReadTemplate {
  const problems: TemplateProblem[] = [];
  const report = (line: Line, id: SentenceId, values: TemplateProblem["values"] = {}, severity: TemplateProblem["severity"] = "error", at = 0, length = line.text.length): void => {
    problems.push({ line: line.number, column: at + 1, endColumn: at + Math.max(length, 1) + 1, severity, id, values });
  };
  const lines = source.replace(/^\uFEFF/u, "").split(/\r\n|\r|\n/u).map((text, index): Line => ({ text, number: index + 1 }));
  const first = lines[0] ?? { text: "", number: 1 };
  const firstSection = lines.findIndex(({ text }) => SECTION.test(text));
  const header = headerOf(lines.slice(0, firstSection < 0 ? lines.length : firstSection), report);
  const sections = sectionsOf(firstSection < 0 ? [] : lines.slice(firstSection), report);

  if (source.length > LONGEST_TEMPLATE) report(first, "template-too-long", { most: LONGEST_TEMPLATE });
  const stated = header.get("name");
  if (!stated) report(first, "template-field-missing", { field: "name" });
  else if (!isConditionName(stated.value)) report(stated.line, "template-name-unusable", {});
  else if (stated.value !== name) report(stated.line, "template-name-differs", { name: stated.value, file: `${name}${TEMPLATE_ENDING}` });

  if (sections.size === 0) report(first, "template-no-text");
  else for (const language of CONDITION_LANGUAGES) if (!sections.has(language)) report(first, "template-language-missing", { language }, "warning");
  const offersExit = header.get("exit")?.value === "yes";
  const answer: AnswerForm = header.get("answer")?.value === "action" ? "action" : "text";
  if (answer === "action" && !offersExit) report(header.get("answer")?.line ?? first, "template-action-without-exit");
  for (const section of sections.values()) {
    checkVariables(section.lines, report);
    const offered = section.lines.find(({ text }) => text.includes(LEAVE_TOKEN));
    if (answer === "text" && offersExit && !offered) report(section.heading, "template-exit-not-told", { token: LEAVE_TOKEN }, "warning");
    if (offered && !(offersExit && answer === "text")) report(offered, "template-exit-not-offered", { token: LEAVE_TOKEN }, "warning", offered.text.indexOf(LEAVE_TOKEN), LEAVE_TOKEN.length);
  }

  const shown = problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.some(({ severity }) => severity === "error")) return { problems: shown };
  const en = textOf(sections, "en") ?? textOf(sections, "zh") ?? "";
  return { condition: { name, texts: { en, zh: textOf(sections, "zh") ?? en }, offersExit, answer }, problems: shown };
}

/** Whether a condition may be called so. */
export function isConditionName(text: string): boolean {
  return NAME.test(text);
}

/** The file of a condition; reading it gives the condition again, for texts without space around them. */
export function printTemplate({ name, texts, offersExit, answer }: Condition): string {
  const header: Readonly<Record<TemplateField, string>> = { name, exit: offersExit ? "yes" : "no", answer };
  const fields = Object.entries(header).map(([field, value]) => `${field}: ${value}`);
  return [...fields, ...CONDITION_LANGUAGES.flatMap((language) => ["", `--- ${language} ---`, texts[language]]), ""].join("\n");
}

/** Whether a line of a template begins the text of a language. */
export function isSectionLine(text: string): boolean {
  return SECTION.test(text);
}

type Report = (line: Line, id: SentenceId, values?: TemplateProblem["values"], severity?: TemplateProblem["severity"], at?: number, length?: number) => void;
type Header = ReadonlyMap<TemplateField, { readonly value: string; readonly line: Line }>;

function headerOf(lines: readonly Line[], report: Report): Header {
  const header = new Map<TemplateField, { readonly value: string; readonly line: Line }>();
  for (const line of lines) {
    if (line.text.trim() === "" || line.text.trimStart().startsWith("#")) continue;
    const [, field = "", rest = ""] = FIELD.exec(line.text) ?? [];
    const known = Object.entries(TEMPLATE_FIELDS).find(([each]) => each === field);
    if (!known) {
      report(line, "template-field-unknown", { fields: Object.keys(TEMPLATE_FIELDS).join(", ") });
      continue;
    }
    const name = known[0] as TemplateField;
    const allowed: readonly string[] = known[1];
    const value = rest.trim();
    if (header.has(name)) report(line, "template-field-twice", { field });
    else if (allowed.length > 0 && !allowed.includes(value)) report(line, "template-field-value", { field, values: allowed.join(", ") });
    if (!header.has(name)) header.set(name, { value, line });
  }
  return header;
}

interface Section {
  readonly heading: Line;
  readonly lines: Line[];
}
type Sections = ReadonlyMap<Language, Section>;

/** `lines` begin with a heading. */
function sectionsOf(lines: readonly Line[], report: Report): Sections {
  const sections = new Map<Language, Section>();
  let current: Section | undefined;
  for (const line of lines) {
    const name = SECTION.exec(line.text)?.[1];
    if (name === undefined) {
      current?.lines.push(line);
      continue;
    }
    const language = CONDITION_LANGUAGES.find((each) => each === name);
    current = { heading: line, lines: [] };
    if (!language) report(line, "template-language-unknown", { languages: CONDITION_LANGUAGES.join(", ") });
    else if (sections.has(language)) report(line, "template-language-twice", { language });
    else sections.set(language, current);
  }
  for (const { heading, lines: own } of sections.values()) if (own.every(({ text }) => text.trim() === "")) report(heading, "template-text-empty");
  return sections;
}

function checkVariables(lines: readonly Line[], report: Report): void {
  for (const line of lines) {
    for (const { 0: whole, 1: name = "", index } of line.text.matchAll(VARIABLE)) {
      if (!isVariable(name)) report(line, "template-variable-unknown", { variables: VARIABLES.map((each) => `{{${each}}}`).join(", ") }, "error", index, whole.length);
    }
  }
}

function textOf(sections: Sections, language: Language): string | undefined {
  return sections.get(language)?.lines.map(({ text }) => text).join("\n").trim();
}
