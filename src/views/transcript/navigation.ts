// Owns moving between user turns and between continuations. Refuses showing them: threads follow the current continuation.
import * as vscode from "vscode";
import type { Edge } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import { stepFrom, type CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import { activeTranscript } from "./turnPlace.ts";

/** Registers the four commands; at either end the last one is shown again. */
export function registerNavigation(study: Study, transcripts: Transcripts, current: CurrentContinuation, edge: Edge): vscode.Disposable {
  const toUserTurn = async (step: 1 | -1): Promise<void> => {
    const active = await activeTranscript(transcripts);
    if (!active) return;
    const { transcript: { conversation, map }, editor } = active;
    const line = editor.selection.active.line;
    const users = conversation.turns.filter(({ role }) => role === "user").flatMap(({ index }) => map.turns[index]?.headerLine ?? []);
    const target = step === 1 ? users.find((each) => each > line) : users.findLast((each) => each < line);
    if (target !== undefined) reveal(editor, target);
  };
  const toContinuation = async (step: 1 | -1): Promise<void> => {
    const active = await activeTranscript(transcripts);
    if (!active) return;
    const { transcript: { address, open, conversation, map }, editor } = active;
    const from = map.turnAt(editor.selection.active.line) ?? 0;
    const before = current.of(address);
    const pointer = stepFrom(study.turnViews(open, conversation.id), before, from, step) ?? before;
    const line = pointer && map.turns[pointer.turn]?.headerLine;
    if (!pointer || line === undefined) return;
    current.point(address, pointer);
    reveal(editor, line);
  };
  return vscode.Disposable.from(
    edge.command(COMMANDS.nextUserTurn, () => toUserTurn(1)),
    edge.command(COMMANDS.previousUserTurn, () => toUserTurn(-1)),
    edge.command(COMMANDS.nextContinuation, () => toContinuation(1)),
    edge.command(COMMANDS.previousContinuation, () => toContinuation(-1)),
  );
}

/** Puts the cursor on a line and the line in view. */
export function reveal(editor: vscode.TextEditor, line: number): void {
  const position = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
