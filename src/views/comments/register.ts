// Owns what of continuations stands from activation on: their commands. Threads are loaded with the first transcript.
import * as vscode from "vscode";
import type { Edge } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import type { ContinuationParts, Continuations } from "./continuations.ts";

const THREAD_COMMANDS = [COMMANDS.showContinuations, COMMANDS.showAllContinuations, COMMANDS.copyContinuation, COMMANDS.showMessagesSent, COMMANDS.tryAgain, COMMANDS.oneMoreSample];

/** Registers the commands of threads, and has the threads with the first open transcript. */
export function registerContinuations(parts: ContinuationParts & { readonly edge: Edge }): vscode.Disposable {
  let loading: Promise<Continuations> | undefined;
  const continuations = (): Promise<Continuations> => (loading ??= import("./continuations.ts").then((module) => new module.Continuations(parts)));
  if (parts.open.all.length > 0) void continuations();
  return vscode.Disposable.from(
    parts.open.onDidOpen(() => void continuations()),
    ...THREAD_COMMANDS.map((id) => parts.edge.command(id, async (given) => (await continuations()).run(id, given))),
    { dispose: () => void loading?.then((each) => each.dispose()) },
  );
}
