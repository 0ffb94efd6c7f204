// Owns the bias panel: one webview, its messages, which run it shows, and coming back after a reload. Refuses drawing (webview/).
import * as vscode from "vscode";
import * as z from "zod/mini";
import { sentence } from "../../core/messages/sentences.ts";
import type { Log } from "../../core/ports.ts";
import { coalesced } from "../../host/coalesce.ts";
import { language, type Edge } from "../../host/edge.ts";
import { COMMANDS, PANEL_TYPE } from "../../ids.ts";
import { fromPageSchema, type FromPage, type ToPage } from "../../protocol/dashboard.ts";
import type { Looks } from "../../study/looks.ts";
import type { Reports } from "../../study/reports.ts";
import { Run } from "../../study/run.ts";
import { probePage, snapshotOf } from "../../study/snapshot.ts";
import type { Study } from "../../study/study.ts";
import { panelHtml } from "./html.ts";

export interface PanelParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly log: Log;
  readonly reports: Reports;
  readonly looks: Looks;
  readonly extension: vscode.Uri;
}

/** What the page keeps over a reload: only which run it showed. */
const stateSchema = z.object({ run: z.string() });

/** Made with the first panel (register.ts); there is one panel at a time. */
export class BiasPanel implements vscode.Disposable {
  readonly #parts: PanelParts;
  readonly #owned: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #shown: string | undefined;
  #ready = false;
  readonly #repaint = coalesced(() => this.#send());

  constructor(parts: PanelParts) {
    this.#parts = parts;
    const { study, reports } = parts;
    this.#owned = vscode.Disposable.from(
      this.#repaint,
      study.onDidChange(({ what }) => what !== "arriving" && this.#repaint.request()),
      reports.onDidChange(() => this.#repaint.request()),
    );
  }

  /** Shows the panel, on a run where one is given (a tree row or an id), else on the run worth looking at. */
  show(given?: unknown): void {
    const run = runIn(given);
    if (run !== undefined) this.#shown = run;
    if (this.#panel) this.#panel.reveal();
    else this.#adopt(vscode.window.createWebviewPanel(PANEL_TYPE, sentence("panel-title", {}, language), vscode.ViewColumn.Active));
    this.#repaint.request();
  }

  /** Takes over a panel of before a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = z.safeParse(stateSchema, state);
    if (kept.success) this.#shown = kept.data.run;
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#ready = false;
    const { extension } = this.#parts;
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist")] };
    panel.iconPath = { light: vscode.Uri.joinPath(extension, "media", "panel-light.svg"), dark: vscode.Uri.joinPath(extension, "media", "panel-dark.svg") };
    const owned = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => panel.visible && this.#repaint.request()),
    );
    panel.onDidDispose(() => {
      owned.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, extension);
  }

  #receive(message: unknown): void {
    const parsed = z.safeParse(fromPageSchema, message);
    if (parsed.success) void this.#parts.edge.guard("bias panel", () => this.#answer(parsed.data));
    else this.#parts.log.warn("bias panel: a message of no known shape was ignored");
  }

  async #answer(message: FromPage): Promise<void> {
    const { study, log } = this.#parts;
    switch (message.type) {
      case "ready":
        this.#ready = true;
        this.#repaint.request();
        return;
      case "showRun":
        this.#shown = message.run;
        this.#repaint.request();
        return;
      case "openTurn": {
        const run = study.run(message.run);
        const open = run && study.datasetOf(run);
        if (open) await vscode.commands.executeCommand(COMMANDS.openConversation, { dataset: open.key, conversation: message.conversation, turn: message.turn });
        else if (run) void vscode.window.showWarningMessage(sentence("resume-needs-dataset", { dataset: run.manifest.dataset.name, path: run.manifest.dataset.path }, language));
        return;
      }
      case "act":
        await vscode.commands.executeCommand(COMMANDS[message.action], message.run);
        return;
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        return;
      case "trouble":
        log.error(`bias panel: ${message.message}`);
        return;
      case "showPage":
      case "setFilter":
      case "showField":
        this.#repaint.request();
        return;
      case "compare":
      case "savePng":
      case "saveSvg":
      case "copyLink":
        await this.#post({ type: "failed", id: message.id, message: sentence("unexpected", { message: message.type }, language) });
        return;
      case "probes": {
        const run = study.run(message.query.run);
        if (run) await this.#post({ type: "answer", id: message.id, page: probePage(run, message.query) });
        else await this.#post({ type: "failed", id: message.id, message: sentence("run-not-found", { run: message.query.run, folder: ".fidelity" }, language) });
      }
    }
  }

  #send(): void {
    if (!this.#ready || !this.#panel?.visible) return;
    const { study, reports, looks } = this.#parts;
    const run = this.#run();
    if (run) this.#panel.title = sentence("panel-title-run", { run: run.manifest.title }, language);
    void this.#post({ type: "snapshot", snapshot: snapshotOf(study, run, reports, looks, language) });
  }

  /** The run asked for, else the one that runs, else the newest. */
  #run(): Run | undefined {
    const runs = this.#parts.study.runs.filter(({ state }) => state.manifest);
    return runs.find(({ id }) => id === this.#shown) ?? runs.find(({ status }) => status === "running") ?? runs[0];
  }

  async #post(message: ToPage): Promise<void> {
    await this.#panel?.webview.postMessage(message);
  }
}

function runIn(given: unknown): string | undefined {
  if (typeof given === "string") return given;
  return typeof given === "object" && given !== null && "run" in given && given.run instanceof Run ? given.run.id : undefined;
}
