// Owns the parsed form of open transcripts, one parse a version, and the turn states told for them.
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type ParsedTranscript, parseTranscript } from "../core/transcript/parse.ts";
import type { TurnState, TurnStates } from "../protocol/languageServer.ts";

export class Transcripts {
  readonly #parsed = new WeakMap<TextDocument, { readonly version: number; readonly transcript: ParsedTranscript }>();
  readonly #states = new Map<string, readonly TurnState[]>();

  /** The document's turns and lines at its present version. */
  parse(document: TextDocument): ParsedTranscript {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.transcript;
    const transcript = parseTranscript(document.getText().split(/\r?\n/));
    this.#parsed.set(document, { version: document.version, transcript });
    return transcript;
  }

  /** Keeps the states of one transcript, also before it is open and after it is closed; none clears them. */
  tell({ uri, states }: TurnStates): void {
    if (states.length === 0) this.#states.delete(uri);
    else this.#states.set(uri, states);
  }

  states(uri: string): readonly TurnState[] {
    return this.#states.get(uri) ?? [];
  }
}
