// Owns who labels in this window: asked once, kept for the person, shown in the status bar. Refuses what is labelled.
import { execFile } from "node:child_process";
import os from "node:os";
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { COMMANDS } from "../../ids.ts";
import { language } from "../edge.ts";

const KEY = "fidelity.annotator";
const LENGTH = 60;
const GIT_MILLISECONDS = 2000;

export class Annotator implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #item: vscode.StatusBarItem;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Of this window: another one may label for somebody else. */
  #name: string | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#name = state.get<string>(KEY);
    this.#item = vscode.window.createStatusBarItem("fidelity.annotator", vscode.StatusBarAlignment.Left, 48);
    this.#item.name = sentence("annotator-item", {}, language);
    this.#item.command = COMMANDS.setAnnotator;
    this.#show();
  }

  /** Undefined until somebody said who labels. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Who labels; asks where nobody said yet. Undefined when the person gave up. */
  async known(): Promise<string | undefined> {
    return this.#name ?? this.ask();
  }

  /** Asks who labels, or takes the name a caller gives. */
  async ask(given?: string): Promise<string | undefined> {
    const value = this.#name ?? (given === undefined ? await gitName() : undefined) ?? "";
    const typed = given ?? (await vscode.window.showInputBox({ title: sentence("annotator-ask", {}, language), prompt: sentence("annotator-why", {}, language), value, ignoreFocusOut: true }));
    const name = typed?.trim().slice(0, LENGTH);
    if (name === undefined || name === "") return this.#name;
    this.#name = name;
    await this.#state.update(KEY, name);
    this.#show();
    this.#changed.fire();
    return name;
  }

  dispose(): void {
    this.#item.dispose();
    this.#changed.dispose();
  }

  #show(): void {
    if (this.#name === undefined) return;
    this.#item.text = `$(person) ${visibleLabel(this.#name, 30)}`;
    this.#item.tooltip = sentence("annotator-tooltip", { name: visibleLabel(this.#name, LENGTH) }, language);
    this.#item.show();
  }
}

/** The person's own git name. Asked outside the workspace, whose settings could name anything or run something. */
function gitName(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("git", ["config", "--global", "user.name"], { cwd: os.homedir(), timeout: GIT_MILLISECONDS }, (error, stdout) => {
      resolve(error ? undefined : stdout.trim() || undefined);
    });
  });
}
