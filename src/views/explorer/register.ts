// Owns the explorer as a whole: both trees and their commands. Refuses opening datasets and running.
import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Edge } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import type { Deltas } from "../../study/runWords.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { DatasetsTree } from "./datasetsTree.ts";
import type { FindText } from "./findText.ts";
import { RunsTree } from "./runsTree.ts";

export interface ExplorerParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly deltas: Deltas;
  readonly isSample: (open: OpenDataset) => boolean;
  /** The `.fidelity` folder lies in the extension's own storage. */
  readonly inStorage: (home: string) => boolean;
  readonly findText: FindText;
  /** The dataset of the transcript in the active editor, if any. */
  readonly activeDataset: () => OpenDataset | undefined;
}

const searchSchema = z.object({ dataset: z.string(), text: z.string() });

const filterSchema = z.union([z.object({ kind: z.enum(["all", "probed", "unprobed"]) }), z.object({ kind: z.literal("text"), text: z.string() })]);

/** Registers the trees, finding, sorting and paging. */
export function registerExplorer({ study, edge, deltas, isSample, inStorage, findText, activeDataset }: ExplorerParts): vscode.Disposable {
  const datasets = new DatasetsTree(study, isSample);
  return vscode.Disposable.from(
    datasets,
    new RunsTree(study, deltas, inStorage),
    edge.command(COMMANDS.showMore, (given) => datasets.showMore(given)),
    edge.command(COMMANDS.sortConversations, () => datasets.chooseOrder()),
    edge.command(COMMANDS.filterConversations, (given) => datasets.chooseFilter(z.safeParse(filterSchema, given).data)),
    edge.command(COMMANDS.findConversation, async () => {
      const { findConversation } = await import("./find.ts");
      const address = await findConversation(study);
      if (address) await vscode.commands.executeCommand(COMMANDS.openConversation, address);
    }),
    edge.command(COMMANDS.findText, async (given) => {
      const { datasetToSearch, findTextIn } = await import("./findText.ts");
      const asked = z.safeParse(searchSchema, given);
      const row = study.datasets.find((open) => typeof given === "object" && given !== null && "open" in given && given.open === open);
      const open = (asked.success ? study.dataset(asked.data.dataset) : row) ?? (await datasetToSearch(study, activeDataset()));
      const turn = open && (await findTextIn(open, findText, asked.success ? asked.data.text : undefined));
      if (turn) await vscode.commands.executeCommand(COMMANDS.openConversation, turn);
    }),
  );
}
