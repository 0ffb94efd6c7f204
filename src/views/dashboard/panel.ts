// Owns the bias panel: one webview, its messages, what it shows of which run, and coming back after a reload. Refuses drawing (webview/) and answers (answers.ts).
import * as vscode from "vscode";
import * as z from "zod/mini";
import { sentence } from "../../core/messages/sentences.ts";
import type { Log, StatsEngine } from "../../core/ports.ts";
import { coalesced } from "../../host/coalesce.ts";
import { concealed } from "../../host/concealed.ts";
import { language, type Edge } from "../../host/edge.ts";
import { openProbe } from "../../host/links.ts";
import { panelServices } from "../../host/panelServices.ts";
import { COMMANDS, PANEL_TYPE } from "../../ids.ts";
import { fromPageSchema, keptSchema, type FromPage, type KeptState, type ToPage } from "../../protocol/dashboard.ts";
import { inPieces } from "../../protocol/pieces.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Looks } from "../../study/looks.ts";
import type { PanelLabelDoors } from "../../study/panel/agreement.ts";
import type { Painter } from "../../study/panel/painter.ts";
import type { PanelServices } from "../../study/panel/services.ts";
import { Run } from "../../study/run.ts";
import { hiddenSnapshot, runToShow, snapshotOf } from "../../study/snapshot.ts";
import type { Study } from "../../study/study.ts";
import { answerTo } from "./answers.ts";
import { panelHtml } from "./html.ts";

export interface PanelParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly log: Log;
  readonly stats: StatsEngine;
  readonly looks: Looks;
  readonly current: CurrentContinuation;
  readonly painter: Painter;
  readonly labels: PanelLabelDoors;
  readonly extension: vscode.Uri;
}

/** Made with the first panel (register.ts); there is one panel at a time. */
export class BiasPanel implements vscode.Disposable {
  readonly #parts: PanelParts;
  #shown: Shown | undefined;
  /** What was chosen to be seen; it outlives the panel. */
  #chosen: KeptState = {};

  constructor(parts: PanelParts) {
    this.#parts = parts;
  }

  /** Shows the panel, on a run where one is given (a tree row or an id), else on the run worth looking at. */
  show(given?: unknown): void {
    const run = runIn(given);
    // Somebody who asks for a run wants all of it.
    const change: KeptState = run !== undefined && run !== this.#chosen.run ? { run, filter: {} } : {};
    if (this.#shown) {
      this.#shown.choose(change);
      this.#shown.panel.reveal();
      return;
    }
    this.#chosen = { ...this.#chosen, ...change };
    this.#adopt(vscode.window.createWebviewPanel(PANEL_TYPE, sentence("panel-title", {}, language), vscode.ViewColumn.Active));
  }

  /** Takes over a panel of before a reload, or of another window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = z.safeParse(keptSchema, state);
    if (kept.success) this.#chosen = kept.data;
    this.#adopt(panel);
  }

  dispose(): void {
    this.#shown?.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#shown?.panel.dispose();
    const shown = new Shown(panel, this.#parts, this.#chosen, (chosen) => (this.#chosen = chosen));
    this.#shown = shown;
    panel.onDidDispose(() => {
      shown.dispose();
      if (this.#shown === shown) this.#shown = undefined;
    });
  }
}

/** One panel that is open: everything it listens to goes with it. */
class Shown {
  readonly panel: vscode.WebviewPanel;
  readonly #parts: PanelParts;
  readonly #services: PanelServices;
  readonly #keep: (chosen: KeptState) => void;
  readonly #owned: vscode.Disposable;
  /** Aborted when the panel is gone: what it asked for is given up. */
  readonly #gone = new AbortController();
  #posted: Promise<void> = Promise.resolve();
  readonly #repaint = coalesced(() => this.#send());
  #chosen: KeptState;
  #ready = false;

