// Owns the one wrapper between the editor and our code: cancelled is silent, a known failure is its sentence, the rest is unexpected.
import * as vscode from "vscode";
import { isFailure } from "../core/messages/failure.ts";
import { languageOf, sentence } from "../core/messages/sentences.ts";
import type { Log } from "../core/ports.ts";
import { COMMANDS, type CommandId } from "../ids.ts";

/** The language of every sentence the editor shows. */
export const language = languageOf(vscode.env.language);

/** Registers commands and runs progress so that nothing that goes wrong stays silent or reaches the person raw. */
export class Edge {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Registers a command; what it rejects with is shown, never lost. */
  command(id: CommandId, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, (...args: unknown[]) => this.guard(id, async () => run(...args)));
  }

  /** Runs work and shows what it rejects with; resolves to undefined then. */
  async guard<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.show(what, error);
      return undefined;
    }
  }

  /** Cancellable progress at a place of the editor; the token becomes a signal. */
  progress<T>(title: string, location: vscode.ProgressLocation | { viewId: string }, work: (report: (message: string, increment?: number) => void, signal: AbortSignal) => Promise<T>): Thenable<T> {
    return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => controller.abort(new vscode.CancellationError()));
      try {
        return await work((message, increment) => progress.report({ message, ...(increment === undefined ? {} : { increment }) }), controller.signal);
      } finally {
        subscription.dispose();
      }
    });
  }

  show(what: string, error: unknown): void {
    if (isCancelled(error)) return;
    this.#log.error(what, error);
    const known = isFailure(error);
    const text = known ? sentence(error.id, error.values, language) : sentence("unexpected", { message: error instanceof Error ? error.message : String(error) }, language);
    const showLog = sentence("show-log", {}, language);
    void vscode.window.showErrorMessage(text, showLog).then((choice) => {
      if (choice === showLog) void vscode.commands.executeCommand(COMMANDS.showLog);
    });
  }
}

/** Modal, so that nobody overlooks it. A window that refuses modal questions, as one that runs tests does, gets it as a notification. */
export async function ask(title: string, detail: readonly string[], ...choices: readonly string[]): Promise<string | undefined> {
  try {
    return await vscode.window.showWarningMessage(title, { modal: true, detail: detail.join("\n") }, ...choices);
  } catch {
    return vscode.window.showWarningMessage([title, ...detail].join(" "), ...choices);
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && (error.name === "AbortError" || error.message === "paused"));
}
