// Owns transcripts as read-only files of the editor. Refuses writing, folders and what a transcript looks like (core/transcript).
import * as vscode from "vscode";
import { isFailure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visible } from "../../core/transcript/visible.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { addressOf, type OpenTranscripts } from "../../host/openTranscripts.ts";
import { TRANSCRIPT_SCHEME } from "../../ids.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";

export class TranscriptFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #transcripts: Transcripts;
  readonly #open: OpenTranscripts;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #owned: vscode.Disposable;
  /** Time of the last change of everything shown; the editor reads again what is newer than what it has. */
  #modified = Date.now();

  readonly onDidChangeFile = this.#changed.event;

  constructor(study: Study, transcripts: Transcripts, open: OpenTranscripts) {
    this.#transcripts = transcripts;
    this.#open = open;
    this.#owned = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(TRANSCRIPT_SCHEME, this, { isReadonly: true, isCaseSensitive: true }),
      study.onDidChange(({ what }) => what === "datasets" && this.#change()),
      concealed.onDidChange(() => this.#change()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#modified, size: bytes.byteLength, permissions: vscode.FilePermission.Readonly };
  }

  /** A transcript that cannot be had is a page that says why and what to do, so that its tab survives until it can. */
  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const address = addressOf(uri);
    if (!address) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      const transcript = await this.#transcripts.of(address);
      return new TextEncoder().encode(transcript.text({ hideOutcome: concealed.outcomes, language }));
    } catch (error) {
      if (!isFailure(error)) throw error;
      return new TextEncoder().encode(`${visible(sentence(error.id, error.values, language))}\n`);
    }
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  #change(): void {
    this.#modified = Math.max(Date.now(), this.#modified + 1);
    const changes = this.#open.all.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri }));
    if (changes.length > 0) this.#changed.fire(changes);
  }
}
