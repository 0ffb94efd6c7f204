// Owns the tree "To label": queues with how far they are, and after the reveal their cells. Refuses anything that tells one item from
// another while they are labelled blind.
import * as vscode from "vscode";
import { count } from "../../core/figures/numbers.ts";
import type { QueuePurpose } from "../../core/labels/queue.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest } from "../../core/ports.ts";
import { outcomeName } from "../../core/transcript/render.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { language } from "../../host/edge.ts";
import type { KnownQueue, QueueShelf } from "../../host/labels/queueShelf.ts";
import { COMMANDS } from "../../ids.ts";
import { labelledByCell } from "../../study/labels/cellProgress.ts";
import { queueProgress, type AnnotatorProgress, type QueueProgress } from "../../study/labels/progress.ts";

const LABEL = 120;

/** A row; whoever gets one as a command's argument finds the queue in `known`. */
export type QueueNode =
  | { readonly kind: "queue"; readonly known: KnownQueue; readonly progress: QueueProgress; readonly revealed: boolean }
  | { readonly kind: "annotator"; readonly known: KnownQueue; readonly progress: AnnotatorProgress }
  | { readonly kind: "count"; readonly known: KnownQueue; readonly label: string; readonly description: string };

export interface QueuesTreeDoors {
  readonly shelf: QueueShelf;
  readonly annotator: () => string | undefined;
  readonly digest: Digest;
}

export async function queueChildren(node: QueueNode | undefined, { shelf, annotator, digest }: QueuesTreeDoors): Promise<QueueNode[]> {
  if (!node) return (await shelf.all()).map((known) => ({ kind: "queue", known, progress: queueProgress(known.queue, known.annotations.state), revealed: isRevealed(known, annotator()) }));
  if (node.kind !== "queue") return [];
  const { known, progress } = node;
  const row = (label: string, description: string): QueueNode => ({ kind: "count", known, label, description });
  const people = progress.annotators.map((each): QueueNode => ({ kind: "annotator", known, progress: each }));
  const differing = progress.differing > 0 ? [row(sentence("queue-row-differing", {}, language), count(progress.differing))] : [];
  const decided = progress.adjudicated > 0 ? [row(sentence("queue-row-adjudicated", {}, language), count(progress.adjudicated))] : [];
  return [...people, ...differing, ...decided, ...(await cellRows(known, annotator(), row, { shelf, digest }))];
}

export function queueItem(node: QueueNode): vscode.TreeItem {
  if (node.kind === "count") {
    const item = new vscode.TreeItem(node.label);
    item.description = node.description;
    return item;
  }
  if (node.kind === "annotator") {
    const { by, answered, assigned, skipped, revealed } = node.progress;
    const item = new vscode.TreeItem(visibleLabel(by, LABEL));
    item.iconPath = new vscode.ThemeIcon("person");
    const parts = [sentence("queue-row-annotator", { answered: count(answered), assigned: count(assigned) }, language)];
    if (skipped > 0) parts.push(sentence("queue-row-skipped", { count: count(skipped) }, language));
    if (revealed) parts.push(sentence("queue-row-revealed", {}, language));
    item.description = parts.join(" · ");
    return item;
  }
  const { manifest } = node.known.queue;
  const item = new vscode.TreeItem(visibleLabel(manifest.id, LABEL), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `queue:${node.known.home}/${manifest.id}`;
  item.iconPath = new vscode.ThemeIcon("checklist");
  const parts = [sentence("queue-row-done", { done: count(node.progress.done), items: count(node.progress.items) }, language), purposeText(manifest.purpose, node.revealed)];
  item.description = parts.join(" · ");
  item.tooltip = [visibleLabel(manifest.id), visibleLabel(manifest.dataset.name), ...parts, ...(manifest.invented ? [sentence("queue-tooltip-invented", {}, language)] : [])].join("\n");
  item.contextValue = "queue";
  item.accessibilityInformation = { label: `${manifest.id}, ${item.description}` };
  item.command = { command: COMMANDS.openQueue, title: "", arguments: [node] };
  return item;
}

function isRevealed({ queue, annotations }: KnownQueue, by: string | undefined): boolean {
  return by !== undefined && annotations.state.revealed(by, queue.manifest.id) !== undefined;
}

/** Who differed would tell something of each item, so until the reveal only that they were chosen is said. */
function purposeText(purpose: QueuePurpose, revealed: boolean): string {
  return sentence(`queue-purpose-${purpose === "design" || revealed ? purpose : "chosen"}`, {}, language);
}

/** A count that moves with an answer would say of which cell the item was: cells are counted once the annotator may know. */
async function cellRows(known: KnownQueue, by: string | undefined, row: (label: string, description: string) => QueueNode, { shelf, digest }: Pick<QueuesTreeDoors, "shelf" | "digest">): Promise<QueueNode[]> {
  const { queue, annotations, open } = known;
  const { manifest } = queue;
  if (manifest.cells.length === 0) return [];
  if (!isRevealed(known, by)) return [row(sentence("queue-row-cells", {}, language), sentence("queue-cells-hidden", {}, language))];
  const labelled = open ? await labelledByCell(queue, shelf.opened(known).runs, annotations.state, { dataset: open.dataset, digest }) : [];
  return manifest.cells.map(({ outcome, branch, stages, differences, of, drawn }, at) => {
    const stratum = open ? outcomeName({ value: outcome }, open.dataset.strata, language) : outcome;
    const parts = [stratum, ...(branch === undefined ? [] : [sentence(`queue-cell-${branch}`, {}, language)]), ...(stages ?? []), ...(differences ?? []).map((each) => sentence(`queue-cell-${each}`, {}, language))];
    return row(parts.map((part) => visibleLabel(part, 40)).join(" · "), sentence("queue-cell-count", { labelled: count(labelled[at] ?? 0), drawn: count(drawn), of: count(of) }, language));
  });
}
