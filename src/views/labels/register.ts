// Owns what of labelling stands from activation on: commands, the tree's place, the documents' scheme. All they do is loaded at the first use.
import * as vscode from "vscode";
import { COMMANDS, LABEL_SCHEME, VIEWS, type CommandId } from "../../ids.ts";
import type { OpenDataset } from "../../study/study.ts";
import type { QueueNode } from "./queuesTree.ts";
import type { OpenTranscripts } from "../../host/openTranscripts.ts";
import { ReadOnlyFiles } from "../../host/readOnlyFiles.ts";
import type { LabelParts, Labels } from "./labels.ts";
import type { SaidAt } from "../../host/labels/people.ts";

const LABEL_COMMANDS: readonly CommandId[] = [
  ...[COMMANDS.drawQueue, COMMANDS.openQueue, COMMANDS.revealQueue, COMMANDS.adjudicateQueue, COMMANDS.exportPacket, COMMANDS.importLabels, COMMANDS.showAgreement, COMMANDS.compareJudges, COMMANDS.setAnnotator],
  ...[COMMANDS.labelKey, COMMANDS.agreeLabel, COMMANDS.disputeLabel, COMMANDS.relabel, COMMANDS.noteLabel, COMMANDS.resolveDispute, COMMANDS.undoLabel],
];

/** `said` reads what people said in the folder of a dataset. */
export interface Registered {
  readonly said: (open: OpenDataset) => Promise<SaidAt>;
  dispose(): void;
}

/** Registers labelling. */
export function registerLabels(parts: LabelParts & { readonly open: OpenTranscripts }): Registered {
  const changed = new vscode.EventEmitter<undefined>();
  const files = new ReadOnlyFiles(LABEL_SCHEME, async (uri) => (await labels()).documents.text(uri));
  let loading: Promise<Labels> | undefined;
  const labels = (): Promise<Labels> =>
    (loading ??= import("./labels.ts").then((module) => new module.Labels(parts, { queuesChanged: () => changed.fire(undefined), peopleChanged: () => parts.open.repaint(), documentsChanged: (uris) => files.change(uris) })));
  const isLabel = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && input.uri.scheme === LABEL_SCHEME;
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isLabel))) void labels().then((each) => each.conceal());
  const owned = vscode.Disposable.from(
    changed,
    files,
    parts.study.onDidChange(({ what }) => what === "datasets" && changed.fire(undefined)),
    vscode.window.registerTreeDataProvider<QueueNode>(VIEWS.queues, {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await labels()).queues(node),
      getTreeItem: async (node) => (await import("./queuesTree.ts")).queueItem(node),
    }),
    ...LABEL_COMMANDS.map((id) => parts.edge.command(id, async (given, more) => (await labels()).run(id, given, more))),
    { dispose: () => void loading?.then((each) => each.dispose()) },
  );
  return { dispose: () => { owned.dispose(); }, said: async ({ home }) => (await labels()).people.saidIn(home) };
}
