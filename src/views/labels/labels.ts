// Owns labelling in one window as a whole, loaded at its first use: who labels, what was said, queues and their documents. Refuses
// registering with the editor (register.ts), so that activation carries none of it.
import * as vscode from "vscode";
import { Failure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest, Files } from "../../core/ports.ts";
import { COMMANDS, type CommandId } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { LabelDoors } from "../../study/labels/annotations.ts";
import { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import { LabelDocuments } from "./documents.ts";
import { queueChildren, type QueueNode } from "./queuesTree.ts";
import { language, type Edge } from "../../host/edge.ts";
import { adjudicate } from "./adjudicating.ts";
import type { TextPages } from "../../host/textPages.ts";
import { showAgreement } from "../../host/labels/agreementPage.ts";
import { compareJudges } from "../../host/labels/judgesPage.ts";
import { exportPacket, importLabels } from "../../host/labels/exchanging.ts";
import { Annotator } from "../../host/labels/annotator.ts";
import { Answering } from "./answering.ts";
import { drawnQueue, type DrawAnswers } from "../../host/labels/drawing.ts";
import { People } from "../../host/labels/people.ts";
import { QueueShelf, type OpenQueue } from "../../host/labels/queueShelf.ts";
import { TurnLabels } from "../../host/labels/turnLabels.ts";

export interface LabelParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly transcripts: Transcripts;
  /** Pages of text. */
  readonly pages: TextPages;
  readonly current: CurrentContinuation;
  /** Keeps the name of whoever labels. */
  readonly state: vscode.Memento;
  readonly doors: LabelDoors & { readonly files: Files; readonly digest: Digest };
}

/** What {@link Labels} tells the surfaces that stand before it is loaded. */
export interface LabelListeners {
  readonly queuesChanged: () => void;
  readonly peopleChanged: () => void;
  readonly documentsChanged: (uris: readonly vscode.Uri[]) => void;
}

export class Labels implements vscode.Disposable {
  readonly people: People;
  readonly documents: LabelDocuments;
  readonly #parts: LabelParts;
  readonly #annotator: Annotator;
  readonly #shelf: QueueShelf;
  readonly #answering: Answering;
  readonly #turns: TurnLabels;
  readonly #owned: vscode.Disposable;

