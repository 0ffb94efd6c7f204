// Owns telling the language server what is known of the turns of open transcripts. Refuses the server's wording.
import * as vscode from "vscode";
import { arePeople, type Users } from "../../core/transcript/conversation.ts";
import { concealed } from "../../host/concealed.ts";
import { language } from "../../host/edge.ts";
import type { OpenTranscript, OpenTranscripts } from "../../host/openTranscripts.ts";
import type { TurnState } from "../../protocol/languageServer.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import type { TurnView } from "../../study/turnViews.ts";
import { judgeName } from "../../study/turnWords.ts";

/** Replaces what the server knows of one transcript; none forgets it. */
export type SetTurnStates = (uri: vscode.Uri, states: readonly TurnState[]) => void;

/** Tells them when a transcript opens, changes and closes. */
export function tellTurnStates(study: Study, transcripts: Transcripts, open: OpenTranscripts, setTurnStates: SetTurnStates): vscode.Disposable {
  const tell = async ({ uri, address }: OpenTranscript): Promise<void> => {
    const transcript = await transcripts.of(address).catch(() => undefined);
    if (!open.has(uri)) return;
    const views = transcript ? [...concealed.views(study, transcript.open, address.conversation).values()] : [];
    setTurnStates(uri, views.map((view) => stateOf(view, transcript?.open.dataset.users ?? "unknown")));
  };
  for (const each of open.all) void tell(each);
  return vscode.Disposable.from(
    open.onDidOpen(tell),
    open.onDidChange((changed) => changed.forEach((each) => void tell(each))),
    open.onDidClose(({ uri }) => setTurnStates(uri, [])),
  );
}

function stateOf({ turn, real, continuations }: TurnView, users: Users): TurnState {
  const base: TurnState = { turn, continuations: continuations.length, ...(arePeople(users) ? {} : { recorded: true }) };
  if (!real) return base;
  const judged: TurnState = { ...base, judge: judgeName(real.judge, language), ...(real.judge.kind === "lexicon" ? { floor: true } : {}) };
  if (real.verdict.status !== "valid") return { ...judged, invalid: real.verdict.cause };
  const { stage, emotion, blocker, committedBefore, evidence } = real.verdict.state;
  return {
    ...judged,
    state: {
      ...{ stage, emotion, blocker },
      ...(real.depth === undefined ? {} : { depth: real.depth }),
      ...(committedBefore === undefined ? {} : { committedBefore }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  };
}
