// Owns the log people open with "Show Log". Refuses keys, headers and transcript text: callers pass ids.
import * as vscode from "vscode";
import type { Log } from "../core/ports.ts";

/** The editor's log channel behind our door; `channel` is for showing it. */
export function openLog(): Log & vscode.Disposable & { readonly channel: vscode.LogOutputChannel } {
  const channel = vscode.window.createOutputChannel("Decision Fidelity", { log: true });
  return {
    channel,
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) => channel.error(cause === undefined ? message : `${message}: ${described(cause)}`),
    dispose: () => channel.dispose(),
  };
}

function described(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
