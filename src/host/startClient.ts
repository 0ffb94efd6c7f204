// Owns what is loaded only when the language server is first needed: the client library and our client's making.
// A module of our own, because a bundle gives `import()` of a CommonJS package no names. Only languageClient.ts imports it, dynamically.
import type * as vscode from "vscode";
import { LanguageClient, type Middleware, RevealOutputChannelOn, State, TransportKind } from "vscode-languageclient/node";
import { PROMPT_LANGUAGE, TRANSCRIPT_SCHEME } from "../ids.ts";

const STUDY_FILES = "**/fidelity.json";

/** The server reads datasets from disk: of a text that differs from the disk it could only say what is not so. Study files and templates it has as they are typed. */
const asOnDisk: Middleware = {
  provideHover: (document, position, token, next) => (differs(document) ? undefined : next(document, position, token)),
  provideDocumentLinks: (document, token, next) => (differs(document) ? undefined : next(document, token)),
  provideCodeActions: (document, range, context, token, next) => (differs(document) ? undefined : next(document, range, context, token)),
};

function differs({ uri, isDirty }: vscode.TextDocument): boolean {
  return isDirty && !/(?:\/fidelity\.json|\.fidelity-prompt)$/u.test(uri.path);
}

/** A client of the server's bundle, not started; `indexes` is the folder for what the server keeps of large files. `running` is called whenever the server has come up, also by itself after it died. */
export function createClient({ serverPath, indexes, log }: { readonly serverPath: string; readonly indexes: string; readonly log: vscode.LogOutputChannel }, running: () => void): LanguageClient {
  const client = new LanguageClient(
    "fidelity.languageServer",
    "Decision Fidelity",
    { module: serverPath, transport: TransportKind.ipc, args: [`--indexes=${indexes}`] },
    {
      documentSelector: [{ scheme: TRANSCRIPT_SCHEME }, { language: PROMPT_LANGUAGE }, { scheme: "file", pattern: STUDY_FILES }],
      middleware: asOnDisk,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // The client's own message would come beside ours.
      initializationFailedHandler: () => false,
    },
  );
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) running();
  });
  return client;
}
