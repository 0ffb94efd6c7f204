// Owns what rows of the dataset tree have in common: their make and the names of groups. Refuses what they say.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import type { StrataNames } from "../../core/transcript/conversation.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { language } from "../../host/edge.ts";
import type { Group } from "./conversations.ts";

/** Characters of a row's label. */
export const LABEL = 120;

export function row(id: string, label: string, icon: string, state = vscode.TreeItemCollapsibleState.None): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

/** The dataset's own name of a stratum. */
export function groupName(strata: StrataNames, group: Group): string {
  if (group === "all") return sentence("tree-all", {}, language);
  return group === "unknown" ? sentence("transcript-outcome-unknown", {}, language) : visibleLabel(strata[group], LABEL);
}

export function groupIcon(group: Group): string {
  return group === "all" ? "list-unordered" : "symbol-class";
}
