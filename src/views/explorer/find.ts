// Owns finding a conversation by its id over all open datasets. Refuses searching texts: none is loaded.
import * as vscode from "vscode";
import { outcomeName } from "../../core/transcript/render.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import type { TranscriptAddress } from "../../core/transcript/address.ts";
import type { Study } from "../../study/study.ts";
import { matching } from "./conversations.ts";

/** Rows listed at once; typing narrows them. */
const LISTED = 200;

interface Item extends vscode.QuickPickItem {
  readonly address?: TranscriptAddress;
}

/** Asks for a conversation; undefined when the person left. */
export function findConversation(study: Study): Promise<TranscriptAddress | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = sentence("find-title", {}, language);
  const list = (typed: string): void => {
    pick.items = items(study, typed);
  };
  list("");
  pick.onDidChangeValue(list);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      // Between two keys nothing is selected yet; then Enter means the first match.
      const { address } = pick.selectedItems[0] ?? pick.items[0] ?? {};
      if (!address) return;
      resolve(address);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function items(study: Study, typed: string): Item[] {
  const hidden = concealed.outcomes;
  const several = study.datasets.length > 1;
  const found = study.datasets.flatMap((open) => matching(open.dataset.entries, typed).map((entry) => ({ open, entry })));
  const listed = found.slice(0, LISTED).map(({ open, entry }): Item => {
    const parts = [
      ...(several ? [visibleLabel(open.dataset.name, 60)] : []),
      sentence("tree-turns", { count: entry.turns }, language),
      ...(hidden ? [] : [visibleLabel(outcomeName({ value: entry.outcome }, open.dataset.strata, language), 60)]),
    ];
    return { label: visibleLabel(entry.id, 120), description: parts.join(" · "), alwaysShow: true, address: { dataset: open.key, conversation: entry.id } };
  });
  const left = found.length - listed.length;
  return left > 0 ? [...listed, { label: sentence("find-more", { left }, language), alwaysShow: true }] : listed;
}
