// Owns one comment of a thread: the same object for as long as its continuation exists, so that focus and scroll stay. Refuses wording.
import * as vscode from "vscode";
import type { TurnPlace } from "../../host/probing.ts";
import type { ContinuationView } from "../../study/turnViews.ts";
import type { CommentWords } from "./wording.ts";

export class TurnComment implements vscode.Comment {
  readonly mode = vscode.CommentMode.Preview;
  readonly place: TurnPlace;
  body = "";
  author: vscode.CommentAuthorInformation = { name: "" };
  label = "";
  contextValue = "";
  /** Absent for the real turn. */
  view: ContinuationView | undefined;
  #words = "";

  constructor(place: TurnPlace) {
    this.place = place;
  }

  /** Takes new words; true when anything shown changed. */
  say(words: CommentWords, view: ContinuationView | undefined): boolean {
    this.view = view;
    const key = JSON.stringify(words);
    if (key === this.#words) return false;
    this.#words = key;
    this.author = { name: words.author };
    this.label = words.label;
    this.body = words.body;
    this.contextValue = words.flags.join(" ");
    return true;
  }
}
