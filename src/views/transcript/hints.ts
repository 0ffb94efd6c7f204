// Owns the hint at a real turn: its decision state. Refuses states of continuations, which stand in their threads.
import * as vscode from "vscode";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { addressOf, type OpenTranscripts } from "../../host/openTranscripts.ts";
import { TRANSCRIPT_SCHEME } from "../../ids.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import { hintText, hintTooltip } from "./wording.ts";

export class TurnHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #study: Study;
  readonly #transcripts: Transcripts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #owned: vscode.Disposable;

  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(study: Study, transcripts: Transcripts, open: OpenTranscripts) {
    this.#study = study;
    this.#transcripts = transcripts;
    this.#owned = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerInlayHintsProvider({ scheme: TRANSCRIPT_SCHEME }, this),
      open.onDidChange(() => this.#changed.fire()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    const address = addressOf(document.uri);
    const transcript = address && (await this.#transcripts.of(address).catch(() => undefined));
    if (!transcript) return [];
    const { open, conversation, map } = transcript;
    return [...concealed.views(this.#study, open, conversation.id).values()].flatMap((view) => {
      const line = map.turns[view.turn]?.headerLine;
      if (line === undefined || line < range.start.line || line > range.end.line || line >= document.lineCount) return [];
      const text = hintText(view, language);
      if (text === undefined) return [];
      const hint = new vscode.InlayHint(document.lineAt(line).range.end, text);
      hint.paddingLeft = true;
      hint.tooltip = hintTooltip(view, open.dataset.users, language);
      return [hint];
    });
  }
}
