// Owns transcripts as documents of the editor: which text each has, and when it changes. Refuses what a transcript looks like (core/transcript).
import * as vscode from "vscode";
import { isFailure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visible } from "../../core/transcript/visible.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { addressOf, type OpenTranscripts } from "../../host/openTranscripts.ts";
import { ReadOnlyFiles } from "../../host/readOnlyFiles.ts";
import { TRANSCRIPT_SCHEME } from "../../ids.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";

/** A transcript that cannot be had is a page that says why and what to do, so that its tab survives until it can. */
export function transcriptFiles(study: Study, transcripts: Transcripts, open: OpenTranscripts): vscode.Disposable {
  const files = new ReadOnlyFiles(TRANSCRIPT_SCHEME, async (uri) => {
    const address = addressOf(uri);
    if (!address) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      return (await transcripts.of(address)).text({ hideOutcome: concealed.outcomes, language });
    } catch (error) {
      if (!isFailure(error)) throw error;
      return `${visible(sentence(error.id, error.values, language))}\n`;
    }
  });
  const change = (): void => files.change(open.all.map(({ uri }) => uri));
  return vscode.Disposable.from(files, study.onDidChange(({ what }) => what === "datasets" && change()), concealed.onDidChange(change));
}
