// Owns leading to a turn with its continuation open, from the panel and from links somebody wrote. Refuses trusting a link.
import * as vscode from "vscode";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import { COMMANDS } from "../ids.ts";
import type { CurrentContinuation } from "../study/currentContinuation.ts";
import { readLink, type ProbeLink } from "../study/panel/link.ts";
import type { Run } from "../study/run.ts";
import type { Study } from "../study/study.ts";
import { language } from "./edge.ts";

/** Milliseconds in which the datasets of the window are opened again when a link has started it. */
const STARTING = 10_000;
/** Characters of a name out of a link as it is said. */
const SAID = 80;

export interface LinkParts {
  readonly study: Study;
  readonly current: CurrentContinuation;
}

/** Shows the turn and unfolds the continuation of the run there. Rejects with `link-unknown-turn` where the dataset has no such user turn. */
export async function openProbe({ study, current }: LinkParts, run: Run, { conversation, turn }: Omit<ProbeLink, "run">): Promise<void> {
  const { dataset } = run.manifest;
  const open = study.datasetOf(run);
  if (!open) {
    void vscode.window.showWarningMessage(sentence("resume-needs-dataset", { dataset: dataset.name, path: dataset.path }, language));
    return;
  }
  const read = open.dataset.entry(conversation) ? await open.dataset.read(conversation) : undefined;
  if (read?.turns[turn]?.role !== "user") throw new Failure("link-unknown-turn", { turn: turn + 1, conversation: visibleLabel(conversation, SAID), dataset: dataset.name });
  await vscode.commands.executeCommand(COMMANDS.openConversation, { dataset: open.key, conversation, turn });
  const continuation = study.turnViews(open, conversation).get(turn)?.continuations.find((each) => each.run === run.id);
  if (continuation) current.point({ dataset: open.key, conversation }, { turn, id: continuation.id });
}

/** Follows a link. Rejects with `link-wrong`, `link-unknown-run` or `link-unknown-turn`. */
export async function followLink(parts: LinkParts, uri: vscode.Uri): Promise<void> {
  const link = readLink(uri.path, uri.query);
  if (!link) throw new Failure("link-wrong", {});
  const run = await runNamed(parts.study, link.run);
  if (!run) throw new Failure("link-unknown-run", { run: visibleLabel(link.run, SAID) });
  await openProbe(parts, run, link);
}

/** The run, also when its dataset is only about to be opened again. */
function runNamed(study: Study, id: string): Promise<Run | undefined> {
  const find = (): Run | undefined => {
    const run = study.run(id);
    return run?.state.manifest && study.datasetOf(run) ? run : undefined;
  };
  const found = find();
  if (found || study.datasets.length > 0) return Promise.resolve(found ?? study.run(id));
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(find() ?? study.run(id));
    };
    const subscription = study.onDidChange(() => find() && settle());
    const timer = setTimeout(settle, STARTING);
  });
}
