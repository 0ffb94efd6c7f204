// Owns the wiring of the language server: transcripts, study files, datasets and their files, each to who answers for it.
// Refuses reading and checking themselves (doors), keys and network.
import { basename, dirname } from "node:path";
import {
  type CancellationToken, CodeActionKind, type Connection, type InitializeParams, type InitializeResult, LSPErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type * as z from "zod/mini";
import { languageOf } from "../core/messages/sentences.ts";
import type { Files } from "../core/ports.ts";
import type { Problem } from "../datasets/dataset.ts";
import { STUDY_FILE } from "../datasets/study.ts";
import {
  DATASETS_NOTIFICATION, datasetsSchema, FIND_TEXT_REQUEST, NAMES_NOTIFICATION, namesSchema, TURN_STATES_NOTIFICATION, turnStatesSchema, type Datasets,
} from "../protocol/languageServer.ts";
import { AttachedDatasets, type OpenAttached } from "./attachedDatasets.ts";
import { dataFields } from "./dataFields.ts";
import { DatasetProblems } from "./datasetProblems.ts";
import { diagnostics } from "./diagnostics.ts";
import { folding } from "./folding.ts";
import { hover } from "./hover.ts";
import { outline } from "./outline.ts";
import { pathOfUri, uriOfPath } from "./paths.ts";
import { RawFeatures } from "./rawFeatures.ts";
import { RawFiles, type Manner } from "./rawFiles.ts";
import { answerSearch } from "./searching.ts";
import { signalOf } from "./signal.ts";
import { isStudyFile, StudyFiles } from "./studyFiles.ts";
import { symbols } from "./symbols.ts";
import { isTemplate, templateCompletion, templateHover, templateProblems } from "./templates.ts";
import { Transcripts } from "./transcripts.ts";
import { TypedProblems } from "./typedProblems.ts";
import { Watching } from "./watching.ts";

export interface ServerDoors {
  readonly files: Files;
  readonly openDataset: OpenAttached;
  /** All problems of a study file's text. */
  readonly checkStudy: (path: string, text: string) => readonly Problem[];
  /** Milliseconds of quiet before changed files and texts are looked at again. */
  readonly quiet: number;
}

const TRANSCRIPTS = "fidelity:";

/** Answers on the connection from its `listen` on. Handlers look at their token first, so that cancelled requests cost nothing. */
export function serve(connection: Connection, { files, openDataset, checkStudy, quiet }: ServerDoors): void {
  let manner: Manner = { language: "en", hideOutcome: false };
  let registers = false;
  const documents = new TextDocuments(TextDocument);
  const transcripts = new Transcripts();
  const attached = new AttachedDatasets(openDataset);
  const show = (uri: string, problems: readonly Problem[]): void => {
    void connection.sendDiagnostics({ uri, diagnostics: diagnostics(problems, manner.language) });
  };
  const datasets = new DatasetProblems({
    read: (path, signal) => attached.read(path, signal),
    publish: (path, problems) => show(uriOfPath(path), problems),
    report: (message) => connection.console.error(message),
    quiet,
  });
  const typed = [new TypedProblems({ of: isStudyFile, check: checkStudy, publish: show, quiet }), new TypedProblems({ of: isTemplate, check: templateProblems, publish: show, quiet })];
  const study = new StudyFiles({ documents, check: checkStudy, files, fieldsOf: (path, signal) => dataFields(path, files, signal) });
  const raw = new RawFiles({ attached, files, studyText: (path) => study.text(path) });
  const watching = new Watching(connection, files);
  const features = new RawFeatures(connection, files);

  connection.onInitialize((parameters): InitializeResult => {
    manner = { ...manner, language: languageOf(parameters.locale) };
    registers = canRegister(parameters);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        hoverProvider: true,
        workspaceSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        completionProvider: { triggerCharacters: ['"', "/", "{"] },
      },
      serverInfo: { name: "Decision Fidelity" },
    };
  });

  const attach = (told: Datasets): void => {
    manner = { ...manner, hideOutcome: told.hideOutcome };
    const { differ, anew } = attached.attach(told.datasets);
    datasets.attach(told.datasets);
    for (const path of anew) datasets.changed(path);
    if (!registers || !differ) return;
    void watching.watch(told.datasets);
    void features.offer(told.datasets);
  };
  /** A dataset is read again when its file changes, and when its study file does. */
  const changed = (path: string): void => {
    const folder = basename(path) === STUDY_FILE ? dirname(path) : undefined;
    for (const each of folder === undefined ? [] : attached.ofStudy(folder)) {
      attached.changed(each.path);
      datasets.changed(each.path);
    }
    attached.changed(path);
    datasets.changed(path);
  };
  const told = <T>(name: string, schema: z.ZodMiniType<T>, take: (message: T) => void): void => {
    connection.onNotification(name, (message: unknown) => {
      const parsed = schema.safeParse(message);
      if (parsed.success) take(parsed.data);
      else connection.console.error(`${name} does not have the expected shape: ${parsed.error.message}`);
    });
  };
  told(DATASETS_NOTIFICATION, datasetsSchema, attach);
  told(TURN_STATES_NOTIFICATION, turnStatesSchema, (states) => transcripts.tell(states));
  told(NAMES_NOTIFICATION, namesSchema, (names) => (study.names = names));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const path of changes.flatMap(({ uri }) => pathOfUri(uri) ?? [])) changed(path);
  });

  const ofTranscript = <T>(uri: string, of: (transcript: ReturnType<Transcripts["parse"]>) => T): T | null => {
    const document = uri.startsWith(TRANSCRIPTS) ? documents.get(uri) : undefined;
    return document === undefined ? null : of(transcripts.parse(document));
  };
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) => unlessCancelled(token, () => ofTranscript(uri, outline)));
  connection.onFoldingRanges(({ textDocument: { uri } }, token) => unlessCancelled(token, () => ofTranscript(uri, folding)));
  const template = (uri: string): TextDocument | undefined => (isTemplate(uri) ? documents.get(uri) : undefined);
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    unlessCancelled(token, (signal) => {
      const typedIn = template(uri);
      if (typedIn) return templateHover(typedIn, position, manner.language);
      return ofTranscript(uri, (transcript) => hover(transcript, position.line, transcripts.states(uri), manner.language)) ?? raw.hover(uri, position.line, manner, signal);
    }));
  connection.onDocumentLinks(({ textDocument: { uri } }, token) => unlessCancelled(token, (signal) => raw.links(uri, manner, signal)));
  connection.onCodeAction(({ textDocument: { uri }, context }, token) =>
    unlessCancelled(token, (signal) => (study.has(uri) ? study.fixes(uri, context.diagnostics, manner.language) : raw.fixes(uri, context.diagnostics, manner, signal))));
  connection.onCompletion(({ textDocument: { uri }, position }, token) => unlessCancelled(token, (signal) => {
    const typedIn = template(uri);
    return typedIn ? templateCompletion(typedIn, position, manner.language) : study.complete(uri, position, signal);
  }));
  connection.onWorkspaceSymbol(({ query }, token) => unlessCancelled(token, () => symbols(attached.opened, query)));
  connection.onRequest(FIND_TEXT_REQUEST, (asked: unknown, token: CancellationToken) => answerSearch(asked, token, connection, attached));

  documents.onDidChangeContent(({ document }) => typed.forEach((each) => each.changed(document)));
  documents.onDidClose(({ document }) => typed.forEach((each) => each.closed(document)));
  connection.onShutdown(() => {
    datasets.dispose();
    for (const each of typed) each.dispose();
  });
  documents.listen(connection);
}

/** Work whose answer nobody waits for any more is not begun, and its failing then is no failure. */
async function unlessCancelled<T>(token: CancellationToken, work: (signal: AbortSignal) => T | Promise<T>): Promise<T | ResponseError> {
  const cancelled = (): ResponseError => new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  if (token.isCancellationRequested) return cancelled();
  const { signal, release } = signalOf(token);
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted) return cancelled();
    throw error;
  } finally {
    release();
  }
}

function canRegister({ capabilities: { workspace, textDocument } }: InitializeParams): boolean {
  const watches = workspace?.didChangeWatchedFiles;
  return watches?.dynamicRegistration === true && watches.relativePatternSupport === true && textDocument?.hover?.dynamicRegistration !== false;
}