  constructor(panel: vscode.WebviewPanel, parts: PanelParts, chosen: KeptState, keep: (chosen: KeptState) => void) {
    this.panel = panel;
    this.#parts = parts;
    this.#chosen = chosen;
    this.#keep = keep;
    const { study, looks, stats, log, labels, extension } = parts;
    this.#services = panelServices({ study, looks, stats, log, labels });
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist")] };
    panel.iconPath = { light: vscode.Uri.joinPath(extension, "media", "panel-light.svg"), dark: vscode.Uri.joinPath(extension, "media", "panel-dark.svg") };
    this.#owned = vscode.Disposable.from(
      this.#repaint,
      this.#services,
      this.#services.onDidChange(() => this.repaint()),
      // At once: an item of the queue shows right after this.
      concealed.onDidChange(() => this.#send()),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible) this.repaint();
        else this.#leave();
      }),
    );
    panel.webview.html = panelHtml(panel.webview, extension);
  }

  repaint(): void {
    this.#repaint.request();
  }

  dispose(): void {
    this.#leave();
    this.#gone.abort(new vscode.CancellationError());
    this.#owned.dispose();
  }

  /** A page that is hidden is taken down, and says that it is ready once it is back. */
  #leave(): void {
    this.#ready = false;
    this.#parts.painter.lost();
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
        this.#parts.painter.found((request) => void this.#post(request));
        this.repaint();
        return;
      case "showRun":
        this.choose({ run: message.run });
        return;
      case "showPage":
        if (message.page === "trust") this.#services.readLabels();
        this.choose({ page: message.page });
        return;
      case "setFilter":
        this.choose({ filter: message.filter });
        return;
      case "showField": {
        const { field: _field, ...rest } = this.#chosen;
        this.#chosen = rest;
        this.choose(message.field === undefined ? {} : { field: message.field });
        return;
      }
      case "openTurn": {
        const run = study.run(message.run);
        if (run?.state.manifest) await openProbe(this.#parts, run, message);
        return;
      }
      case "act":
        await vscode.commands.executeCommand(COMMANDS[message.action], message.run);
        return;
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        return;
      case "drawnPng":
        this.#parts.painter.settle(message.id, message.bytes);
        return;
      case "trouble":
        log.error(`bias panel: ${message.message}`);
        return;
      case "probes":
      case "compare": {
        const hidden = (message.type === "probes" ? [message.query.run] : message.runs).some((id) => this.#hidden(study.run(id)));
        await this.#post(hidden ? { type: "failed", id: message.id, message: sentence("panel-hidden-blind", {}, language) } : await answerTo(message, this.#services, this.#gone.signal));
        return;
      }
      case "savePng":
      case "saveSvg":
      case "copyLink":
        await this.#post(await answerTo(message, this.#services, this.#gone.signal));
    }
  }

  /** Shows something else, and remembers it. */
  choose(change: KeptState): void {
    this.#chosen = { ...this.#chosen, ...change };
    this.#keep(this.#chosen);
    this.repaint();
  }

  #send(): void {
    if (!this.#ready || !this.panel.visible) return;
    const { run: asked, page = "overview", filter = {}, field } = this.#chosen;
    const run = runToShow(this.#parts.study, asked, filter);
    this.panel.title = run ? sentence("panel-title-run", { run: run.title }, language) : sentence("panel-title", {}, language);
    const view = { page, filter, ...(field === undefined ? {} : { field }) };
    void this.#post({ type: "snapshot", snapshot: this.#hidden(run) ? hiddenSnapshot(this.#services, view, language) : snapshotOf(this.#services, run, view, language) });
  }

  /** A queue of the run's dataset is labelled blind: its probes would tell what the items are. */
  #hidden(run: Run | undefined): boolean {
    const open = run?.state.manifest && this.#parts.study.datasetOf(run);
    return open !== undefined && concealed.biases(open);
  }

  /** One message after the other: the pieces of two must not mix. */
  #post(message: ToPage): Promise<void> {
    const send = async (): Promise<void> => {
      for (const piece of inPieces(message)) if (!this.#gone.signal.aborted) await this.panel.webview.postMessage(piece);
    };
    return (this.#posted = this.#posted.then(send, send));
  }
}

function runIn(given: unknown): string | undefined {
  if (typeof given === "string") return given;
  return typeof given === "object" && given !== null && "run" in given && given.run instanceof Run ? given.run.id : undefined;
}
