// Owns what is not to be seen now: outcomes where the person hides them, and all that is known of a dataset while a queue of it is
// labelled blind: a thread of another conversation would say the same words. Refuses deciding when that is (labels/) and how a surface shows less.
import * as vscode from "vscode";
import type { TranscriptAddress } from "../core/transcript/address.ts";
import { SETTINGS } from "../ids.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { TurnView } from "../study/turnViews.ts";
import { hideOutcome } from "./settings.ts";

class Concealed {
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
  has({ dataset }: Pick<TranscriptAddress, "dataset">): boolean {
    return this.#datasets.has(dataset);
  }

  /** What is known at the user turns of a conversation, as far as it may be shown. */
  views(study: Study, open: OpenDataset, conversation: string): ReadonlyMap<number, TurnView> {
    return this.has({ dataset: open.key }) ? new Map() : study.turnViews(open, conversation);
  }

  /** Conceals what is known of the datasets of these keys, and of no other any more. */
  conceal(datasets: readonly string[]): void {
    this.#datasets = new Set(datasets);
    this.#changed.fire();
  }
}

/** One for the window: every surface of it shows less at the same time. */
export const concealed = new Concealed();
