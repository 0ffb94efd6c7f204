// Owns which transcripts are open as documents and which of them changed in the study. Refuses what is shown of a change.
import * as vscode from "vscode";
import { parseTranscriptPath, transcriptPath, type TranscriptAddress } from "../core/transcript/address.ts";
import { TRANSCRIPT_LANGUAGE, TRANSCRIPT_SCHEME } from "../ids.ts";
import type { Study, StudyEvent } from "../study/study.ts";
import { coalesced } from "./coalesce.ts";
import { concealed } from "./concealed.ts";

export interface OpenTranscript {
  readonly uri: vscode.Uri;
  readonly address: TranscriptAddress;
}

/** The editor's name of a transcript. */
export function transcriptUri(address: TranscriptAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: TRANSCRIPT_SCHEME, path: transcriptPath(address) });
}

/** The transcript a document shows, if it is one. */
export function addressOf(uri: vscode.Uri): TranscriptAddress | undefined {
  return uri.scheme === TRANSCRIPT_SCHEME ? parseTranscriptPath(uri.path) : undefined;
}

/** Gives transcripts their language when they open, and tells what happens to those that are open. */
export class OpenTranscripts implements vscode.Disposable {
  readonly #study: Study;
  readonly #open = new Map<string, OpenTranscript>();
  readonly #dirty = new Set<string>();
  readonly #opened = new vscode.EventEmitter<OpenTranscript>();
  readonly #closed = new vscode.EventEmitter<OpenTranscript>();
  readonly #changed = new vscode.EventEmitter<readonly OpenTranscript[]>();
  readonly #tell = coalesced(() => this.#fire());
  readonly #owned: vscode.Disposable;

  readonly onDidOpen = this.#opened.event;
  readonly onDidClose = this.#closed.event;
  /** Something known of their turns changed; at most four times a second. */
  readonly onDidChange = this.#changed.event;

  constructor(study: Study) {
    this.#study = study;
    this.#owned = vscode.Disposable.from(
      this.#opened,
      this.#closed,
      this.#changed,
      this.#tell,
      vscode.workspace.onDidOpenTextDocument((document) => this.#see(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#lose(uri)),
      study.onDidChange((event) => this.#mark((address) => this.#concerns(event, address))),
      concealed.onDidChange(() => this.repaint()),
    );
    for (const document of vscode.workspace.textDocuments) this.#see(document);
  }

  get all(): readonly OpenTranscript[] {
    return [...this.#open.values()];
  }

  /** What is said beside the turns of open transcripts is other than before. */
  repaint(): void {
    this.#mark(() => true);
  }

  has(uri: vscode.Uri): boolean {
    return this.#open.has(uri.toString());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #see(document: vscode.TextDocument): void {
    const { uri } = document;
    const address = addressOf(uri);
    if (!address || document.isClosed) return;
    if (document.languageId !== TRANSCRIPT_LANGUAGE) {
      // The editor closes and opens the document for this, so it is seen again with its language.
      void vscode.languages.setTextDocumentLanguage(document, TRANSCRIPT_LANGUAGE);
      return;
    }
    const key = uri.toString();
    if (this.#open.has(key)) return;
    const transcript = { uri, address };
    this.#open.set(key, transcript);
    this.#opened.fire(transcript);
  }

  #lose(uri: vscode.Uri): void {
    const transcript = this.#open.get(uri.toString());
    if (!transcript) return;
    this.#open.delete(uri.toString());
    this.#dirty.delete(uri.toString());
    this.#closed.fire(transcript);
  }

  #mark(concerned: (address: TranscriptAddress) => boolean): void {
    if (this.#open.size === 0) return;
    for (const [key, { address }] of this.#open) if (concerned(address)) this.#dirty.add(key);
    if (this.#dirty.size > 0) this.#tell.request();
  }

  #concerns(event: StudyEvent, { dataset, conversation }: TranscriptAddress): boolean {
    switch (event.what) {
      case "datasets":
      case "runs":
        return true;
      case "files":
      case "opening":
        return false;
      case "handPicked":
      case "arriving":
        return event.conversation === conversation;
      case "run": {
        const { run, change } = event;
        if (this.#study.dataset(dataset)?.hash !== run.state.manifest?.dataset.hash) return false;
        // A real label may be that of a donor anywhere.
        return change.what !== "probe" || change.key.startsWith(`${conversation}#`);
      }
    }
  }

  #fire(): void {
    const changed = [...this.#dirty].flatMap((key) => this.#open.get(key) ?? []);
    this.#dirty.clear();
    if (changed.length > 0) this.#changed.fire(changed);
  }
}
