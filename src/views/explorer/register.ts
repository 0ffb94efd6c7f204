// Owns the explorer as a whole: both trees and their commands. Refuses opening datasets and running.
import * as vscode from "vscode";
import type { Edge } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import type { Deltas } from "../../study/runWords.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { DatasetsTree } from "./datasetsTree.ts";
import { findConversation } from "./find.ts";
import { RunsTree } from "./runsTree.ts";

export interface ExplorerParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly deltas: Deltas;
  readonly isSample: (open: OpenDataset) => boolean;
  /** The `.fidelity` folder lies in the extension's own storage. */
  readonly inStorage: (home: string) => boolean;
}

/** Registers the trees, finding, sorting and paging. */
export function registerExplorer({ study, edge, deltas, isSample, inStorage }: ExplorerParts): vscode.Disposable {
  const datasets = new DatasetsTree(study, isSample);
  return vscode.Disposable.from(
    datasets,
    new RunsTree(study, deltas, inStorage),
    edge.command(COMMANDS.showMore, (given) => datasets.showMore(given)),
    edge.command(COMMANDS.sortConversations, () => datasets.chooseOrder()),
    edge.command(COMMANDS.findConversation, async () => {
      const address = await findConversation(study);
      if (address) await vscode.commands.executeCommand(COMMANDS.openConversation, address);
    }),
  );
}
