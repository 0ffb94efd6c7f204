// Owns the page beside the questions. Refuses its text (study/).
import * as vscode from "vscode";
import { visible } from "../../core/transcript/visible.ts";
import { PREVIEW_SCHEME } from "../../ids.ts";

/** The one page, made anew as the answers change. */
export class MappingPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #uri: vscode.Uri;
  readonly #owned: vscode.Disposable;
  #text = "";

  readonly onDidChange = this.#changed.event;

  constructor(name: string) {
    this.#uri = vscode.Uri.from({ scheme: PREVIEW_SCHEME, path: `/${visible(name).replaceAll("/", "∕")}.txt` });
    this.#owned = vscode.Disposable.from(this.#changed, vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, this));
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async open(): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#uri), { preview: true, preserveFocus: true });
  }

  show(text: string): void {
    this.#text = text;
    this.#changed.fire(this.#uri);
  }

  /** Closes its tab too: without the answers it says nothing. */
  async close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === this.#uri.toString()));
    this.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
