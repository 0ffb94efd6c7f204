// Owns what the editor is told of the files of attached datasets: summaries, links, quick fixes. Only files that are one dataset, by path
// and from disk; refuses what is not as it was when it was read.
import { type CodeAction, type Diagnostic, type DocumentLink, type Hover } from "vscode-languageserver";
import { isFailure } from "../core/messages/failure.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { Files } from "../core/ports.ts";
import type { Problem } from "../datasets/dataset.ts";
import type { AttachedDatasets, Opened } from "./attachedDatasets.ts";
import { diagnostics } from "./diagnostics.ts";
import { excludeFix } from "./excludeFix.ts";
import { codeAction } from "./fix.ts";
import { pathOfUri } from "./paths.ts";
import { rawFixes } from "./rawFixes.ts";
import { rawHover } from "./rawHover.ts";
import { lineText } from "./rawLine.ts";
import { rawLinks } from "./rawLinks.ts";

export interface RawFilesDoors {
  readonly attached: AttachedDatasets;
  readonly files: Files;
  /** The text of a study file as the editor has it, else as it is on disk; undefined without one. */
  readonly studyText: (path: string) => Promise<string | undefined>;
}

/** How things are said and shown now. */
export interface Manner {
  readonly language: Language;
  readonly hideOutcome: boolean;
}

export class RawFiles {
  readonly #doors: RawFilesDoors;

  constructor(doors: RawFilesDoors) {
    this.#doors = doors;
  }

  hover(uri: string, line: number, manner: Manner, signal: AbortSignal): Promise<Hover | null> {
    return this.#on(uri, ({ dataset }) => rawHover(dataset, line, { files: this.#doors.files, ...manner }, signal));
  }

  links(uri: string, { language }: Manner, signal: AbortSignal): Promise<DocumentLink[] | null> {
    return this.#on(uri, (opened) => rawLinks(opened, this.#doors.files, language, signal));
  }

  /** Quick fixes of the problems shown at a place; `shown` are those the editor asks for. */
  async fixes(uri: string, shown: readonly Diagnostic[], { language }: Manner, signal: AbortSignal): Promise<CodeAction[]> {
    const actions = await this.#on(uri, async (opened) => {
      const found: CodeAction[] = [];
      for (const problem of opened.dataset.problems) {
        if (problem.path !== opened.path) continue;
        const diagnostic = diagnosticOf(problem, shown, language);
        if (diagnostic) found.push(...(await this.#fixesOf(opened, problem, language, signal)).map((fix) => codeAction(fix, uri, diagnostic)));
      }
      return found;
    });
    return actions ?? [];
  }

  async #fixesOf(opened: Opened, problem: Problem, language: Language, signal: AbortSignal) {
    const { files, studyText } = this.#doors;
    const line = await lineText(opened.dataset, problem.line, files, signal);
    const exclusion = await excludeFix(opened, problem, files, studyText, language);
    return [...(line === undefined ? [] : rawFixes(opened.dataset, problem, line, language)), ...(exclusion ? [exclusion] : [])];
  }

  /** Works on the dataset that is this file; null when there is none, or it cannot be read any more. */
  async #on<T>(uri: string, work: (opened: Opened) => Promise<T>): Promise<T | null> {
    const path = pathOfUri(uri);
    const opened = path === undefined ? undefined : this.#doors.attached.at(path);
    if (!opened) return null;
    try {
      return await work(opened);
    } catch (error) {
      if (isFailure(error)) return null;
      throw error;
    }
  }
}

/** The diagnostic among those shown that says this problem. */
export function diagnosticOf(problem: Problem, shown: readonly Diagnostic[], language: Language): Diagnostic | undefined {
  const near = shown.filter(({ range, code }) => code === problem.id && range.start.line === problem.line - 1);
  if (near.length === 0) return undefined;
  const [own] = diagnostics([problem], language);
  return near.find(({ range }) => range.start.character === own?.range.start.character);
}
