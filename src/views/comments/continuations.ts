// Owns the threads of continuations and the commands on them, loaded with the first transcript. Refuses probing: what is probed again is the caller's.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest } from "../../core/ports.ts";
import { language } from "../../host/edge.ts";
import type { SaidAt } from "../../host/labels/people.ts";
import type { OpenTranscripts } from "../../host/openTranscripts.ts";
import type { TurnPlace } from "../../host/probing.ts";
import { TextPages } from "../../host/textPages.ts";
import { COMMANDS, MESSAGES_SCHEME, type CommandId } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import type { ContinuationView } from "../../study/turnViews.ts";
import { TurnComment } from "./comment.ts";
import { ContinuationThreads } from "./threads.ts";

export interface ContinuationParts {
  readonly study: Study;
  readonly transcripts: Transcripts;
  readonly open: OpenTranscripts;
  readonly current: CurrentContinuation;
  readonly digest: Digest;
  /** What people said of the turns of a dataset. */
  readonly said: (open: OpenDataset) => Promise<SaidAt | undefined>;
  /** Tries a failed sample again under its number. */
  readonly tryAgain: (place: TurnPlace, view: ContinuationView) => Promise<void>;
  /** Probes the turn once more as this continuation was made; it is kept and counted, and replaces nothing. */
  readonly oneMoreSample: (place: TurnPlace, view: ContinuationView) => Promise<void>;
}

const targetSchema = z.object({ dataset: z.string(), conversation: z.string(), turn: z.int() });

export class Continuations implements vscode.Disposable {
  readonly #parts: ContinuationParts;
  readonly #threads: ContinuationThreads;
  readonly #pages = new TextPages(MESSAGES_SCHEME);

  constructor(parts: ContinuationParts) {
    const { study, transcripts, open, current, said } = parts;
    this.#parts = parts;
    this.#threads = new ContinuationThreads(study, transcripts, open, current, said);
  }

  dispose(): void {
    this.#threads.dispose();
    this.#pages.dispose();
  }

  /** Does one of the commands on threads and their comments. */
  async run(command: CommandId, given: unknown): Promise<void> {
    if (command === COMMANDS.showContinuations) { this.#toggle(given); return; }
    if (command === COMMANDS.showAllContinuations) return this.#threads.showAll(given);
    if (!(given instanceof TurnComment)) return;
    const { place, view } = given;
    if (command === COMMANDS.copyContinuation) {
      const { conversation } = await this.#parts.transcripts.of({ dataset: place.open.key, conversation: place.conversation });
      await vscode.env.clipboard.writeText(view ? view.text : (conversation.turns[place.turn]?.text ?? ""));
    }
    if (!view) return;
    if (command !== COMMANDS.copyContinuation) this.#parts.current.point({ dataset: place.open.key, conversation: place.conversation }, { turn: place.turn, id: view.id });
    if (command === COMMANDS.showMessagesSent) await this.#showMessages(place, view);
    if (command === COMMANDS.tryAgain) await this.#parts.tryAgain(place, view);
    if (command === COMMANDS.oneMoreSample) await this.#parts.oneMoreSample(place, view);
  }

  #toggle(given: unknown): void {
    const target = z.safeParse(targetSchema, given);
    const dataset = target.success ? this.#parts.study.dataset(target.data.dataset) : undefined;
    if (target.success && dataset) this.#threads.toggle({ open: dataset, conversation: target.data.conversation, turn: target.data.turn });
  }

  async #showMessages(place: TurnPlace, view: ContinuationView): Promise<void> {
    const { transcripts, study, digest } = this.#parts;
    const { conversation } = await transcripts.of({ dataset: place.open.key, conversation: place.conversation });
    const [{ messagesSent }, { messagesText }] = await Promise.all([import("../../study/messagesSent.ts"), import("./messagesText.ts")]);
    const sent = await messagesSent(study, place.open, conversation, place.turn, view, digest);
    if (sent) await this.#pages.show(this.#pages.page(`${place.conversation} ${place.turn + 1}`, messagesText(place, view, sent, language), view.id), { viewColumn: vscode.ViewColumn.Beside });
    else void vscode.window.showInformationMessage(sentence("sent-gone", {}, language));
  }
}
