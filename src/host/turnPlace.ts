// Owns which user turn a command means: the one it was called with, else the one under the cursor. Refuses acting on it.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { addressOf } from "./openTranscripts.ts";
import type { TurnPlace } from "./probing.ts";
import type { TranscriptAddress } from "../core/transcript/address.ts";
import type { Transcript, Transcripts } from "../study/transcripts.ts";

/** What lenses and rows hand to commands; plain data, so that it can also be called from elsewhere. `turn` counts from 0. */
export interface TurnTarget extends TranscriptAddress {
  readonly turn: number;
}

const targetSchema = z.object({ dataset: z.string(), conversation: z.string(), turn: z.int().check(z.nonnegative()) });

/** The place a command was called with, or undefined when that names none. */
export async function givenPlace(given: unknown, transcripts: Transcripts): Promise<TurnPlace | undefined> {
  const target = z.safeParse(targetSchema, given);
  if (!target.success) return undefined;
  const { dataset, conversation, turn } = target.data;
  const { open, conversation: read } = await transcripts.of({ dataset, conversation });
  return read.turns[turn]?.role === "user" ? { open, conversation, turn } : undefined;
}

/** The transcript of the active editor. */
export async function activeTranscript(transcripts: Transcripts): Promise<{ readonly transcript: Transcript; readonly editor: vscode.TextEditor } | undefined> {
  const editor = vscode.window.activeTextEditor;
  const address = editor && addressOf(editor.document.uri);
  return address && { transcript: await transcripts.of(address), editor };
}

/** The user turn under the cursor, or the one that answers the agent turn there. */
export async function cursorPlace(transcripts: Transcripts): Promise<TurnPlace | undefined> {
  const active = await activeTranscript(transcripts);
  if (!active) return undefined;
  const { open, conversation, map } = active.transcript;
  const at = map.turnAt(active.editor.selection.active.line);
  if (at === undefined) return undefined;
  const turn = conversation.turns[at]?.role === "agent" ? at + 1 : at;
  return conversation.turns[turn]?.role === "user" ? { open, conversation: conversation.id, turn } : undefined;
}
