// Owns completion in fidelity.json for what its schema cannot know: files, fields of the data, names. Refuses what the schema offers.
import { dirname, isAbsolute, join } from "node:path";
import { getLocation, type Node, parse } from "jsonc-parser";
import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { SHIPPED_INSTRUMENTS } from "../core/instrument/codebook.ts";
import { isFailure } from "../core/messages/failure.ts";
import type { Files } from "../core/ports.ts";
import { CONDITIONS } from "../core/probe/conditions.ts";
import { TEMPLATE_ENDING } from "../core/probe/conditionTemplate.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import { valueAt } from "../protocol/issue.ts";
import type { JsonPath } from "../protocol/jsonPosition.ts";
import type { StudyNames } from "../protocol/languageServer.ts";
import type { DataField, DataFields } from "./dataFields.ts";
import { wantedAt, type FieldsOf, type Wanted } from "./studyPlaces.ts";

export interface CompletionDoors {
  readonly files: Pick<Files, "list" | "stat">;
  /** Fields of the first records of a file. Rejects with a `Failure` where they cannot be read. */
  readonly fieldsOf: (path: string, signal?: AbortSignal) => Promise<DataFields>;
}

/** Something to offer: what is written, beside what is said of it. */
interface Offer {
  readonly value: string;
  readonly detail?: string;
  readonly kind: CompletionItemKind;
  /** A folder: its files are offered next. */
  readonly goesOn?: boolean;
}

const MOST_FILES = 500;

/** What may be written at an offset of the study file at `path`; null where the schema knows it, or nothing does. */
export async function studyCompletion(document: TextDocument, offset: number, path: string, names: StudyNames, doors: CompletionDoors, signal?: AbortSignal): Promise<CompletionList | null> {
  const text = document.getText();
  const location = getLocation(text, offset);
  const study: unknown = parse(text);
  const joins = (dataset: number): boolean => typeof valueAt(study, ["datasets", dataset, "mapping", "outcome", "from"]) === "string";
  const wanted = location.isAtPropertyKey ? undefined : wantedAt(location.path, joins);
  const range = wanted && writtenAt(text, offset, location.previousNode);
  if (!wanted || !range) return null;
  const before = text.slice(range.start + (range.quoted ? 1 : 0), offset);
  const offers = await offersOf(wanted, { study, names, folder: dirname(path), before }, doors, signal);
  return { isIncomplete: false, items: offers.map((offer) => item(offer, document, range)) };
}

