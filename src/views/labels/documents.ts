// Owns the documents of queue items: their addresses, which say queue and number only, their texts, and the marks of what was given.
// Refuses answering (host/labels/answering.ts). Until the reveal it asks for nothing that could give an item away.
import * as vscode from "vscode";
import { LABEL_FIELDS } from "../../core/instrument/codebook.ts";
import type { LabelValues } from "../../core/labels/entry.ts";
import type { QueueItem } from "../../core/labels/queue.ts";
import { isFailure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest } from "../../core/ports.ts";
import { visible } from "../../core/transcript/visible.ts";
import { language } from "../../host/edge.ts";
import type { OpenQueue, QueueShelf } from "../../host/labels/queueShelf.ts";
import { LABEL_SCHEME } from "../../ids.ts";
import { behindItem, shownItem } from "../../study/labels/items.ts";
import { labelDocument, type LabelDocument } from "./labelText.ts";
import { revealedLines } from "./revealedLines.ts";
import { valuesText } from "../../study/labels/labelWords.ts";

const EXTENSION = ".fidelity-label";
/** Documents kept: the shown one, the one before, and the next, which is made ahead. */
const KEPT = 4;

/** A queue item as its annotator sees it. */
export interface ItemDocument {
  readonly known: OpenQueue;
  readonly item: QueueItem;
  /** Place in the queue, from 1. */
  readonly number: number;
  readonly revealed: boolean;
  readonly document: LabelDocument;
}

export interface DocumentDoors {
  readonly shelf: QueueShelf;
  readonly digest: Digest;
  /** Who labels in this window. */
  readonly annotator: () => string | undefined;
}

export function labelUri(queue: string, number: number): vscode.Uri {
  return vscode.Uri.from({ scheme: LABEL_SCHEME, path: `/${queue}/${number}${EXTENSION}` });
}

/** Queue and number of an address; undefined for any other. */
export function labelAddress(uri: vscode.Uri): { readonly queue: string; readonly number: number } | undefined {
  const match = uri.scheme === LABEL_SCHEME ? /^\/([^/]+)\/(\d+)\.fidelity-label$/u.exec(uri.path) : null;
  return match?.[1] !== undefined && match[2] !== undefined ? { queue: match[1], number: Number(match[2]) } : undefined;
}

export class LabelDocuments implements vscode.Disposable {
  readonly #doors: DocumentDoors;
  /** Least recently used first. */
  readonly #made = new Map<string, Promise<ItemDocument>>();
  readonly #given = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
    fontWeight: "bold",
    after: { contentText: `  ◂ ${sentence("label-given-mark", {}, language)}` },
  });
  readonly #turn = vscode.window.createTextEditorDecorationType({ isWholeLine: true, backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground") });
  readonly #status = vscode.window.createStatusBarItem("fidelity.label", vscode.StatusBarAlignment.Left, 47);

  constructor(doors: DocumentDoors) {
    this.#doors = doors;
    this.#status.name = sentence("label-status-name", {}, language);
  }

  /** The text of an address; what keeps an item from being shown is its page. Rejects with `FileNotFound`. */
  async text(uri: vscode.Uri): Promise<string> {
    try {
      return (await this.at(uri)).document.text;
    } catch (error) {
      if (!isFailure(error)) throw error;
      return `${visible(sentence(error.id, error.values, language))}\n`;
    }
  }

  /** The item of an address. Rejects as `QueueShelf.open`, with `queue-item-gone`, or with `FileNotFound`. */
  async at(uri: vscode.Uri): Promise<ItemDocument> {
    const address = labelAddress(uri);
    if (!address) throw vscode.FileSystemError.FileNotFound(uri);
    return this.item(await this.#doors.shelf.open(address.queue), address.number);
  }

  /** The item of this number, made when it is asked for first. */
  item(known: OpenQueue, number: number): Promise<ItemDocument> {
    const { queue, annotations } = known;
    const by = this.#doors.annotator();
    const revealed = by !== undefined && annotations.state.revealed(by, queue.manifest.id) !== undefined;
    // What is revealed shows what others say, which changes.
    const key = [queue.manifest.id, number, queue.manifest.at, revealed ? annotations.state.revision : ""].join("\n");
    const made = this.#made.get(key) ?? this.#make(known, number, revealed);
    this.#made.delete(key);
    this.#made.set(key, made);
    made.catch(() => this.#made.delete(key));
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= KEPT) break;
      this.#made.delete(oldest);
    }
    return made;
  }

  /** Shows the item in its own tab, which the next one takes over. */
  async show(known: OpenQueue, number: number): Promise<void> {
    const item = await this.item(known, number);
    const editor = await vscode.window.showTextDocument(labelUri(known.queue.manifest.id, number), { preview: true });
    const { turnLine } = item.document;
    editor.selection = new vscode.Selection(turnLine, 0, turnLine, 0);
    editor.revealRange(new vscode.Range(Math.max(0, turnLine - 6), 0, turnLine, 0), vscode.TextEditorRevealType.AtTop);
    this.mark(editor, item);
  }

  /** Marks the turn and what its annotator gave so far; also said in the status bar, for those who do not see marks. */
  mark(editor: vscode.TextEditor, item: ItemDocument): void {
    const values = this.givenTo(item);
    const { document: { turnLine, lastTurnLine, labelLines }, number, known } = item;
    const line = (at: number): vscode.Range => new vscode.Range(at, 0, at, 0);
    editor.setDecorations(this.#turn, [new vscode.Range(turnLine, 0, lastTurnLine, 0)]);
    editor.setDecorations(this.#given, labelLines.filter(({ field, name }) => values[field] === name).map((each) => line(each.line)));
    const label = LABEL_FIELDS.some((field) => values[field] !== undefined) ? valuesText(values) : sentence("label-none-yet", {}, language);
    const text = sentence("label-status", { number, of: known.queue.items.length, label }, language);
    this.#status.text = `$(tag) ${text}`;
    this.#status.accessibilityInformation = { label: text, role: "status" };
    this.#status.show();
  }

  /** Where no item is in front, nothing is said of one. */
  unmark(): void {
    this.#status.hide();
  }

  /** What the annotator of this window gave to an item so far. */
  givenTo({ known: { annotations }, item }: Pick<ItemDocument, "known" | "item">): LabelValues {
    const by = this.#doors.annotator();
    return annotations.state.of(item.content).opinions.find((opinion) => opinion.by === by)?.label?.values ?? {};
  }

  dispose(): void {
    vscode.Disposable.from(this.#given, this.#turn, this.#status).dispose();
  }

  async #make(known: OpenQueue, number: number, revealed: boolean): Promise<ItemDocument> {
    const { queue, open, runs, codebook, annotations } = known;
    const item = queue.items[number - 1];
    if (!item) throw vscode.FileSystemError.FileNotFound(labelUri(queue.manifest.id, number));
    const doors = { dataset: open.dataset, digest: this.#doors.digest };
    const shown = await shownItem(queue, item, runs, doors);
    const places = revealed ? await behindItem(item, runs, doors) : [];
    const { strata, users } = open.dataset;
    const titleOf = (id: string): string => runs.find((run) => run.id === id)?.title ?? id;
    const lines = revealed ? revealedLines({ places, said: annotations.state.of(item.content), strata, users, titleOf }, language) : [];
    return { known, item, number, revealed, document: labelDocument({ number, of: queue.items.length, text: shown, codebook, revealed: lines }, language) };
  }
}
