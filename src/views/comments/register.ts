// Owns the commands on continuations. Refuses probing: what is probed again is the caller's.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { sentence } from "../../core/messages/sentences.ts";
import type { Digest } from "../../core/ports.ts";
import { language, type Edge } from "../../host/edge.ts";
import type { OpenTranscripts } from "../../host/openTranscripts.ts";
import type { TurnPlace } from "../../host/probing.ts";
import { TextPages } from "../../host/textPages.ts";
import { COMMANDS, MESSAGES_SCHEME } from "../../ids.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import type { ContinuationView } from "../../study/turnViews.ts";
import { TurnComment } from "./comment.ts";
import { ContinuationThreads } from "./threads.ts";

export interface ContinuationParts {
  readonly study: Study;
  readonly edge: Edge;
  readonly transcripts: Transcripts;
  readonly open: OpenTranscripts;
  readonly current: CurrentContinuation;
  readonly digest: Digest;
  /** Tries a failed sample again under its number. */
  readonly tryAgain: (place: TurnPlace, view: ContinuationView) => Promise<void>;
  /** Probes the turn once more as this continuation was made; it is kept and counted, and replaces nothing. */
  readonly oneMoreSample: (place: TurnPlace, view: ContinuationView) => Promise<void>;
}

const targetSchema = z.object({ dataset: z.string(), conversation: z.string(), turn: z.int() });

/** Registers threads and their commands. */
export function registerContinuations(parts: ContinuationParts): vscode.Disposable {
  const { study, edge, transcripts, open, current, digest } = parts;
  const threads = new ContinuationThreads(study, transcripts, open, current);
  const pages = new TextPages(MESSAGES_SCHEME);
  const onContinuation = (work: (place: TurnPlace, view: ContinuationView) => Promise<void>) => async (given: unknown) => {
    if (!(given instanceof TurnComment) || !given.view) return;
    point(given.place, given.view);
    await work(given.place, given.view);
  };
  const point = ({ open: { key }, conversation, turn }: TurnPlace, { id }: ContinuationView): void => current.point({ dataset: key, conversation }, { turn, id });
  return vscode.Disposable.from(
    threads,
    pages,
    edge.command(COMMANDS.showContinuations, (given) => {
      const target = z.safeParse(targetSchema, given);
      const dataset = target.success ? study.dataset(target.data.dataset) : undefined;
      if (target.success && dataset) threads.toggle({ open: dataset, conversation: target.data.conversation, turn: target.data.turn });
    }),
    edge.command(COMMANDS.showAllContinuations, (given) => threads.showAll(given)),
    edge.command(COMMANDS.copyContinuation, async (given) => {
      if (!(given instanceof TurnComment)) return;
      const { conversation } = await transcripts.of({ dataset: given.place.open.key, conversation: given.place.conversation });
      await vscode.env.clipboard.writeText(given.view ? given.view.text : (conversation.turns[given.place.turn]?.text ?? ""));
    }),
    edge.command(COMMANDS.showMessagesSent, onContinuation(async (place, view) => {
      const { conversation } = await transcripts.of({ dataset: place.open.key, conversation: place.conversation });
      const [{ messagesSent }, { messagesText }] = await Promise.all([import("../../study/messagesSent.ts"), import("./messagesText.ts")]);
      const sent = await messagesSent(study, place.open, conversation, place.turn, view, digest);
      if (sent) await pages.show(pages.page(`${place.conversation} ${place.turn + 1}`, messagesText(place, view, sent, language), view.id), { viewColumn: vscode.ViewColumn.Beside });
      else void vscode.window.showInformationMessage(sentence("sent-gone", {}, language));
    })),
    edge.command(COMMANDS.tryAgain, onContinuation(parts.tryAgain)),
    edge.command(COMMANDS.oneMoreSample, onContinuation(parts.oneMoreSample)),
  );
}
