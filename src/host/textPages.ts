// Owns pages of text that live only as long as they are shown: plain, read-only, gone when closed. Refuses making their texts.
import * as vscode from "vscode";
import { visible } from "../core/transcript/visible.ts";

/** The pages of one scheme. */
export class TextPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #owned: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#owned = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** The page of this name, with this text from now on; `apart` tells pages of one name from another. */
  page(name: string, text: string, apart = ""): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${visible(name).replaceAll("/", "∕")}.txt`, query: apart });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  async show(page: vscode.Uri, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page), { preview: true, ...options });
  }

  /** Closes the page's tabs. */
  async close(page: vscode.Uri): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === page.toString()));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
