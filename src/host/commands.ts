// Owns the commands that act on datasets, runs, setup and models, and finding what they act on. Refuses surfaces' own commands (views/).
import * as vscode from "vscode";
import { sentence } from "../core/messages/sentences.ts";
import { COMMANDS, VIEWS } from "../ids.ts";
import { Run } from "../study/run.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { ConditionCommands } from "./conditions.ts";
import type { Consent } from "./consent.ts";
import type { Datasets } from "./datasets.ts";
import { language, type Edge } from "./edge.ts";
import type { Exporting } from "./exporting.ts";
import type { LabCommands } from "./lab.ts";
import type { Models } from "./models/models.ts";
import type { Receipts } from "./receipts.ts";
import type { RunActions } from "./runActions.ts";
import type { Running } from "./running.ts";
import { setupFrom, type Setups } from "./setups.ts";
import type { ToTerminal } from "./toTerminal.ts";

export interface CommandParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly datasets: Datasets;
  readonly setups: Setups;
  /** Loaded at first use; one for the window. */
  readonly running: () => Promise<Running>;
  /** Loaded at first use, like `models`. */
  readonly runActions: () => Promise<RunActions>;
  /** Loaded at first use. */
  readonly models: () => Promise<Models>;
  /** Loaded at first use. */
  readonly consent: () => Promise<Consent>;
  readonly toTerminal: ToTerminal;
  /** Loaded at first use. */
  readonly conditions: () => Promise<ConditionCommands>;
  readonly batch: (open: OpenDataset) => Promise<void>;
  readonly paper: (run: Run, folder: unknown) => Promise<void>;
  /** Loaded at first use. */
  readonly receipts: () => Promise<Receipts>;
  readonly lab: () => Promise<LabCommands>;
  readonly showLog: () => void;
  readonly restartLanguageServer: () => Promise<void>;
  /** The dataset of the transcript in the active editor, if any. */
  readonly activeDataset: () => OpenDataset | undefined;
}

