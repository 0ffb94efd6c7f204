// Owns the threads of continuations under the turns of open transcripts. Refuses threads of closed ones, replies and statistics.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import { transcriptUri, type OpenTranscript, type OpenTranscripts } from "../../host/openTranscripts.ts";
import type { SaidAt } from "../../host/labels/people.ts";
import type { TurnPlace } from "../../host/probing.ts";
import { CONTINUATIONS_CONTROLLER } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import type { Transcript, Transcripts } from "../../study/transcripts.ts";
import type { TurnView } from "../../study/turnViews.ts";
import { TurnThread } from "./turnThread.ts";

interface Shown {
  readonly transcript: OpenTranscript;
  readonly threads: Map<number, TurnThread>;
  /** Ids of hand-picked continuations already seen; undefined before the first painting. */
  handPicked?: ReadonlySet<string>;
}

export class ContinuationThreads implements vscode.Disposable {
  readonly #study: Study;
  readonly #transcripts: Transcripts;
  readonly #current: CurrentContinuation;
  readonly #said: (open: OpenDataset) => Promise<SaidAt | undefined>;
  readonly #controller: vscode.CommentController;
  readonly #shown = new Map<string, Shown>();
  /** Transcripts that were pointed at before they were open: the thread unfolds when they are. */
  readonly #pointedAt = new Set<string>();
  readonly #owned: vscode.Disposable;

  /** `said`: what people said of the turns of a dataset. */
  constructor(study: Study, transcripts: Transcripts, open: OpenTranscripts, current: CurrentContinuation, said: (open: OpenDataset) => Promise<SaidAt | undefined>) {
    this.#study = study;
    this.#transcripts = transcripts;
    this.#current = current;
    this.#said = said;
    this.#controller = vscode.comments.createCommentController(CONTINUATIONS_CONTROLLER, sentence("controller-name", {}, language));
    this.#owned = vscode.Disposable.from(
      this.#controller,
      open.onDidOpen((transcript) => this.#open(transcript)),
      open.onDidClose(({ uri }) => this.#close(uri)),
      open.onDidChange((changed) => changed.forEach(({ uri }) => void this.#paint(uri))),
      current.onDidChange((address) => void this.#point(transcriptUri(address))),
    );
    for (const transcript of open.all) {
      // Threads are loaded with the first transcript, which may have been pointed at meanwhile.
      if (current.of(transcript.address)) this.#pointedAt.add(transcript.uri.toString());
      this.#open(transcript);
    }
  }

  dispose(): void {
    this.#owned.dispose();
    this.#shown.clear();
  }

  /** Unfolds the thread of a turn, or folds it. */
  toggle({ open, conversation, turn }: TurnPlace): void {
    const thread = this.#shown.get(transcriptUri({ dataset: open.key, conversation }).toString())?.threads.get(turn);
    thread?.expand(!thread.expanded);
  }

  /** Shows every continuation of a thread the editor hands us. */
  async showAll(given: unknown): Promise<void> {
    for (const { transcript, threads } of this.#shown.values()) {
      for (const thread of threads.values()) {
        if (thread.thread !== given) continue;
        const loaded = await this.#transcripts.of(transcript.address);
        const view = this.#views(loaded).get(thread.turn);
        if (view) thread.showAll(loaded, view, this.#current.of(transcript.address), await this.#said(loaded.open));
        return;
      }
    }
  }

  #open(transcript: OpenTranscript): void {
    this.#shown.set(transcript.uri.toString(), { transcript, threads: new Map() });
    void (this.#pointedAt.delete(transcript.uri.toString()) ? this.#point(transcript.uri) : this.#paint(transcript.uri));
  }

  #close(uri: vscode.Uri): void {
    for (const thread of this.#shown.get(uri.toString())?.threads.values() ?? []) thread.dispose();
    this.#shown.delete(uri.toString());
  }

  async #paint(uri: vscode.Uri): Promise<void> {
    const shown = this.#shown.get(uri.toString());
    if (!shown) return;
    const { address } = shown.transcript;
    const transcript = await this.#transcripts.of(address).catch(() => undefined);
    const said = transcript && (await this.#said(transcript.open).catch(() => undefined));
    if (this.#shown.get(uri.toString()) !== shown) return;
    const views = transcript ? this.#views(transcript) : new Map<number, TurnView>();
    for (const [turn, thread] of shown.threads) {
      if ((views.get(turn)?.continuations.length ?? 0) > 0) continue;
      thread.dispose();
      shown.threads.delete(turn);
    }
    if (!transcript) return;
    if (!concealed.has(address)) this.#follow(shown, views);
    const pointer = this.#current.of(address);
    for (const view of views.values()) {
      const line = transcript.map.turns[view.turn]?.threadLine;
      if (view.continuations.length === 0 || line === undefined) continue;
      const thread = shown.threads.get(view.turn) ?? new TurnThread(this.#controller, uri, line, view.turn, language);
      shown.threads.set(view.turn, thread);
      thread.update(transcript, view, pointer, said);
    }
  }

  /** What a probe has just brought becomes the current continuation. */
  #follow(shown: Shown, views: ReadonlyMap<number, TurnView>): void {
    const found = [...views.values()].flatMap(({ turn, continuations }) => continuations.filter(({ planned }) => !planned).map(({ id }) => ({ turn, id })));
    const before = shown.handPicked;
    shown.handPicked = new Set(found.map(({ id }) => id));
    const fresh = before && found.filter(({ id }) => !before.has(id)).at(-1);
    if (fresh) this.#current.point(shown.transcript.address, fresh);
  }

  async #point(uri: vscode.Uri): Promise<void> {
    await this.#paint(uri);
    const shown = this.#shown.get(uri.toString());
    if (!shown) this.#pointedAt.add(uri.toString());
    const pointer = shown && this.#current.of(shown.transcript.address);
    if (pointer) shown.threads.get(pointer.turn)?.expand(true);
  }

  #views({ open, conversation }: Transcript): ReadonlyMap<number, TurnView> {
    return concealed.views(this.#study, open, conversation.id);
  }
}
