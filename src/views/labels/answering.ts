// Owns answering the items of a queue: single keys, a reason, taking back, the next item, the reveal. What is given is on disk before the
// next item shows. Refuses what an item looks like (views/labels) and drawing queues.
import * as vscode from "vscode";
import { LABEL_FIELDS } from "../../core/instrument/codebook.ts";
import type { LabelEntry, LabelValues } from "../../core/labels/entry.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { blindFor, nextItem } from "../../study/labels/progress.ts";
import { labelAddress, type ItemDocument, type LabelDocuments } from "./documents.ts";
import { ACTION_KEYS, labelOfKey, type LabelAction } from "../../study/labels/labelKeys.ts";
import { concealed } from "../../host/concealed.ts";
import { ask, language } from "../../host/edge.ts";
import type { Annotator } from "../../host/labels/annotator.ts";
import { askLabel } from "../../host/labels/askLabel.ts";
import type { OpenQueue, QueueShelf } from "../../host/labels/queueShelf.ts";

const TOLD_MILLISECONDS = 4000;
const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export interface AnsweringDoors {
  readonly shelf: QueueShelf;
  readonly documents: LabelDocuments;
  readonly annotator: Annotator;
  /** Open documents of items say something else now. */
  readonly changed: (uris: readonly vscode.Uri[]) => void;
}

export class Answering implements vscode.Disposable {
  readonly #doors: AnsweringDoors;
  readonly #owned: vscode.Disposable;
  /** Keys one after the other: the second may come before the first is on disk. */
  #keys: Promise<void> = Promise.resolve();
  #concealed = "[]";

