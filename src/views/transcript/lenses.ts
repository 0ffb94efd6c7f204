// Owns the lenses above user turns: probe, number of continuations, the current one's step. Refuses what their commands do.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { canBePicked } from "../../core/probe/rule.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { addressOf, type OpenTranscripts } from "../../host/openTranscripts.ts";
import { COMMANDS, TRANSCRIPT_SCHEME } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import type { TurnTarget } from "./turnPlace.ts";
import { continuationsTooltip, countTitle, stepTitle } from "./wording.ts";

export class TurnLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #study: Study;
  readonly #transcripts: Transcripts;
  readonly #current: CurrentContinuation;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #owned: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(study: Study, transcripts: Transcripts, open: OpenTranscripts, current: CurrentContinuation) {
    this.#study = study;
    this.#transcripts = transcripts;
    this.#current = current;
    this.#owned = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider({ scheme: TRANSCRIPT_SCHEME }, this),
      open.onDidChange(() => this.#changed.fire()),
      current.onDidChange(() => this.#changed.fire()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const address = addressOf(document.uri);
    const transcript = address && (await this.#transcripts.of(address).catch(() => undefined));
    if (!address || !transcript || concealed.has(address)) return [];
    const { open, conversation, map } = transcript;
    const views = this.#study.turnViews(open, conversation.id);
    const pointer = this.#current.of(address);
    return conversation.turns.flatMap(({ index, role }) => {
      const line = map.turns[index]?.headerLine;
      if (role !== "user" || line === undefined) return [];
      const target: TurnTarget = { ...address, turn: index };
      const range = new vscode.Range(line, 0, line, 0);
      const lens = (command: string, title: string, tooltip?: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { command, title, arguments: [target], ...(tooltip === undefined ? {} : { tooltip }) });
      const lenses = canBePicked(conversation, index) ? [lens(COMMANDS.probeTurn, `$(play) ${sentence("lens-probe", {}, language)}`)] : [];
      const view = views.get(index);
      if (!view) return lenses;
      const count = countTitle(view, language);
      const step = stepTitle(view, pointer, language);
      if (count !== undefined) lenses.push(lens(COMMANDS.showContinuations, count, continuationsTooltip(view, language)));
      if (step !== undefined) lenses.push(lens(COMMANDS.showContinuations, step));
      return lenses;
    });
  }
}
