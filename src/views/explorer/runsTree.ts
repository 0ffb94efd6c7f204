// Owns the tree of runs, each in one line, and of hand-picked probes, which have no statistics. Refuses computing any.
import * as vscode from "vscode";
import { count } from "../../core/figures/numbers.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { coalesced } from "../../host/coalesce.ts";
import { language } from "../../host/edge.ts";
import { callsLeft, spentNow } from "../../host/spentNow.ts";
import { COMMANDS, VIEWS } from "../../ids.ts";
import { becauseText } from "../../study/failureText.ts";
import { simulatorName } from "../../study/naming.ts";
import type { Run, RunStatus } from "../../study/run.ts";
import { failureLines } from "../../study/runEnded.ts";
import type { apartFrom } from "../../study/runsApart.ts";
import { isTrial, runLine, type Deltas } from "../../study/runWords.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { judgeName } from "../../study/turnWords.ts";

/** A row; whoever gets one as a command's argument finds the run in `run`. */
export type RunNode = { readonly kind: "run"; readonly run: Run } | { readonly kind: "archived" } | { readonly kind: "handPicked"; readonly open: OpenDataset; readonly probes: number };

const ICONS: Readonly<Record<RunStatus, string>> = { running: "sync~spin", paused: "debug-pause", finished: "pass", following: "eye" };

export class RunsTree implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  readonly #study: Study;
  readonly #deltas: Deltas;
  readonly #inStorage: (home: string) => boolean;
  readonly #changed = new vscode.EventEmitter<RunNode | undefined>();
  readonly #owned: vscode.Disposable;
  #apartFrom: typeof apartFrom | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /** `inStorage`: the `.fidelity` folder lies in the extension's own storage. */
  constructor(study: Study, deltas: Deltas, inStorage: (home: string) => boolean) {
    this.#study = study;
    this.#deltas = deltas;
    this.#inStorage = inStorage;
    const repaint = coalesced(() => this.#changed.fire(undefined));
    const view = vscode.window.createTreeView(VIEWS.runs, { treeDataProvider: this });
    this.#owned = vscode.Disposable.from(
      this.#changed,
      view,
      repaint,
      study.onDidChange(({ what }) => what !== "arriving" && repaint.request()),
      deltas.onDidChange(() => repaint.request()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  getChildren(node?: RunNode): RunNode[] {
    if (node && node.kind !== "archived") return [];
    const of = (archived: boolean): RunNode[] => this.#study.runs.filter((run) => run.archived === archived).map((run): RunNode => ({ kind: "run", run }));
    const archived = of(true);
    return node ? archived : [...of(false), ...this.#handPicked(), ...(archived.length > 0 ? [{ kind: "archived" } as const] : [])];
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    switch (node.kind) {
      case "run":
        return this.#run(node);
      case "handPicked":
        return this.#picked(node);
      case "archived": {
        const item = new vscode.TreeItem(sentence("runs-archived", {}, language), vscode.TreeItemCollapsibleState.Collapsed);
        item.id = "archived";
        item.iconPath = new vscode.ThemeIcon("archive");
        return item;
      }
    }
  }

  #run(node: Extract<RunNode, { kind: "run" }>): vscode.TreeItem {
    const { run } = node;
    const { status } = run;
    const title = visibleLabel(run.title, 120);
    const home = this.#study.homeOf(run);
    const stored = home !== undefined && this.#inStorage(home);
    const item = new vscode.TreeItem(title);
    item.id = `run:${run.id}`;
    item.iconPath = new vscode.ThemeIcon(ICONS[status]);
    item.contextValue = `run-${status}${run.archived ? "-archived" : ""}`;
    const spent = status === "finished" ? undefined : spentNow(run);
    const line = [runLine(run, this.#deltas.of(run), language), ...this.#apart(run), ...(spent === undefined ? [] : [spent])].join(" · ");
    item.description = stored ? `${line} · ${sentence("run-in-storage", {}, language)}` : line;
    item.tooltip = tooltip(run, stored);
    item.accessibilityInformation = { label: `${title}, ${item.description}` };
    item.command = { command: COMMANDS.showPanel, title: "", arguments: [node] };
    return item;
  }

  /** What tells a run from others of its title; loaded when there are such. */
  #apart(run: Run): readonly string[] {
    const { runs } = this.#study;
    if (this.#apartFrom) return this.#apartFrom(run, runs, language);
    const several = runs.some((other) => other !== run && other.title === run.title);
    if (several) void import("../../study/runsApart.ts").then((loaded) => {
      this.#apartFrom = loaded.apartFrom;
      this.#changed.fire(undefined);
    });
    return [];
  }

  #picked({ open, probes }: Extract<RunNode, { kind: "handPicked" }>): vscode.TreeItem {
    const item = new vscode.TreeItem(sentence("hand-picked-row", {}, language));
    item.id = `handPicked:${open.home}`;
    item.iconPath = new vscode.ThemeIcon("pin");
    item.description = sentence(probes === 1 ? "hand-picked-one" : "hand-picked-count", { count: count(probes) }, language);
    item.contextValue = "hand-picked";
    return item;
  }

  /** One row a `.fidelity` folder: hand-picked probes are kept there together. */
  #handPicked(): RunNode[] {
    const byHome = new Map(this.#study.datasets.map((open) => [open.home, open]));
    return [...byHome.values()].flatMap((open): RunNode[] => {
      const probes = [...this.#study.handPicked(open).states.values()].reduce((sum, state) => sum + state.probes.size, 0);
      return probes > 0 ? [{ kind: "handPicked", open, probes }] : [];
    });
  }
}

function tooltip(run: Run, stored: boolean): string {
  const { dataset, simulator, condition, judge, samples, orderSeed, provenance, extends: enlarged } = run.manifest;
  const [spent, left] = [spentNow(run), callsLeft(run)];
  const parts = {
    simulator: visibleLabel(simulatorName(simulator), 60),
    condition: visibleLabel(condition.name, 60),
    judge: judgeName(judge, language),
    samples,
    seed: orderSeed,
  };
  return [
    visibleLabel(run.id),
    sentence("run-of", { dataset: visibleLabel(dataset.name, 120) }, language),
    sentence("run-with", parts, language),
    ...(enlarged === undefined ? [] : [sentence("run-takes-over", { run: visibleLabel(enlarged) }, language)]),
    ...(run.note === "" ? [] : [sentence("run-note-line", { note: visibleLabel(run.note, 300) }, language)]),
    ...(spent === undefined ? [] : [sentence("told-spent", { spent }, language)]),
    ...(left === undefined ? [] : [left]),
    ...(run.because && run.status === "paused" ? [becauseText(run.because, language)] : []),
    // Looking through a large run four times a second would be felt.
    ...(run.status === "running" ? [] : failureLines(run.state, language)),
    ...(provenance === "invented" ? [sentence("run-invented", {}, language)] : []),
    ...(isTrial(run.manifest) ? [sentence("editor-model-trial", {}, language)] : []),
    ...(simulator.kind === "control" ? [sentence("run-control", {}, language)] : []),
    ...(run.unread.length > 0 ? [sentence("run-unread", { count: run.unread.length }, language)] : []),
    ...(stored ? [sentence("run-in-storage-how", {}, language)] : []),
  ].join("\n");
}
