// Owns the tree of open datasets: strata, conversations a page at a time, what was left out, problems. Refuses loading texts.
import * as vscode from "vscode";
import { count, signed } from "../../core/figures/numbers.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { coalesced } from "../../host/coalesce.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { COMMANDS, VIEWS } from "../../ids.ts";
import { conversationBias, listedRun } from "../../study/conversationBias.ts";
import type { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { entriesOf, filtered, groupsOf, PAGE, sorted, type ConversationEntry, type Filter, type Group, type SortOrder } from "./conversations.ts";
import { ledgerRows } from "./ledger.ts";
import { openingChildren, openingItem, type OpeningNode } from "./openingRows.ts";
import { groupIcon, groupName, LABEL, row } from "./treeRow.ts";

/** A row; whoever gets one as a command's argument finds the dataset in `open`. */
export type DatasetNode =
  | OpeningNode
  | { readonly kind: "dataset"; readonly open: OpenDataset }
  | { readonly kind: "group"; readonly open: OpenDataset; readonly group: Group }
  | { readonly kind: "conversation"; readonly open: OpenDataset; readonly entry: ConversationEntry; readonly run?: Run }
  | { readonly kind: "more"; readonly open: OpenDataset; readonly group: Group; readonly left: number }
  | { readonly kind: "ledger"; readonly open: OpenDataset }
  | { readonly kind: "ledgerRow"; readonly open: OpenDataset; readonly label: string; readonly count: number; readonly text?: string }
  | { readonly kind: "problems"; readonly open: OpenDataset };

/** While a run goes on the biases in the tree follow it this often. */
const RUN_REPAINT_MILLISECONDS = 1000;

export class DatasetsTree implements vscode.TreeDataProvider<DatasetNode>, vscode.Disposable {
  readonly #study: Study;
  readonly #isSample: (open: OpenDataset) => boolean;
  readonly #view: vscode.TreeView<DatasetNode>;
  readonly #changed = new vscode.EventEmitter<DatasetNode | undefined>();
  readonly #shown = new Map<string, number>();
  readonly #owned: vscode.Disposable;
  #order: SortOrder = "file";
  #filter: Filter = { kind: "all" };

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(study: Study, isSample: (open: OpenDataset) => boolean) {
    this.#study = study;
    this.#isSample = isSample;
    const repaint = coalesced(() => this.#changed.fire(undefined));
    const follow = coalesced(() => this.#view.visible && this.#changed.fire(undefined), RUN_REPAINT_MILLISECONDS);
    this.#view = vscode.window.createTreeView(VIEWS.datasets, { treeDataProvider: this, showCollapseAll: true, canSelectMany: true });
    this.#owned = vscode.Disposable.from(
      this.#changed,
      this.#view,
      repaint,
      follow,
      this.#view.onDidChangeVisibility(({ visible }) => visible && repaint.request()),
      study.onDidChange(({ what }) => {
        if (what === "datasets" || what === "files" || what === "runs" || what === "opening") repaint.request();
        else if (what === "run") follow.request();
      }),
      // At once: an item of the queue shows right after this.
      concealed.onDidChange(() => this.#changed.fire(undefined)),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Shows the next page of a group. */
  showMore(given: unknown): void {
    const node = given as DatasetNode | undefined;
    if (node?.kind !== "more") return;
    const key = pageKey(node.open, node.group);
    this.#shown.set(key, (this.#shown.get(key) ?? PAGE) + PAGE);
    this.#changed.fire(undefined);
  }

  /** Asks for the order of all lists. */
  async chooseOrder(): Promise<void> {
    const items = (["file", "bias", "length"] as const).map((order) => ({ label: sentence(`sort-${order}`, {}, language), order }));
    const chosen = await vscode.window.showQuickPick(items, { title: sentence("sort-title", {}, language) });
    if (!chosen) return;
    this.#order = chosen.order;
    this.#showSettings();
  }

  /** Asks which conversations are listed; `given` answers without asking. */
  async chooseFilter(given?: Filter): Promise<void> {
    const items = (["all", "probed", "unprobed", "text"] as const).map((kind) => ({ label: sentence(`filter-${kind}`, {}, language), chosen: kind }));
    const kind = given?.kind ?? (await vscode.window.showQuickPick(items, { title: sentence("filter-title", {}, language) }))?.chosen;
    if (!kind) return;
    const text = kind !== "text" ? "" : given?.kind === "text" ? given.text : await vscode.window.showInputBox({ prompt: sentence("filter-text", {}, language) });
    if (text === undefined) return;
    this.#filter = kind === "text" ? { kind, text } : { kind };
    this.#showSettings();
  }

  /** Order and filter stand beside the view's title, where they are not the usual ones. */
  #showSettings(): void {
    const filter = this.#filter.kind === "text" ? visibleLabel(this.#filter.text, LABEL) : this.#filter.kind === "all" ? "" : sentence(`filter-${this.#filter.kind}`, {}, language);
    const order = this.#order === "file" ? "" : sentence(`sort-${this.#order}`, {}, language);
    this.#view.description = [filter, order].filter((each) => each !== "").join(" · ");
    this.#changed.fire(undefined);
  }

  getChildren(node?: DatasetNode): DatasetNode[] {
    if (!node) return [...this.#study.datasets.map((open) => ({ kind: "dataset", open }) as const), ...this.#study.opening.map((opening) => ({ kind: "opening", opening }) as const)];
    if ("opening" in node) return openingChildren(node);
    const { open } = node;
    switch (node.kind) {
      case "dataset":
        return [
          ...groupsOf(open.dataset, concealed.outcomes).map((group): DatasetNode => ({ kind: "group", open, group })),
          { kind: "ledger", open },
          ...(open.dataset.problems.length > 0 ? [{ kind: "problems", open } as const] : []),
        ];
      case "group":
        return this.#page(open, node.group);
      case "ledger":
        return ledgerRows(open.dataset.ledger, language).map((row): DatasetNode => ({ kind: "ledgerRow", open, ...row }));
      case "conversation":
      case "more":
      case "ledgerRow":
      case "problems":
        return [];
    }
  }

  getTreeItem(node: DatasetNode): vscode.TreeItem {
    if ("opening" in node) return openingItem(node);
    const { open } = node;
    const { dataset } = open;
    switch (node.kind) {
      case "dataset": {
        const item = row(`dataset:${open.key}`, visibleLabel(dataset.name, LABEL), "database", vscode.TreeItemCollapsibleState.Expanded);
        const standing = this.#study.standing(open)?.kind ?? "same";
        const conversations = sentence(dataset.entries.length === 1 ? "count-conversation" : "count-conversations", { count: count(dataset.entries.length) }, language);
        item.description = standing === "same" ? conversations : `${conversations} · ${sentence(`standing-${standing}`, {}, language)}`;
        item.tooltip = [visibleLabel(dataset.path), visibleLabel(dataset.format), sentence("tree-users", { users: sentence(`users-${dataset.users}`, {}, language) }, language)].join("\n");
        item.contextValue = this.#isSample(open) ? "dataset-sample" : "dataset";
        return item;
      }
      case "group": {
        const item = row(`group:${open.key}/${node.group}`, groupName(dataset.strata, node.group), groupIcon(node.group), vscode.TreeItemCollapsibleState.Collapsed);
        const [all, listed] = [entriesOf(dataset, node.group).length, this.#listed(open, node.group).length];
        item.description = listed === all ? count(all) : sentence("filter-count", { listed: count(listed), all: count(all) }, language);
        item.contextValue = "group";
        return item;
      }
      case "conversation":
        return this.#conversation(node);
      case "more": {
        const item = row(`more:${open.key}/${node.group}`, sentence("tree-more", { count: Math.min(PAGE, node.left) }, language), "ellipsis");
        item.description = sentence("tree-more-left", { left: count(node.left) }, language);
        item.command = { command: COMMANDS.showMore, title: "", arguments: [node] };
        return item;
      }
      case "ledger": {
        const { conversationsRead: read, conversationsKept: kept } = dataset.ledger;
        const item = row(`ledger:${open.key}`, sentence("tree-ledger", {}, language), "checklist", vscode.TreeItemCollapsibleState.Collapsed);
        item.description = sentence("tree-ledger-counts", { read: count(read), kept: count(kept), out: count(read - kept) }, language);
        return item;
      }
      case "ledgerRow": {
        const item = new vscode.TreeItem(visibleLabel(node.label, LABEL));
        item.description = node.text ?? count(node.count);
        return item;
      }
      case "problems": {
        const problems = dataset.problems.length;
        const item = row(`problems:${open.key}`, sentence(problems === 1 ? "tree-problem" : "tree-problems", { count: count(problems) }, language), "warning");
        item.command = { command: "workbench.actions.view.problems", title: "" };
        return item;
      }
    }
  }

  #page(open: OpenDataset, group: Group): DatasetNode[] {
    const run = listedRun(this.#study, open);
    const entries = sorted(this.#listed(open, group), concealed.biases(open) ? "file" : this.#order, (id) => run && conversationBias(run, id)?.bias);
    const shown = this.#shown.get(pageKey(open, group)) ?? PAGE;
    const rows = entries.slice(0, shown).map((entry): DatasetNode => ({ kind: "conversation", open, entry, ...(run ? { run } : {}) }));
    return entries.length > shown ? [...rows, { kind: "more", open, group, left: entries.length - shown }] : rows;
  }

  #listed(open: OpenDataset, group: Group): readonly ConversationEntry[] {
    const run = listedRun(this.#study, open);
    return filtered(entriesOf(open.dataset, group), this.#filter, (id) => run !== undefined && conversationBias(run, id) !== undefined);
  }

  #conversation({ open, entry, run }: Extract<DatasetNode, { kind: "conversation" }>): vscode.TreeItem {
    const item = row(`conversation:${open.key}/${entry.id}`, visibleLabel(entry.id, LABEL), "comment-discussion");
    const bias = run && !concealed.biases(open) ? conversationBias(run, entry.id) : undefined;
    const turns = sentence("tree-turns", { count: entry.turns }, language);
    const outcome = concealed.outcomes ? undefined : groupName(open.dataset.strata, entry.outcome);
    item.description = [turns, ...(bias ? [signed(bias.bias)] : [])].join(" · ");
    const biasLine = run && bias ? [sentence("tree-bias", { bias: signed(bias.bias), probes: bias.probes, run: visibleLabel(run.manifest.title, 60) }, language)] : [];
    const outcomeLine = outcome === undefined ? [] : [sentence("tree-outcome", { outcome }, language)];
    item.tooltip = [visibleLabel(entry.id), turns, ...outcomeLine, ...biasLine].join("\n");
    item.command = { command: COMMANDS.openConversation, title: "", arguments: [{ dataset: open.key, conversation: entry.id }] };
    item.contextValue = "conversation";
    return item;
  }
}

function pageKey(open: OpenDataset, group: Group): string {
  return `${group}/${open.key}`;
}
