// Owns the two items of the status bar: the run worth looking at, and what one click uses. Refuses statistics.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { coalesced } from "../../host/coalesce.ts";
import { language } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import type { Run } from "../../study/run.ts";
import type { Deltas } from "../../study/runWords.ts";
import type { Setup } from "../../study/setup.ts";
import type { Study } from "../../study/study.ts";
import { runText, setupText } from "./wording.ts";

export interface StatusParts {
  readonly study: Study;
  readonly deltas: Deltas;
  /** What one click uses now; undefined hides the item. */
  readonly setup: () => Setup | undefined;
  readonly onDidChangeSetup: (listener: () => void) => { dispose(): unknown };
}

export class StatusBar implements vscode.Disposable {
  readonly #parts: StatusParts;
  readonly #run: vscode.StatusBarItem;
  readonly #setup: vscode.StatusBarItem;
  readonly #owned: vscode.Disposable;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#run = vscode.window.createStatusBarItem("fidelity.run", vscode.StatusBarAlignment.Left, 50);
    this.#run.name = sentence("status-run-name", {}, language);
    this.#run.tooltip = sentence("status-run", {}, language);
    this.#setup = vscode.window.createStatusBarItem("fidelity.setup", vscode.StatusBarAlignment.Left, 49);
    this.#setup.name = sentence("status-setup-name", {}, language);
    this.#setup.tooltip = sentence("status-setup", {}, language);
    this.#setup.command = COMMANDS.chooseSetup;
    const repaint = coalesced(() => this.#paint());
    this.#owned = vscode.Disposable.from(
      this.#run,
      this.#setup,
      repaint,
      parts.study.onDidChange(({ what }) => what !== "arriving" && what !== "handPicked" && repaint.request()),
      parts.deltas.onDidChange(() => repaint.request()),
      vscode.Disposable.from(parts.onDidChangeSetup(() => repaint.request())),
      vscode.window.onDidChangeActiveTextEditor(() => repaint.request()),
    );
    this.#paint();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #paint(): void {
    const run = worthLooking(this.#parts.study);
    if (run) {
      const text = runText(run, this.#parts.deltas.of(run), language);
      this.#run.text = `$(${run.status === "running" ? "sync~spin" : "graph"}) ${text}`;
      this.#run.accessibilityInformation = { label: text };
      this.#run.command = { command: COMMANDS.showPanel, title: "", arguments: [run.id] };
      this.#run.show();
    } else this.#run.hide();
    const setup = this.#parts.study.datasets.length > 0 ? this.#parts.setup() : undefined;
    if (setup) {
      this.#setup.text = `$(settings) ${setupText(setup, language)}`;
      this.#setup.show();
    } else this.#setup.hide();
  }
}

/** What runs; else the newest run of an open dataset, the control only where there is no other. */
function worthLooking(study: Study): Run | undefined {
  const runs = study.runs.filter((run) => study.datasetOf(run) !== undefined);
  return runs.find(({ status }) => status === "running") ?? runs.find(({ manifest }) => manifest.simulator.kind !== "control") ?? runs[0];
}
