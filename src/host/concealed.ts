// Owns what is not to be seen now: outcomes where the person hides them, and all that is known of conversations while a queue of
// theirs is labelled blind. Refuses deciding when that is (labels/) and how a surface shows less.
import * as vscode from "vscode";
import { transcriptPath, type TranscriptAddress } from "../core/transcript/address.ts";
import { SETTINGS } from "../ids.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { TurnView } from "../study/turnViews.ts";
import { hideOutcome } from "./settings.ts";

class Concealed {
  #conversations: ReadonlySet<string> = new Set();
  #datasets: ReadonlySet<string> = new Set();
  readonly #changed = new vscode.EventEmitter<void>();

  /** What is concealed is other than before, by the setting or by a queue. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTINGS.hideOutcome) && this.#changed.fire());
  }

  /** Surfaces name no outcome of a conversation. */
  get outcomes(): boolean {
    return hideOutcome() || this.#datasets.size > 0;
  }

  /** A queue of this dataset is labelled blind: no list tells its conversations apart by what is known of them. */
  biases({ key }: Pick<OpenDataset, "key">): boolean {
    return this.#datasets.has(key);
  }

  /** Nothing is shown of this conversation besides its turns. */
  has(address: TranscriptAddress): boolean {
    return this.#conversations.has(transcriptPath(address));
  }

  /** What is known at the user turns of a conversation, as far as it may be shown. */
  views(study: Study, open: OpenDataset, conversation: string): ReadonlyMap<number, TurnView> {
    return this.has({ dataset: open.key, conversation }) ? new Map() : study.turnViews(open, conversation);
  }

  /** Conceals these, and nothing else any more. */
  conceal(addresses: readonly TranscriptAddress[]): void {
    this.#conversations = new Set(addresses.map(transcriptPath));
    this.#datasets = new Set(addresses.map(({ dataset }) => dataset));
    this.#changed.fire();
  }
}

/** One for the window: every surface of it shows less at the same time. */
export const concealed = new Concealed();
