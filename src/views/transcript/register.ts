// Owns the transcript surface as a whole: files, lenses, hints, its commands. Refuses probing and threads.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { sentence } from "../../core/messages/sentences.ts";
import type { TranscriptAddress } from "../../core/transcript/address.ts";
import { language, type Edge } from "../../host/edge.ts";
import { transcriptUri, type OpenTranscripts } from "../../host/openTranscripts.ts";
import type { TurnPlace } from "../../host/probing.ts";
import { COMMANDS, SETTINGS } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import { transcriptFiles } from "./fileSystem.ts";
import { TurnHints } from "./hints.ts";
import { TurnLenses } from "./lenses.ts";
import { registerNavigation, reveal } from "./navigation.ts";
import { tellTurnStates, type SetTurnStates } from "./turnStates.ts";
import { cursorPlace, givenPlace } from "../../host/turnPlace.ts";

export interface TranscriptParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly transcripts: Transcripts;
  readonly open: OpenTranscripts;
  readonly current: CurrentContinuation;
  readonly setTurnStates: SetTurnStates;
  readonly probe: (place: TurnPlace) => Promise<void>;
  readonly probeWith: (place: TurnPlace) => Promise<void>;
}

const addressSchema = z.object({ dataset: z.string(), conversation: z.string(), turn: z.exactOptional(z.int()) });

/** Registers everything of the transcript surface. */
export function registerTranscripts(parts: TranscriptParts): vscode.Disposable {
  const { study, edge, transcripts, open, current } = parts;
  const onTurn = (work: (place: TurnPlace) => Promise<void>) => async (given: unknown) => {
    const place = (await givenPlace(given, transcripts)) ?? (await cursorPlace(transcripts));
    if (place) await work(place);
    else void vscode.window.showInformationMessage(sentence("turn-here", {}, language));
  };
  return vscode.Disposable.from(
    transcriptFiles(study, transcripts, open),
    new TurnLenses(study, transcripts, open, current),
    new TurnHints(study, transcripts, open),
    tellTurnStates(study, transcripts, open, parts.setTurnStates),
    registerNavigation(study, transcripts, current, edge),
    edge.command(COMMANDS.probeTurn, onTurn(parts.probe)),
    edge.command(COMMANDS.probeTurnWith, onTurn(parts.probeWith)),
    edge.command(COMMANDS.openConversation, async (given) => {
      const target = z.safeParse(addressSchema, given);
      if (target.success) await openTranscript(target.data, transcripts, target.data.turn);
    }),
    edge.command(COMMANDS.hideOutcome, () => setHideOutcome(true)),
    edge.command(COMMANDS.showOutcome, () => setHideOutcome(false)),
  );
}

/** Shows a transcript, at a turn where one is given; a second call shows the same tab. */
export async function openTranscript(address: TranscriptAddress, transcripts: Transcripts, turn?: number): Promise<void> {
  const editor = await vscode.window.showTextDocument(transcriptUri(address));
  const line = turn === undefined ? undefined : (await transcripts.of(address)).map.turns[turn]?.headerLine;
  if (line !== undefined) reveal(editor, line);
}

/** Where the person already decided it for this workspace, it is decided there again. */
async function setHideOutcome(hide: boolean): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const inWorkspace = settings.inspect(SETTINGS.hideOutcome)?.workspaceValue !== undefined;
  await settings.update(SETTINGS.hideOutcome, hide, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
