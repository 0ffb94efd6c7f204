// Owns the lenses above user turns: probe, number of continuations, the current one's step. Refuses what their commands do.
import * as vscode from "vscode";
import type { TranscriptAddress } from "../../core/transcript/address.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { addressOf, type OpenTranscripts } from "../../host/openTranscripts.ts";
import { COMMANDS, TRANSCRIPT_SCHEME } from "../../ids.ts";
import type { CurrentContinuation, Pointer } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import { lensPlaces, lensWords, type LensPlace } from "./lensPlaces.ts";
import type { TurnTarget } from "../../host/turnPlace.ts";

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
    const pointer = this.#current.of(address);
    return lensPlaces(conversation, map, this.#study.turnViews(open, conversation.id)).map((place) => new TurnLens(place, address, pointer));
  }

  /** Asked for the lenses of the lines that are shown. */
  resolveCodeLens(lens: vscode.CodeLens): vscode.CodeLens {
    if (lens instanceof TurnLens) lens.command = lens.said();
    return lens;
  }
}

/** A lens whose words are made when somebody sees it. */
class TurnLens extends vscode.CodeLens {
  readonly #place: LensPlace;
  readonly #target: TurnTarget;
  readonly #pointer: Pointer | undefined;

  constructor(place: LensPlace, address: TranscriptAddress, pointer: Pointer | undefined) {
    super(new vscode.Range(place.line, 0, place.line, 0));
    this.#place = place;
    this.#target = { ...address, turn: place.turn };
    this.#pointer = pointer;
  }

  said(): vscode.Command {
    const command = this.#place.what === "probe" ? COMMANDS.probeTurn : COMMANDS.showContinuations;
    return { command, ...lensWords(this.#place, this.#pointer, language), arguments: [this.#target] };
  }
}
