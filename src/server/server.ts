// Owns the wiring of the language server: outline, folds and hover of transcripts, problems of datasets and study files.
// Refuses reading and checking themselves (doors), keys and network.
import {
  type CancellationToken, type Connection, type InitializeParams, type InitializeResult, LSPErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type * as z from "zod/mini";
import type { Language } from "../core/messages/sentence.ts";
import { languageOf } from "../core/messages/sentences.ts";
import type { Files } from "../core/ports.ts";
import type { Problem } from "../datasets/dataset.ts";
import { DATASETS_NOTIFICATION, datasetsSchema, TURN_STATES_NOTIFICATION, turnStatesSchema } from "../protocol/languageServer.ts";
import { DatasetProblems } from "./datasetProblems.ts";
import { diagnostics } from "./diagnostics.ts";
import { folding } from "./folding.ts";
import { hover } from "./hover.ts";
import { outline } from "./outline.ts";
import { pathOfUri, uriOfPath } from "./paths.ts";
import { StudyProblems } from "./studyProblems.ts";
import { Transcripts } from "./transcripts.ts";
import { Watching } from "./watching.ts";

export interface ServerDoors {
  readonly files: Pick<Files, "stat">;
  /** All problems of a dataset, read from disk. Rejects with a `Failure`, or with the signal's reason. */
  readonly readDataset: (path: string, signal: AbortSignal) => Promise<readonly Problem[]>;
  /** All problems of a study file's text. */
  readonly checkStudy: (path: string, text: string) => readonly Problem[];
  /** Milliseconds of quiet before changed files and texts are looked at again. */
  readonly quiet: number;
}

const TRANSCRIPTS = "fidelity:";

/** Answers on the connection from its `listen` on. Handlers look at their token first, so that cancelled requests cost nothing. */
export function serve(connection: Connection, doors: ServerDoors): void {
  let language: Language = "en";
  let watches = false;
  const documents = new TextDocuments(TextDocument);
  const transcripts = new Transcripts();
  const show = (uri: string, problems: readonly Problem[]): void => {
    void connection.sendDiagnostics({ uri, diagnostics: diagnostics(problems, language) });
  };
  const datasets = new DatasetProblems({
    read: doors.readDataset,
    publish: (path, problems) => show(uriOfPath(path), problems),
    report: (message) => connection.console.error(message),
    quiet: doors.quiet,
  });
  const study = new StudyProblems({ check: doors.checkStudy, publish: show, quiet: doors.quiet });
  const watching = new Watching(connection, doors.files);

  connection.onInitialize((parameters): InitializeResult => {
    language = languageOf(parameters.locale);
    watches = canWatch(parameters);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        hoverProvider: true,
      },
      serverInfo: { name: "Decision Fidelity" },
    };
  });

  connection.onNotification(DATASETS_NOTIFICATION, (raw: unknown) => {
    const told = accepted(connection, DATASETS_NOTIFICATION, datasetsSchema, raw);
    if (told === undefined) return;
    datasets.attach(told.datasets);
    if (watches) void watching.watch(told.datasets);
  });
  connection.onNotification(TURN_STATES_NOTIFICATION, (raw: unknown) => {
    const told = accepted(connection, TURN_STATES_NOTIFICATION, turnStatesSchema, raw);
    if (told !== undefined) transcripts.tell(told);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const path = pathOfUri(uri);
      if (path !== undefined) datasets.changed(path);
    }
  });

  const answer = <T>(uri: string, token: CancellationToken, of: (transcript: ReturnType<Transcripts["parse"]>) => T): T | ResponseError | null => {
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    const document = uri.startsWith(TRANSCRIPTS) ? documents.get(uri) : undefined;
    return document === undefined ? null : of(transcripts.parse(document));
  };
  connection.onDocumentSymbol(({ textDocument }, token) => answer(textDocument.uri, token, outline));
  connection.onFoldingRanges(({ textDocument }, token) => answer(textDocument.uri, token, folding));
  connection.onHover(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, (transcript) => hover(transcript, position.line, transcripts.states(textDocument.uri), language)));

  documents.onDidChangeContent(({ document }) => study.changed(document));
  documents.onDidClose(({ document }) => study.closed(document));
  connection.onShutdown(() => {
    datasets.dispose();
    study.dispose();
  });
  documents.listen(connection);
}

/** A message as its schema has it; one that does not fit is logged and dropped. */
function accepted<T>(connection: Connection, name: string, schema: z.ZodMiniType<T>, raw: unknown): T | undefined {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  connection.console.error(`${name} does not have the expected shape: ${parsed.error.message}`);
  return undefined;
}

function canWatch({ capabilities }: InitializeParams): boolean {
  const files = capabilities.workspace?.didChangeWatchedFiles;
  return files?.dynamicRegistration === true && files.relativePatternSupport === true;
}
