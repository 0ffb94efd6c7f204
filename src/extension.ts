// The composition root: builds the doors, the use cases and the surfaces, wires them by hand, and owns their lifetime.
import * as vscode from "vscode";
import { chatModelDoor, priceOf } from "./host/endpoints.ts";
import { registerCommands } from "./host/commands.ts";
import { Datasets, SAMPLE_KEY } from "./host/datasets.ts";
import { Edge } from "./host/edge.ts";
import { Keys } from "./host/keys.ts";
import { attachDatasets } from "./host/attachDatasets.ts";
import { LanguageService } from "./host/languageClient.ts";
import { openLog } from "./host/log.ts";
import type { Models } from "./host/models/models.ts";
import { addressOf, OpenTranscripts } from "./host/openTranscripts.ts";
import type { Probing } from "./host/probing.ts";
import { RedactedDatasets } from "./host/redactedDatasets.ts";
import type { RunActions } from "./host/runActions.ts";
import type { Running } from "./host/running.ts";
import { Setups } from "./host/setups.ts";
import { TextPages } from "./host/textPages.ts";
import { ToTerminal } from "./host/toTerminal.ts";
import { watchDatasets } from "./host/watchDatasets.ts";
import { PAGE_SCHEME } from "./ids.ts";
import { modelsAtFirstUse } from "./models/atFirstUse.ts";
import { nodeClock } from "./node/clock.ts";
import { nodeDigest } from "./node/digest.ts";
import { nodeIds } from "./node/ids.ts";
import { nodeJournals } from "./node/journalStore.ts";
import { largeFiles } from "./node/largeFiles.ts";
import { workerStats } from "./node/statsEngine.ts";
import { CurrentContinuation } from "./study/currentContinuation.ts";
import { Looks } from "./study/looks.ts";
import { Painter } from "./study/panel/painter.ts";
import type { Run } from "./study/run.ts";
import { Study, type OpenDataset } from "./study/study.ts";
import { Transcripts } from "./study/transcripts.ts";
import { registerContinuations } from "./views/comments/register.ts";
import { registerDashboard } from "./views/dashboard/register.ts";
import { registerExplorer } from "./views/explorer/register.ts";
import { registerLabels } from "./views/labels/register.ts";
import { StatusBar } from "./views/status/statusBar.ts";
import { registerTranscripts } from "./views/transcript/register.ts";

