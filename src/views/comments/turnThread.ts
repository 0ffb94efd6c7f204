// Owns the thread under one user turn and brings it up to what is known, changing comments in place. Refuses deciding which turns have one.
import * as vscode from "vscode";
import type { TextLabels } from "../../core/labels/fold.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Pointer } from "../../study/currentContinuation.ts";
import type { Transcript } from "../../study/transcripts.ts";
import type { TurnView } from "../../study/turnViews.ts";
import type { SaidAt } from "../../host/labels/people.ts";
import { TurnComment } from "./comment.ts";
import { continuationWords, realWords } from "./wording.ts";

/** Continuations shown before the button for the rest; the current one is always shown. */
export const FIRST = 8;

const EXPANDED = vscode.CommentThreadCollapsibleState.Expanded;
/** The editor's answer to a change has come by then: it waits 100 ms before it tells. */
const SETTLED_MILLISECONDS = 400;

/** Key of the real turn's comment among those of continuations. */
const REAL = "";

export class TurnThread {
  readonly thread: vscode.CommentThread;
  readonly turn: number;
  readonly #language: Language;
  readonly #comments = new Map<string, TurnComment>();
  #seenHandPicked = 0;
  #all = false;
  /** What was asked for last, until the editor has answered. */
  #wanted: boolean | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(controller: vscode.CommentController, uri: vscode.Uri, line: number, turn: number, language: Language) {
    this.turn = turn;
    this.#language = language;
    this.thread = controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), []);
    this.thread.canReply = false;
    this.thread.state = vscode.CommentThreadState.Resolved;
    // Folded is the editor's default. Setting it would come back as an echo and undo a click made meanwhile.
  }

  get expanded(): boolean {
    return this.#wanted ?? this.thread.collapsibleState === EXPANDED;
  }

  /** Unfolds or folds. The editor answers each change with one of its own, which may undo a newer wish; that is put right once. */
  expand(expanded: boolean): void {
    const state = expanded ? EXPANDED : vscode.CommentThreadCollapsibleState.Collapsed;
    this.#wanted = expanded;
    this.thread.collapsibleState = state;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#wanted = undefined;
      if (this.thread.collapsibleState !== state) this.thread.collapsibleState = state;
    }, SETTLED_MILLISECONDS);
  }

  /** Shows every continuation from now on. */
  showAll(transcript: Transcript, view: TurnView, pointer: Pointer | undefined, said: SaidAt | undefined): void {
    this.#all = true;
    this.update(transcript, view, pointer, said);
  }

  /** Repaints what changed. A new hand-picked continuation opens the thread; what the person folded later stays folded. */
  update({ open, conversation, map }: Transcript, view: TurnView, pointer: Pointer | undefined, said: SaidAt | undefined): void {
    const { continuations } = view;
    const place = { open, conversation: conversation.id, turn: this.turn };
    const pointed = pointer?.turn === this.turn ? continuations.findIndex(({ id }) => id === pointer.id) : -1;
    const shown = this.#all ? continuations : continuations.filter((_, index) => index < FIRST || index === pointed);
    let changed = shown.length + 1 !== this.thread.comments.length;
    const saidOf = (continuation?: string): TextLabels | undefined => said?.(conversation, this.turn, continuation);
    const comment = (key: string): TurnComment => {
      const known = this.#comments.get(key);
      if (known?.place.open === open) return known;
      changed = true;
      const made = new TurnComment(place);
      this.#comments.set(key, made);
      return made;
    };
    const real = comment(REAL);
    changed = real.say(realWords(conversation, view, open.dataset.users, saidOf(), this.#language), undefined) || changed;
    const comments = shown.map((each) => {
      const made = comment(each.id);
      changed = made.say(continuationWords(each, each.id === pointer?.id, each.kind === "reply" ? saidOf(each.text) : undefined, this.#language), each) || changed;
      return made;
    });
    const list = [real, ...comments];
    if (changed || list.some((each, index) => each !== this.thread.comments[index])) this.thread.comments = list;
    const kept = new Set([REAL, ...shown.map(({ id }) => id)]);
    for (const key of this.#comments.keys()) if (!kept.has(key)) this.#comments.delete(key);
    this.#settle([saidOf(), ...continuations.map(({ kind, text }) => (kind === "reply" ? saidOf(text) : undefined))].some((each) => each?.disputed));
    this.#title(shown.length, continuations.length);
    this.#move(map.turns[this.turn]?.threadLine);
    const handPicked = continuations.filter(({ planned }) => !planned).length;
    if (handPicked > this.#seenHandPicked) this.expand(true);
    this.#seenHandPicked = handPicked;
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.thread.dispose();
  }

  /** Unresolved while somebody disputes a label of the turn or of a continuation there. */
  #settle(disputed: boolean): void {
    const state = disputed ? vscode.CommentThreadState.Unresolved : vscode.CommentThreadState.Resolved;
    if (this.thread.state !== state) this.thread.state = state;
  }

  #title(shown: number, count: number): void {
    const id = shown < count ? "thread-first" : count === 1 ? "thread-one" : "thread-all";
    const label = sentence(id, { shown, count, turn: this.turn + 1 }, this.#language);
    if (this.thread.label !== label) this.thread.label = label;
    const context = shown < count ? "more" : "";
    if (this.thread.contextValue !== context) this.thread.contextValue = context;
  }

  #move(line: number | undefined): void {
    if (line !== undefined && this.thread.range?.start.line !== line) this.thread.range = new vscode.Range(line, 0, line, 0);
  }
}
