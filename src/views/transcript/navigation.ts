// Owns moving between user turns, probed turns and continuations. Refuses showing them: threads follow the current continuation.
import * as vscode from "vscode";
import { concealed } from "../../host/concealed.ts";
import type { Edge } from "../../host/edge.ts";
import { COMMANDS } from "../../ids.ts";
import { stepFrom, type CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcript, Transcripts } from "../../study/transcripts.ts";
import { activeTranscript } from "../../host/turnPlace.ts";

/** Registers the commands; at either end the last one is shown again. */
export function registerNavigation(study: Study, transcripts: Transcripts, current: CurrentContinuation, edge: Edge): vscode.Disposable {
  const toTurn = async (step: 1 | -1, turnsOf: (transcript: Transcript) => readonly number[]): Promise<void> => {
    const active = await activeTranscript(transcripts);
    if (!active) return;
    const { transcript, editor } = active;
    const line = editor.selection.active.line;
    const lines = turnsOf(transcript).flatMap((turn) => transcript.map.turns[turn]?.headerLine ?? []);
    const target = step === 1 ? lines.find((each) => each > line) : lines.findLast((each) => each < line);
    if (target !== undefined) reveal(editor, target);
  };
  const userTurns = ({ conversation }: Transcript): readonly number[] => conversation.turns.filter(({ role }) => role === "user").map(({ index }) => index);
  const probedTurns = ({ open, conversation }: Transcript): readonly number[] =>
    [...concealed.views(study, open, conversation.id).values()].filter(({ continuations }) => continuations.length > 0).map(({ turn }) => turn).sort((a, b) => a - b);
  const toContinuation = async (step: 1 | -1): Promise<void> => {
    const active = await activeTranscript(transcripts);
    if (!active) return;
    const { transcript: { address, open, conversation, map }, editor } = active;
    const from = map.turnAt(editor.selection.active.line) ?? 0;
    const before = current.of(address);
    const pointer = stepFrom(concealed.views(study, open, conversation.id), before, from, step) ?? before;
    const line = pointer && map.turns[pointer.turn]?.headerLine;
    if (!pointer || line === undefined) return;
    current.point(address, pointer);
    reveal(editor, line);
  };
  return vscode.Disposable.from(
    edge.command(COMMANDS.nextUserTurn, () => toTurn(1, userTurns)),
    edge.command(COMMANDS.previousUserTurn, () => toTurn(-1, userTurns)),
    edge.command(COMMANDS.nextProbe, () => toTurn(1, probedTurns)),
    edge.command(COMMANDS.previousProbe, () => toTurn(-1, probedTurns)),
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
