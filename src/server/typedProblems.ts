// Owns when an open document of a kind of ours is checked: once typing pauses, its text as the editor has it. Refuses checking.
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Problem } from "../datasets/dataset.ts";
import { pathOfUri } from "./paths.ts";

export interface TypedProblemsDoors {
  /** Whether an address is of the kind that is checked. */
  readonly of: (uri: string) => boolean;
  /** All problems of a document's text; the path is for the problems only. */
  readonly check: (path: string, text: string) => readonly Problem[];
  /** Replaces what is shown for the document. */
  readonly publish: (uri: string, problems: readonly Problem[]) => void;
  /** Milliseconds without a change before the text is checked. */
  readonly quiet: number;
}

export class TypedProblems {
  readonly #doors: TypedProblemsDoors;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(doors: TypedProblemsDoors) {
    this.#doors = doors;
  }

  /** An open document has new text; documents of other kinds are passed over. */
  changed(document: TextDocument): void {
    const path = this.#doors.of(document.uri) ? pathOfUri(document.uri) : undefined;
    if (path === undefined) return;
    clearTimeout(this.#timers.get(document.uri));
    this.#timers.set(document.uri, setTimeout(() => {
      this.#timers.delete(document.uri);
      this.#doors.publish(document.uri, this.#doors.check(path, document.getText()));
    }, this.#doors.quiet));
  }

  closed(document: TextDocument): void {
    if (!this.#doors.of(document.uri)) return;
    clearTimeout(this.#timers.get(document.uri));
    this.#timers.delete(document.uri);
    this.#doors.publish(document.uri, []);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
