// Owns the pages of redaction: before beside after, and the report. Plain, read-only, gone when closed. Refuses making their texts (study/).
import * as vscode from "vscode";
import { visible } from "../core/transcript/visible.ts";
import { REDACTION_SCHEME } from "../ids.ts";

export class RedactionPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #owned: vscode.Disposable;
  #number = 0;

  constructor() {
    this.#owned = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(REDACTION_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Opens both texts in the editor's own comparison. */
  async compare(title: string, before: string, after: string): Promise<void> {
    await vscode.commands.executeCommand("vscode.diff", this.#page(title, before), this.#page(title, after), visible(title), { preview: true });
  }

  async show(title: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#page(title, text)), { preview: true });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #page(title: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: REDACTION_SCHEME, path: `/${visible(title).replaceAll("/", "∕")}.txt`, query: String(++this.#number) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
