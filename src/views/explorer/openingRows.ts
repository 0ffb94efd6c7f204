// Owns the rows of a dataset that is still being opened: its first conversations, with counts that say they grow. Refuses bias, order and
// filter: they come with the whole. The ids are those of the open dataset's rows, so that what was unfolded stays so.
import * as vscode from "vscode";
import { count, percent } from "../../core/figures/numbers.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import type { OpeningDataset } from "../../study/opening.ts";
import { entriesOf, groupsOf, PAGE, type ConversationEntry, type Group } from "./conversations.ts";
import { groupIcon, groupName, LABEL, row } from "./treeRow.ts";

export type OpeningNode =
  | { readonly kind: "opening"; readonly opening: OpeningDataset }
  | { readonly kind: "openingGroup"; readonly opening: OpeningDataset; readonly group: Group }
  | { readonly kind: "openingConversation"; readonly opening: OpeningDataset; readonly entry: ConversationEntry };

export function openingChildren(node: OpeningNode): OpeningNode[] {
  const { opening } = node;
  switch (node.kind) {
    case "opening":
      return groupsOf(opening, concealed.outcomes).map((group) => ({ kind: "openingGroup", opening, group }));
    case "openingGroup":
      return entriesOf(opening, node.group).slice(0, PAGE).map((entry) => ({ kind: "openingConversation", opening, entry }));
    case "openingConversation":
      return [];
  }
}

export function openingItem(node: OpeningNode): vscode.TreeItem {
  const { key, name, strata, share, entries } = node.opening;
  switch (node.kind) {
    case "opening": {
      const item = row(`dataset:${key}`, visibleLabel(name, LABEL), "loading~spin", vscode.TreeItemCollapsibleState.Expanded);
      item.description = sentence("tree-so-far", { count: count(entries.length), share: percent(share, language) }, language);
      return item;
    }
    case "openingGroup": {
      const item = row(`group:${key}/${node.group}`, groupName(strata, node.group), groupIcon(node.group), vscode.TreeItemCollapsibleState.Collapsed);
      item.description = sentence("tree-group-so-far", { count: count(entriesOf(node.opening, node.group).length) }, language);
      return item;
    }
    case "openingConversation": {
      const { id, turns } = node.entry;
      const item = row(`conversation:${key}/${id}`, visibleLabel(id, LABEL), "comment-discussion");
      item.description = sentence("tree-turns", { count: turns }, language);
      // Shown as soon as the dataset is open.
      item.command = { command: COMMANDS.openConversation, title: "", arguments: [{ dataset: key, conversation: id }] };
      return item;
    }
  }
}
