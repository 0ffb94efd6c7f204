// Owns what the editor is told of an open fidelity.json beside its problems: quick fixes and completion. Refuses other documents.
import { readFile } from "node:fs/promises";
import type { CodeAction, CompletionList, Diagnostic, Position, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Language } from "../core/messages/sentence.ts";
import type { Problem } from "../datasets/dataset.ts";
import type { StudyNames } from "../protocol/languageServer.ts";
import { codeAction } from "./fix.ts";
import { pathOfUri, uriOfPath } from "./paths.ts";
import { diagnosticOf } from "./rawFiles.ts";
import { studyCompletion, type CompletionDoors } from "./studyCompletion.ts";
import { studyFixes } from "./studyFixes.ts";

export interface StudyFilesDoors extends CompletionDoors {
  readonly documents: Pick<TextDocuments<TextDocument>, "get">;
  readonly check: (path: string, text: string) => readonly Problem[];
}

/** Whether an address is that of a study file. */
export function isStudyFile(uri: string): boolean {
  return uri.endsWith("/fidelity.json");
}

export class StudyFiles {
  readonly #doors: StudyFilesDoors;
  /** Names told by the client. */
  names: StudyNames = { endpoints: [], runs: [] };

  constructor(doors: StudyFilesDoors) {
    this.#doors = doors;
  }

  /** Whether the document is a study file that is open. */
  has(uri: string): boolean {
    return this.#open(uri) !== undefined;
  }

  /** Quick fixes of the problems the editor asks for, made from the text as it is now. */
  fixes(uri: string, shown: readonly Diagnostic[], language: Language): CodeAction[] {
    const open = this.#open(uri);
    if (!open || shown.length === 0) return [];
    return this.#doors.check(open.path, open.document.getText()).flatMap((problem) => {
      const diagnostic = diagnosticOf(problem, shown, language);
      return diagnostic ? studyFixes(open.document, problem, language).map((fix) => codeAction(fix, uri, diagnostic)) : [];
    });
  }

  async complete(uri: string, position: Position, signal: AbortSignal): Promise<CompletionList | null> {
    const open = this.#open(uri);
    return open ? studyCompletion(open.document, open.document.offsetAt(position), open.path, this.names, this.#doors, signal) : null;
  }

  /** The text as the editor has it, else as it is on disk; undefined where there is none. */
  async text(path: string): Promise<string | undefined> {
    return this.#doors.documents.get(uriOfPath(path))?.getText() ?? (await readFile(path, "utf8").catch(() => undefined));
  }

  #open(uri: string): { readonly document: TextDocument; readonly path: string } | undefined {
    const document = isStudyFile(uri) ? this.#doors.documents.get(uri) : undefined;
    const path = document && pathOfUri(uri);
    return path === undefined || !document ? undefined : { document, path };
  }
}
