// Owns what is loaded only when the language server is first needed: the client library and our client's making.
// A module of our own, because a bundle gives `import()` of a CommonJS package no names. Only languageClient.ts imports it, dynamically.
import type * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from "vscode-languageclient/node";
import { TRANSCRIPT_SCHEME } from "../ids.ts";

/** A client of the server's bundle, not started. `running` is called whenever the server has come up, also by itself after it died. */
export function createClient(serverPath: string, log: vscode.LogOutputChannel, running: () => void): LanguageClient {
  const client = new LanguageClient(
    "fidelity.languageServer",
    "Decision Fidelity",
    { module: serverPath, transport: TransportKind.ipc },
    {
      documentSelector: [{ scheme: TRANSCRIPT_SCHEME }, { scheme: "file", pattern: "**/fidelity.json" }],
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