  constructor(parts: LabelParts, listeners: LabelListeners) {
    const { study, transcripts, current, state, doors } = parts;
    const annotator = new Annotator(state);
    this.people = new People(doors);
    this.#parts = parts;
    this.#annotator = annotator;
    this.#shelf = new QueueShelf({ study, people: this.people, journals: (home) => doors.journals(home), log: doors.log });
    this.documents = new LabelDocuments({ shelf: this.#shelf, digest: doors.digest, annotator: () => annotator.name });
    this.#answering = new Answering({ shelf: this.#shelf, documents: this.documents, annotator, changed: listeners.documentsChanged });
    this.#turns = new TurnLabels({ study, transcripts, current }, this.people, annotator);
    this.#owned = vscode.Disposable.from(
      this.people,
      annotator,
      this.#shelf,
      this.documents,
      this.#answering,
      this.#shelf.onDidChange(listeners.queuesChanged),
      annotator.onDidChange(listeners.queuesChanged),
      this.people.onDidChange(listeners.peopleChanged),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  queues(node: QueueNode | undefined): Promise<QueueNode[]> {
    return queueChildren(node, { shelf: this.#shelf, annotator: () => this.#annotator.name, digest: this.#parts.doors.digest });
  }

  /** Nothing is given away beside tabs that were open before a reload. */
  conceal(): Promise<void> {
    return this.#answering.conceal();
  }

  /** Does one of the commands of {@link LABEL_COMMANDS}. */
  async run(command: CommandId, given: unknown, more: unknown): Promise<unknown> {
    switch (command) {
      case COMMANDS.labelKey:
        return this.#answering.key(given);
      case COMMANDS.agreeLabel:
        return this.#turns.agree(given);
      case COMMANDS.disputeLabel:
        return this.#turns.dispute(given);
      case COMMANDS.relabel:
        return this.#turns.relabel(given);
      case COMMANDS.noteLabel:
        return this.#turns.note(given);
      case COMMANDS.resolveDispute:
        return this.#turns.resolve(given);
      case COMMANDS.undoLabel:
        return this.#turns.undo(given);
      case COMMANDS.setAnnotator:
        return this.#annotator.ask(typeof given === "string" ? given : undefined);
      case COMMANDS.drawQueue:
        return this.#draw(given, more);
      case COMMANDS.openQueue:
        return this.#onQueue(given, (known) => this.#answering.open(known));
      case COMMANDS.revealQueue:
        return this.#onQueue(given, (known) => this.#answering.reveal(known));
      case COMMANDS.adjudicateQueue:
        return this.#onQueue(given, (known) => adjudicate(known, this.#annotator, this.documents));
      case COMMANDS.exportPacket:
        return this.#onQueue(given, (known) => exportPacket(known, this.#parts.doors.digest));
      case COMMANDS.importLabels:
        return this.#import();
      case COMMANDS.showAgreement:
        return this.#agreement(given);
      case COMMANDS.compareJudges:
        return this.#judges(given, more);
      default:
        throw new Failure("unexpected", { message: command });
    }
  }

  async #draw(given: unknown, more: unknown): Promise<string | undefined> {
    const by = await this.#annotator.known();
    if (by === undefined) return undefined;
    const { study, edge, doors } = this.#parts;
    const row = typeof given === "object" && given !== null ? given : {};
    const run = "run" in row && row.run instanceof Run ? row.run : typeof given === "string" ? study.run(given) : undefined;
    const of = "open" in row ? study.datasets.find((open: OpenDataset) => open === row.open) : undefined;
    // Several selected rows come as a list; a caller's answers as an object.
    const answers = typeof more === "object" && more !== null && !Array.isArray(more) ? (more as Partial<DrawAnswers>) : {};
    const drawn = await drawnQueue({ study, edge, digest: doors.digest, ids: doors.ids, clock: doors.clock, people: this.people }, run, of, by, answers);
    if (!drawn) return undefined;
    const { id } = drawn.queue.manifest;
    await this.#shelf.add(drawn.open.home, drawn.queue);
    await this.#answering.open(await this.#shelf.open(id));
    return id;
  }

  /** Into the folder of the dataset in front, or of the only one. */
  async #import(): Promise<void> {
    const all = await this.#shelf.all();
    const [first] = all;
    if (!first) return void vscode.window.showInformationMessage(sentence("queue-none", {}, language));
    const same = all.filter(({ home }) => home === first.home);
    const { files, digest, clock } = this.#parts.doors;
    await importLabels({ queues: same.map(({ queue }) => queue), annotations: first.annotations, by: this.#annotator.name, files, digest, clock });
  }

  /** The run of a row, an id or a queue, else one of several that were drawn from. */
  async #agreement(given: unknown): Promise<void> {
    const { study, edge, doors, pages } = this.#parts;
    const all = await this.#shelf.all();
    const row = typeof given === "object" && given !== null ? given : {};
    const ids = "run" in row && row.run instanceof Run ? [row.run.id] : "known" in row ? (row as QueueNode).known.queue.manifest.runs : typeof given === "string" ? [given] : [...new Set(all.flatMap(({ queue }) => queue.manifest.runs))];
    const runs = ids.flatMap((id) => study.run(id) ?? []);
    if (runs.length === 0) return void vscode.window.showInformationMessage(sentence("queue-none", {}, language));
    const run = runs.length === 1 ? runs[0] : (await vscode.window.showQuickPick(runs.map((each) => ({ label: each.title, description: each.id, each })), { title: sentence("agreement-pick", {}, language) }))?.each;
    const open = run && study.datasetOf(run);
    if (!run || !open) return;
    const queues = all.filter(({ home }) => home === open.home).map(({ queue }) => queue);
    await showAgreement(run, open, queues, { study, edge, people: this.people, pages, digest: doors.digest });
  }

  /** The first run of a row or an id, else chosen; the second is asked for unless its id is given. */
  async #judges(given: unknown, more: unknown): Promise<void> {
    const { study } = this.#parts;
    const row = typeof given === "object" && given !== null ? given : {};
    const known = "run" in row && row.run instanceof Run ? row.run : typeof given === "string" ? study.run(given) : undefined;
    const first = known ?? (await vscode.window.showQuickPick(study.runs.map((run) => ({ label: run.title, description: run.id, run })), { title: sentence("agreement-pick", {}, language) }))?.run;
    if (first) await compareJudges(first, typeof more === "string" ? study.run(more) : undefined, this.#parts);
  }

  /** The queue of a row or an id, else the one in front, else one of several. */
  async #onQueue(given: unknown, work: (known: OpenQueue) => Promise<void>): Promise<void> {
    const row = given as Partial<QueueNode> | undefined;
    const active = vscode.window.activeTextEditor && (await this.documents.at(vscode.window.activeTextEditor.document.uri).catch(() => undefined));
    if (typeof given === "string") return work(await this.#shelf.open(given));
    if (row?.known) return work(this.#shelf.opened(row.known));
    if (active) return work(active.known);
    const all = await this.#shelf.all();
    if (all.length === 0) return void vscode.window.showInformationMessage(sentence("queue-none", {}, language));
    const [only] = all;
    const known = all.length === 1 ? only : (await vscode.window.showQuickPick(all.map((each) => ({ label: each.queue.manifest.id, description: each.queue.manifest.dataset.name, each })), { title: sentence("queue-pick", {}, language) }))?.each;
    if (known) await work(this.#shelf.opened(known));
  }
}
