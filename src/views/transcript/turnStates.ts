// Owns telling the language server what is known of the turns of open transcripts. Refuses the server's wording.
import * as vscode from "vscode";
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
    const views = transcript ? study.turnViews(transcript.open, address.conversation) : new Map<number, TurnView>();
    setTurnStates(uri, [...views.values()].map(stateOf));
  };
  for (const each of open.all) void tell(each);
  return vscode.Disposable.from(
    open.onDidOpen(tell),
    open.onDidChange((changed) => changed.forEach((each) => void tell(each))),
    open.onDidClose(({ uri }) => setTurnStates(uri, [])),
  );
}

function stateOf({ turn, real, continuations }: TurnView): TurnState {
  const base = { turn, continuations: continuations.length };
  if (real?.verdict.status !== "valid") return base;
  const { stage, emotion, blocker } = real.verdict.state;
  return { ...base, state: { stage, emotion, blocker }, judge: judgeName(real.judge, language) };
}