  constructor(doors: AnsweringDoors) {
    this.#doors = doors;
    this.#owned = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(() => void this.conceal()),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.#follow(editor)),
      // What is revealed moves the lines below it.
      vscode.workspace.onDidChangeTextDocument(({ document }) => labelAddress(document.uri) && void this.#follow(vscode.window.activeTextEditor)),
      doors.annotator.onDidChange(() => void this.#renew()),
      doors.shelf.onDidChange(() => void this.#renew()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Shows the next item for whoever labels here: one left half answered first, as after a crash. */
  async open(known: OpenQueue): Promise<void> {
    const by = await this.#doors.annotator.known();
    if (by === undefined) return;
    await known.annotations.refresh();
    const { state } = known.annotations;
    const last = state.lastOf(by);
    const half = last?.kind === "label" && !isWhole(last.values) ? known.queue.items.find(({ content }) => content === last.content) : undefined;
    const item = half ?? nextItem(known.queue, state, by) ?? known.queue.items[0];
    if (!item) return;
    // Before the item shows: what stands beside it must give nothing away.
    await this.conceal(known);
    await this.#show(known, known.queue.items.indexOf(item) + 1);
  }

  /** What a single key means in the document in front: a label of the codebook, or what to do with the item. */
  async key(given: unknown): Promise<void> {
    const done = this.#keys.then(() => this.#key(given));
    this.#keys = done.catch(() => undefined);
    await done;
  }

  /** From here on the annotator knows what the items are. */
  async reveal(known: OpenQueue): Promise<void> {
    const { queue, annotations } = known;
    const by = await this.#doors.annotator.known();
    if (by === undefined || !blindFor(queue, annotations.state, by)) return;
    const left = this.#left(known);
    const go = say("queue-reveal");
    if (left > 0 && (await ask(say("queue-reveal-ask"), [say("queue-reveal-left", { left })], go)) !== go) return;
    await annotations.append(by, { kind: "reveal", queue: queue.manifest.id });
    await this.conceal();
    await this.#renew();
  }

  /** Nothing is shown of the datasets of queues that are labelled blind in an open tab; `soon` is about to open. */
  async conceal(soon?: OpenQueue): Promise<void> {
    const by = this.#doors.annotator.name;
    const ids = new Set(labelTabs().flatMap((uri) => labelAddress(uri)?.queue ?? []));
    const known = await Promise.all([...ids].map((id) => this.#doors.shelf.open(id).catch(() => undefined)));
    const blind = [...known, soon].filter((each) => each !== undefined).filter(({ queue, annotations }) => by === undefined || blindFor(queue, annotations.state, by));
    const datasets = [...new Set(blind.map(({ open }) => open.key))].sort();
    const key = JSON.stringify(datasets);
    if (key === this.#concealed) return;
    this.#concealed = key;
    concealed.conceal(datasets);
  }

  async #key(given: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const by = await this.#doors.annotator.known();
    const item = await this.#inFront();
    if (typeof given !== "string" || !editor || by === undefined || !item) return;
    if (given in ACTION_KEYS) return this.#act(given as LabelAction, editor, item, by);
    const label = labelOfKey(item.known.codebook, given);
    if (!label) return void vscode.window.setStatusBarMessage(say("label-no-such-key", { key: given.toUpperCase() }), TOLD_MILLISECONDS);
    const before = this.#doors.documents.givenTo(item);
    const values = { ...before, [label.field]: label.name };
    await this.#give(item, by, values);
    // The last of the three fields goes on; a change of a whole label stays, to be looked at.
    if (isWhole(values) && !isWhole(before)) await this.#next(item, by);
    else this.#doors.documents.mark(editor, item);
  }

  /** The item of the document in front. Rejects with what keeps it from being shown. */
  async #inFront(): Promise<ItemDocument | undefined> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri && labelAddress(uri) ? this.#doors.documents.at(uri) : undefined;
  }

  /** Items of a queue that whoever labels here has neither answered nor passed over. */
  #left({ queue, annotations }: OpenQueue): number {
    const by = this.#doors.annotator.name;
    return queue.items.filter(({ content, assignees }) => (assignees.length === 0 || assignees.includes(by ?? "")) && !annotations.state.of(content).opinions.some((opinion) => opinion.by === by)).length;
  }

  async #act(action: LabelAction, editor: vscode.TextEditor, item: ItemDocument, by: string): Promise<void> {
    const { known, number } = item;
    const { annotations, codebook } = known;
    const about = this.#about(item);
    switch (action) {
      case "next":
        return this.#next(item, by);
      case "back":
        return this.#show(known, Math.max(1, number - 1));
      case "skip":
        await annotations.append(by, { kind: "skip", ...about });
        return this.#next(item, by);
      case "reason": {
        const reason = (await vscode.window.showInputBox({ title: say("label-ask-reason-needed"), ignoreFocusOut: true }))?.trim();
        if (!reason) return;
        const values = this.#doors.documents.givenTo(item);
        if (Object.keys(values).length > 0) await this.#give(item, by, values, reason);
        else await annotations.append(by, { kind: "note", ...about, text: reason });
        return;
      }
      case "undo": {
        const last = annotations.state.lastOf(by);
        if (last?.target.kind !== "item" || last.target.queue !== known.queue.manifest.id) return void vscode.window.showInformationMessage(say("label-nothing-to-undo"));
        await annotations.append(by, { kind: "undo", of: last.id });
        const at = known.queue.items.findIndex(({ content }) => content === last.content) + 1;
        if (at > 0 && at !== number) return this.#show(known, at);
        this.#doors.documents.mark(editor, item);
        return;
      }
      case "choose": {
        const asked = await askLabel(say("label-item", { number, of: known.queue.items.length }), codebook, this.#doors.documents.givenTo(item));
        if (!asked) return;
        await this.#give(item, by, asked.values, asked.reason);
        return this.#next(item, by);
      }
    }
  }

  async #give(item: ItemDocument, by: string, values: LabelValues, reason = ""): Promise<void> {
    const { name, version, hash } = item.known.queue.manifest.instrument;
    const blind = blindFor(item.known.queue, item.known.annotations.state, by) && !seenBefore(item, by);
    await item.known.annotations.append(by, { kind: "label", ...this.#about(item), values, instrument: { name, version, hash }, blind, manner: "own", ...(reason === "" ? {} : { reason }) });
  }

  #about({ known, item }: ItemDocument): Pick<LabelEntry, "target" | "content"> {
    return { target: { kind: "item", queue: known.queue.manifest.id, item: item.id, conversation: item.conversation, turn: item.turn }, content: item.content };
  }

  async #next({ known, number }: ItemDocument, by: string): Promise<void> {
    const next = nextItem(known.queue, known.annotations.state, by, number);
    if (next) return this.#show(known, known.queue.items.indexOf(next) + 1);
    await this.#renew();
    if (!blindFor(known.queue, known.annotations.state, by)) return void vscode.window.setStatusBarMessage(say("queue-row-finished"), TOLD_MILLISECONDS);
    // Not awaited: keys go on to be heard while the question stands.
    void vscode.window.showInformationMessage(say("queue-finished"), say("queue-reveal")).then((choice) => (choice === undefined ? undefined : this.reveal(known)));
  }

  async #show(known: OpenQueue, number: number): Promise<void> {
    await this.#doors.documents.show(known, number);
    const by = this.#doors.annotator.name;
    const next = by === undefined ? undefined : nextItem(known.queue, known.annotations.state, by, number);
    // Made ahead, so that it is there when this one is answered.
    if (next) void this.#doors.documents.item(known, known.queue.items.indexOf(next) + 1).catch(() => undefined);
  }

  async #follow(editor: vscode.TextEditor | undefined): Promise<void> {
    const item = editor && labelAddress(editor.document.uri) ? await this.#doors.documents.at(editor.document.uri).catch(() => undefined) : undefined;
    if (editor && item) this.#doors.documents.mark(editor, item);
    else if (vscode.window.activeTextEditor === editor) this.#doors.documents.unmark();
  }

  /** Somebody revealed, labelled elsewhere, or another labels here now: what stands open is told anew. */
  async #renew(): Promise<void> {
    await this.conceal();
    this.#doors.changed(labelTabs());
    await this.#follow(vscode.window.activeTextEditor);
  }
}

function isWhole(values: LabelValues): boolean {
  return LABEL_FIELDS.every((field) => values[field] !== undefined);
}

/** The annotator has labelled this text with the judge's label in view: no later label of theirs is blind. */
function seenBefore({ known, item }: ItemDocument, by: string): boolean {
  return known.annotations.state.of(item.content).entries.some((entry) => entry.by === by && entry.kind === "label" && !entry.blind);
}

function labelTabs(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(({ input }) => (input instanceof vscode.TabInputText && labelAddress(input.uri) ? [input.uri] : []));
}