/** Registers them; what a command is called with (a tree row, an id, nothing) is resolved here. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { study, edge, datasets, setups, running, runActions, models } = parts;
  const onDataset = (work: (open: OpenDataset, more: unknown) => Promise<unknown>) => async (given: unknown, more: unknown) => {
    const open = datasetIn(study, given) ?? parts.activeDataset() ?? (await pickDataset(parts));
    // Of several selected rows the editor passes all as a second argument.
    return open && work(open, Array.isArray(more) ? undefined : more);
  };
  const onRun = (work: (run: Run, more: unknown) => unknown) => async (given: unknown, more: unknown) => {
    const run = runIn(study, given) ?? (await pickRun(study));
    return run && work(run, more);
  };
  let exporting: Promise<Exporting> | undefined;
  return vscode.Disposable.from(
    { dispose: () => void exporting?.then((each) => each.dispose()) },
    edge.command(COMMANDS.exportSelection, async (given, more) => {
      const open = datasetIn(study, given) ?? parts.activeDataset() ?? (await pickDataset(parts));
      if (!open) return;
      exporting ??= import("./exporting.ts").then((module) => new module.Exporting(edge));
      return (await exporting).export(open, given, more);
    }),
    edge.command(COMMANDS.openSample, async () => {
      const open = await datasets.openSample();
      if (open) await vscode.commands.executeCommand(`${VIEWS.datasets}.focus`);
      return open;
    }),
    edge.command(COMMANDS.openDataset, () => datasets.openDialog()),
    edge.command(COMMANDS.openAsTranscripts, (given) => {
      const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
      return uri && datasets.openUri(uri);
    }),
    edge.command(COMMANDS.describeDataset, (given) => {
      const open = datasetIn(study, given);
      const file = given instanceof vscode.Uri ? given.fsPath : open?.dataset.path;
      return file === undefined ? datasets.describeDialog() : datasets.describe(file);
    }),
    edge.command(COMMANDS.closeDataset, onDataset(async (open) => datasets.close(open.key))),
    edge.command(COMMANDS.copySample, () => datasets.copySample()),
    edge.command(COMMANDS.refresh, () => datasets.refresh()),
    edge.command(COMMANDS.checkDataset, onDataset(async (open, setup) => (await running()).check(open, setupFrom(setup)))),
    edge.command(COMMANDS.checkTogether, onDataset(async (open) => (await running()).checkTogether(open, await setups.chooseTogether(open)))),
    edge.command(COMMANDS.runBatch, onDataset((open) => parts.batch(open))),
    edge.command(COMMANDS.importContinuations, onDataset(async (open) => (await runActions()).importContinuations(open))),
    edge.command(COMMANDS.pauseRun, onRun((run) => run.pause())),
    edge.command(COMMANDS.resumeRun, onRun(async (run) => (await running()).resume(run))),
    edge.command(COMMANDS.moveToTerminal, onRun((run) => parts.toTerminal.move(run))),
    edge.command(COMMANDS.deleteRun, onRun(async (run) => (await runActions()).remove(run))),
    edge.command(COMMANDS.renameRun, onRun(async (run) => (await runActions()).rename(run))),
    edge.command(COMMANDS.noteRun, onRun(async (run) => (await runActions()).note(run))),
    edge.command(COMMANDS.duplicateRun, onRun(async (run) => (await runActions()).duplicate(run))),
    edge.command(COMMANDS.extendRun, onRun(async (run) => (await runActions()).extend(run))),
    edge.command(COMMANDS.archiveRun, onRun(async (run) => (await runActions()).archive(run, true))),
    edge.command(COMMANDS.unarchiveRun, onRun(async (run) => (await runActions()).archive(run, false))),
    edge.command(COMMANDS.showChanges, onRun(async (run) => (await runActions()).changes(run))),
    edge.command(COMMANDS.forgetPeople, async (given) => {
      const open = datasetIn(study, given) ?? parts.activeDataset() ?? (await pickDataset(parts));
      return open && (await runActions()).forget(open, conversationIn(given));
    }),
    edge.command(COMMANDS.writeReceipt, onRun(async (run) => (await parts.receipts()).write(run))),
    edge.command(COMMANDS.writeStudyReceipt, async (given) => (await parts.receipts()).writeStudy(given)),
    edge.command(COMMANDS.verifyReceipt, async (given) => (await parts.receipts()).verify(given)),
    edge.command(COMMANDS.compareReceipts, async (one, other) => (await parts.receipts()).compare(one, other)),
    edge.command(COMMANDS.checkGates, onRun(async (run, baseline) => (await parts.receipts()).gates(run, baseline))),
    edge.command(COMMANDS.exportPaper, onRun((run, folder) => parts.paper(run, folder))),
    edge.command(COMMANDS.compareConditions, onDataset(async (open) => (await parts.lab()).compare(open))),
    edge.command(COMMANDS.tryCondition, onDataset(async (open) => (await parts.lab()).tryCondition(open))),
    edge.command(COMMANDS.showLab, onRun(async (run) => (await parts.lab()).show(run))),
    edge.command(COMMANDS.showExits, onRun(async (run) => (await parts.lab()).exits(run))),
    edge.command(COMMANDS.exportPairs, onRun(async (run) => (await runActions()).exportPairs(run))),
    edge.command(COMMANDS.previewCondition, async () => (await parts.conditions()).preview()),
    edge.command(COMMANDS.newCondition, async () => (await parts.conditions()).create()),
    edge.command(COMMANDS.chooseSetup, () => setups.choose(parts.activeDataset() ?? study.datasets[0])),
    edge.command(COMMANDS.addModel, async () => (await models()).add()),
    edge.command(COMMANDS.editModels, async () => (await models()).edit()),
    edge.command(COMMANDS.exportModels, async () => (await models()).export()),
    edge.command(COMMANDS.testModel, async () => (await models()).test()),
    edge.command(COMMANDS.setKey, async () => (await models()).setKey()),
    edge.command(COMMANDS.removeKey, async () => (await models()).removeKey()),
    edge.command(COMMANDS.revokeConsent, async () => (await parts.consent()).revoke()),
    edge.command(COMMANDS.showLog, parts.showLog),
    edge.command(COMMANDS.restartLanguageServer, parts.restartLanguageServer),
  );
}

function datasetIn(study: Study, given: unknown): OpenDataset | undefined {
  if (typeof given === "string") return study.dataset(given);
  if (typeof given === "object" && given !== null && "open" in given) return study.datasets.find((open) => open === given.open);
  return undefined;
}

/** The conversation of a row of the explorer, if it is one. */
function conversationIn(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null || !("entry" in given)) return undefined;
  const { entry } = given;
  return typeof entry === "object" && entry !== null && "id" in entry && typeof entry.id === "string" ? entry.id : undefined;
}

function runIn(study: Study, given: unknown): Run | undefined {
  if (typeof given === "string") return study.run(given);
  if (typeof given === "object" && given !== null && "run" in given && given.run instanceof Run) return given.run;
  return undefined;
}

async function pickDataset({ study, datasets }: CommandParts): Promise<OpenDataset | undefined> {
  const [first, ...more] = study.datasets;
  if (!first) {
    const openSample = sentence("open-sample", {}, language);
    const choice = await vscode.window.showInformationMessage(sentence("no-dataset", {}, language), openSample);
    return choice === openSample ? datasets.openSample() : undefined;
  }
  if (more.length === 0) return first;
  const items = study.datasets.map((open) => ({ label: open.dataset.name, description: open.dataset.path, open }));
  return (await vscode.window.showQuickPick(items, { title: sentence("pick-dataset", {}, language) }))?.open;
}

async function pickRun(study: Study): Promise<Run | undefined> {
  const items = study.runs.map((run) => ({ label: run.manifest.title, description: run.id, run }));
  return items.length === 1 ? items[0]?.run : (await vscode.window.showQuickPick(items))?.run;
}
