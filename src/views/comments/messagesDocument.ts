// Owns the page that shows the exact messages of one continuation: plain, read-only, gone when closed. Refuses making them (study/).
import * as vscode from "vscode";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visible, visibleLines } from "../../core/transcript/visible.ts";
import { MESSAGES_SCHEME } from "../../ids.ts";
import type { TurnPlace } from "../../host/probing.ts";
import type { MessagesSent } from "../../study/messagesSent.ts";
import type { ContinuationView } from "../../study/turnViews.ts";

/** The page's text: what it is, whether it is what was sent, then each message under its role. Text lines are indented, so none can pass for a heading. */
export function messagesText({ conversation, turn }: TurnPlace, { simulator, sample, condition }: ContinuationView, sent: MessagesSent, language: Language): string {
  const to = simulator.kind === "model" ? { model: visible(simulator.model), origin: visible(simulator.origin) } : { model: "–", origin: "–" };
  const head = [
    sentence("sent-title", { turn: turn + 1, conversation: visible(conversation) }, language),
    sentence("sent-to", { ...to, condition: visible(condition), sample: sample + 1 }, language),
    sent.hash === sent.sentHash ? sentence("sent-same", { hash: sent.hash }, language) : sentence("sent-differs", { hash: sent.hash, sent: visible(sent.sentHash) }, language),
  ];
  const messages = sent.messages.flatMap(({ role, content }) => ["", `--- ${role} ---`, ...visibleLines(content).map((line) => `  ${line}`)]);
  return [...head, ...messages, ""].join("\n");
}

/** Pages by address; each is forgotten when its document closes. */
export class MessagesDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #owned: vscode.Disposable;

  constructor() {
    this.#owned = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(MESSAGES_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  async show({ conversation, turn }: TurnPlace, { id }: ContinuationView, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: MESSAGES_SCHEME, path: `/${visible(conversation).replaceAll("/", "∕")} ${turn + 1}.txt`, query: id });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
