// Owns when an open study file is checked: once typing pauses, its text as the editor has it. Refuses checking.
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Problem } from "../datasets/dataset.ts";
import { pathOfUri } from "./paths.ts";

export interface StudyProblemsDoors {
  /** All problems of the study file's text; the path is for the problems only. */
  readonly check: (path: string, text: string) => readonly Problem[];
  /** Replaces what is shown for the document. */
  readonly publish: (uri: string, problems: readonly Problem[]) => void;
  /** Milliseconds without a change before the text is checked. */
  readonly quiet: number;
}

/** Whether an address is that of a study file. */
export function isStudyFile(uri: string): boolean {
  return uri.endsWith("/fidelity.json");
}

export class StudyProblems {
  readonly #doors: StudyProblemsDoors;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(doors: StudyProblemsDoors) {
    this.#doors = doors;
  }

  /** An open document has new text; documents that are no study file are passed over. */
  changed(document: TextDocument): void {
    const path = isStudyFile(document.uri) ? pathOfUri(document.uri) : undefined;
    if (path === undefined) return;
    clearTimeout(this.#timers.get(document.uri));
    this.#timers.set(document.uri, setTimeout(() => {
      this.#timers.delete(document.uri);
      this.#doors.publish(document.uri, this.#doors.check(path, document.getText()));
    }, this.#doors.quiet));
  }

  closed(document: TextDocument): void {
    if (!isStudyFile(document.uri)) return;
    clearTimeout(this.#timers.get(document.uri));
    this.#timers.delete(document.uri);
    this.#doors.publish(document.uri, []);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