let closing: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = openLog();
  const edge = new Edge(log);
  const keys = new Keys(context.secrets, context.globalState);
  const atFirstUse = modelsAtFirstUse(nodeClock);
  const chatModel = chatModelDoor(keys, atFirstUse);
  const worker = context.asAbsolutePath("dist/worker.cjs");
  const stats = workerStats(worker);
  const indexes = vscode.Uri.joinPath(context.globalStorageUri, "indexes").fsPath;
  const files = largeFiles(worker, indexes);
  const journals = nodeJournals({ clock: nodeClock, ids: nodeIds, log });
  const doors = {
    ...{ files, journals, digest: nodeDigest, clock: nodeClock, ids: nodeIds, log, stats, chatModel, prices: priceOf },
    software: { name: "decision-fidelity", version: String((context.extension.packageJSON as { version: unknown }).version) },
  };
  const study = new Study(doors);
  const datasets = new Datasets(study, edge, context, nodeDigest, files);
  const redacted = new RedactedDatasets(context.workspaceState);
  const setups = new Setups(context.workspaceState, datasets, redacted, async (home) => (await import("./study/conditions.ts")).conditionsOf({ files, log }, home), async (home) => (await import("./study/instruments.ts")).instrumentsOf({ files, log }, home));
  const pages = new TextPages(PAGE_SCHEME);
  const consent = async () => new (await import("./host/consent.ts")).Consent({ state: context.workspaceState, study, redacted, pages, edge });
  const conditions = async () => new (await import("./host/conditions.ts")).ConditionCommands({ study, transcripts, setups, pages, doors: { files, log } });
  const batch = async (chosen: OpenDataset): Promise<void> => new (await import("./host/batching.ts")).Batching({ study, setups, keys, edge, engine: atFirstUse.batchEngine }).go(chosen);
  const painter = new Painter();
  const paper = async (run: Run, folder: unknown): Promise<void> => (await import("./host/exportPaper.ts")).exportPaper(run, folder, { study, stats, edge, painter });
  const receipts = async () => new (await import("./host/receipts.ts")).Receipts({ study, doors, edge, pages });
  const lab = async () => new (await import("./host/lab.ts")).LabCommands({ study, setups, consent: await consent(), edge, pages, stats, running, digest: nodeDigest, doors: { files, log } });
  const looks = new Looks(study);
  const probing = async (): Promise<Probing> => new (await import("./host/probing.ts")).Probing(study, setups, await consent(), edge, datasets.samplePath("runs"));
  const models = async (): Promise<Models> => {
    const [{ Models }, { examining }] = await Promise.all([import("./host/models/models.ts"), import("./host/models/examining.ts")]);
    return new Models({ keys, edge, list: atFirstUse.list, examine: examining({ chatModel, clock: nodeClock, pages, dataset: () => activeDataset() ?? study.datasets[0] }) });
  };
  let carrying: Promise<Running> | undefined;
  const running = (): Promise<Running> => (carrying ??= import("./host/running.ts").then(async (module) => new module.Running({ study, datasets, setups, consent: await consent(), edge, deltas: looks, askKey: async (endpoint) => (await models()).askKey(endpoint) })));
  const runActions = async (): Promise<RunActions> => new (await import("./host/runActions.ts")).RunActions({ study, running: await running(), setups, pages, clock: nodeClock, recordings: datasets.samplePath("runs") });
  const toTerminal = new ToTerminal({ study, running, keys, edge, state: context.globalState, cli: context.asAbsolutePath("dist/cli.cjs") });
  const languageService = new LanguageService({ serverPath: context.asAbsolutePath("dist/server.cjs"), indexes, log: log.channel, failed: (error) => edge.show("language server", error) });
  const transcripts = new Transcripts(study, (key) => datasets.reopen(key));
  const open = new OpenTranscripts(study);
  const current = new CurrentContinuation();
  const labels = registerLabels({ study, edge, transcripts, current, open, pages, state: context.globalState, doors });
  context.subscriptions.push(
    ...[log, languageService, open, pages, toTerminal, looks, labels],
    registerDashboard({ study, edge, log, stats, looks, current, painter, labels: doors, extension: context.extensionUri }),
    registerTranscripts({
      ...{ study, edge, transcripts, open, current },
      setTurnStates: (uri, states) => languageService.setTurnStates(uri, states),
      ...{ probe: async (place) => (await probing()).probe(place), probeWith: async (place) => (await probing()).probeWith(place) },
    }),
    registerContinuations({
      ...{ study, edge, transcripts, open, current, digest: nodeDigest, said: labels.said },
      ...{ tryAgain: async (place, view) => (await probing()).tryAgain(place, view), oneMoreSample: async (place, view) => (await probing()).oneMoreSample(place, view) },
    }),
    registerExplorer({ study, edge, deltas: looks, isSample: ({ key }) => key === SAMPLE_KEY, inStorage: (home) => home.startsWith(context.globalStorageUri.fsPath), findText: (...asked) => languageService.findText(...asked), activeDataset }),
    new StatusBar({
      ...{ study, deltas: looks },
      setup: () => (study.datasets.length > 0 ? setups.current(activeDataset() ?? study.datasets[0]) : undefined),
      onDidChangeSetup: setups.onDidChange,
    }),
    registerCommands({ batch, conditions, paper, receipts, lab, study, edge, datasets, setups, running, runActions, toTerminal, models, consent, showLog: () => log.channel.show(), restartLanguageServer: () => languageService.restart(), activeDataset }),
    attachDatasets(study, languageService, (file) => datasets.descriptionOf(file)),
    watchDatasets(study, datasets, edge),
  );
  function activeDataset(): OpenDataset | undefined {
    const address = vscode.window.activeTextEditor && addressOf(vscode.window.activeTextEditor.document.uri);
    return address && study.dataset(address.dataset);
  }
  closing = () => languageService.stop().then(() => study.close());
  void edge.guard("restore", () => datasets.restore().then(async () => (await running()).goOn()));
}

export const deactivate = (): Promise<void> | undefined => closing?.();