interface Written {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** The string around the offset, or an empty place where a value is due. */
function writtenAt(text: string, offset: number, node: Node | undefined): Written | undefined {
  if (node?.type === "string" && offset > node.offset && offset <= node.offset + node.length) {
    const whole = text.slice(node.offset, node.offset + node.length).split(/[\r\n]/u, 1)[0] ?? "";
    const closed = whole.length > 1 && whole.endsWith('"');
    const end = node.offset + whole.length;
    return closed && offset === end ? undefined : { start: node.offset, end, quoted: true };
  }
  return /[:[,]\s*$/u.test(text.slice(0, offset)) ? { start: offset, end: offset, quoted: false } : undefined;
}

function item({ value, detail, kind, goesOn }: Offer, document: TextDocument, { start, end }: Written): CompletionItem {
  const json = JSON.stringify(value);
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  return {
    label: visibleLabel(value, 200),
    kind,
    filterText: json,
    // Before what the schema offers: an empty string, null.
    sortText: ` ${value}`,
    textEdit: { range, newText: json },
    ...(detail === undefined ? {} : { detail: visibleLabel(detail, 120) }),
    ...(goesOn === true ? { command: { title: "", command: "editor.action.triggerSuggest" } } : {}),
  };
}

interface Around {
  readonly study: unknown;
  readonly names: StudyNames;
  readonly folder: string;
  /** What is written of the value already. */
  readonly before: string;
}

async function offersOf(wanted: Wanted, around: Around, doors: CompletionDoors, signal?: AbortSignal): Promise<readonly Offer[]> {
  const { study, names, folder } = around;
  const named = (values: readonly string[]): Offer[] => [...new Set(values)].map((value) => ({ value, kind: CompletionItemKind.Value }));
  switch (wanted.kind) {
    case "files":
      return filesBelow(folder, around.before, doors.files);
    case "fields":
      return fields(wanted.of, wanted.dataset, around, doors, signal);
    case "datasets":
      return named(listed(study, "datasets").flatMap((each) => text(each, "name") ?? text(each, "path") ?? []));
    case "simulators":
      return named(names.endpoints);
    case "judges":
      return named(["lexicon", ...names.endpoints]);
    case "runs":
      return named([...listed(study, "runs").flatMap((each) => text(each, "name") ?? []), ...names.runs]);
    case "conditions":
      return named([...CONDITIONS.map(({ name }) => name), ...(await filesIn(join(folder, ".fidelity", "conditions"), TEMPLATE_ENDING, doors.files))]);
    case "instruments":
      return named([...Object.values(SHIPPED_INSTRUMENTS), ...(await filesIn(join(folder, ".fidelity", "instruments"), ".json", doors.files))]);
  }
}

/** Names of the files of a folder that end so, without that. */
async function filesIn(folder: string, ending: string, files: CompletionDoors["files"]): Promise<readonly string[]> {
  return (await files.list(folder)).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

/** Names in the folder that is written so far; hidden ones and packages of programs are passed over. */
async function filesBelow(folder: string, before: string, files: CompletionDoors["files"]): Promise<readonly Offer[]> {
  const parent = before.slice(0, before.lastIndexOf("/") + 1);
  const at = isAbsolute(parent) ? parent : join(folder, parent.slice(0, -1));
  const names = (await files.list(at)).filter((name) => !name.startsWith(".") && name !== "node_modules" && !(parent === "" && name === "fidelity.json"));
  return Promise.all(names.slice(0, MOST_FILES).map(async (name): Promise<Offer> => {
    const isFolder = (await files.stat(join(at, name)).catch(() => undefined))?.kind === "folder";
    return isFolder ? { value: `${parent}${name}/`, kind: CompletionItemKind.Folder, goesOn: true } : { value: `${parent}${name}`, kind: CompletionItemKind.File };
  }));
}

async function fields(of: FieldsOf, dataset: number, { study, folder }: Around, { fieldsOf }: CompletionDoors, signal?: AbortSignal): Promise<readonly Offer[]> {
  const file = valueAt(study, ["datasets", dataset, ...(of === "outcomes" ? ["mapping", "outcome", "from"] : ["path"])]);
  if (typeof file !== "string" || file.includes("*")) return [];
  const found = await fieldsOf(isAbsolute(file) ? file : join(folder, file), signal).catch(unlessFailure);
  if (!found) return [];
  const offer = ({ path, example }: DataField): Offer => ({ value: path, kind: CompletionItemKind.Field, ...(example === undefined ? {} : { detail: example }) });
  if (of === "record" || of === "outcomes") return found.fields.map(offer);
  if (of === "lists") return found.lists.map(({ path, fields: own }) => ({ value: path, kind: CompletionItemKind.Field, detail: own.map((field) => field.path).join(", ") }));
  const turns = valueAt(study, ["datasets", dataset, "mapping", "turns"]);
  const chosen = found.lists.filter(({ path }) => path === turns);
  const unique = new Map((chosen.length > 0 ? chosen : found.lists).flatMap((list) => list.fields).map((field) => [field.path, field]));
  return [...unique.values()].map(offer);
}

/** A file that is not there or cannot be read has no fields to offer; its problem is shown elsewhere. */
function unlessFailure(error: unknown): undefined {
  if (!isFailure(error)) throw error;
}

function listed(study: unknown, field: string): readonly unknown[] {
  const list = valueAt(study, [field]);
  return Array.isArray(list) ? list : [];
}

function text(at: unknown, ...path: JsonPath): string | undefined {
  const value = valueAt(at, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}
