// Owns finding a text in the turns of a dataset: asking for it, showing what is found as it is found. Refuses searching, and markup: what is
// found is shown as the text it is.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { language } from "../../host/edge.ts";
import type { FindTextAnswer, Found, FoundTurn } from "../../protocol/languageServer.ts";
import type { OpenDataset, Study } from "../../study/study.ts";

/** Looks for a text and tells what it finds. */
export type FindText = (asked: { readonly dataset: string; readonly text: string; readonly most: number }, onFound: (found: Found) => void, signal: AbortSignal) => Promise<FindTextAnswer>;

/** Turn to show. */
export interface TurnAddress {
  readonly dataset: string;
  readonly conversation: string;
  readonly turn: number;
}

/** Turns listed; a search that finds more stops. */
const MOST = 1000;

interface Item extends vscode.QuickPickItem {
  readonly found?: FoundTurn;
}

/** Asks for the text, and shows the turns; undefined when the person left, which stops the search. */
export async function findTextIn(open: OpenDataset, find: FindText, given?: string): Promise<TurnAddress | undefined> {
  const dataset = visibleLabel(open.dataset.name, 60);
  const text = given ?? (await vscode.window.showInputBox({ prompt: sentence("find-text-ask", { dataset }, language), value: selected() }));
  if (text === undefined || text.trim() === "") return undefined;
  const pick = vscode.window.createQuickPick<Item>();
  const stop = new AbortController();
  pick.busy = true;
  pick.matchOnDescription = true;
  // What is highlighted and in sight stays so while more arrives.
  pick.keepScrollPosition = true;
  pick.title = sentence("find-text-title", { text: visibleLabel(text, 40), dataset }, language);
  pick.placeholder = sentence("find-text-looking", { found: 0, done: 0, total: open.dataset.entries.length }, language);
  const items: Item[] = [];
  const chosen = new Promise<FoundTurn | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const { found } = pick.selectedItems[0] ?? {};
      if (!found) return;
      resolve(found);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      stop.abort(new vscode.CancellationError());
      pick.dispose();
    });
  });
  pick.show();
  let failure: unknown;
  find({ dataset: open.key, text, most: MOST }, ({ turns, done, total }) => {
    if (stop.signal.aborted) return;
    items.push(...turns.map(itemOf));
    if (turns.length > 0) pick.items = [...items];
    pick.placeholder = sentence("find-text-looking", { found: items.length, done, total }, language);
  }, stop.signal).then(
    (answer) => {
      if (stop.signal.aborted) return;
      pick.busy = false;
      pick.placeholder = ending(answer);
      if (answer.found === 0) pick.items = [{ label: ending(answer), alwaysShow: true }];
    },
    (error: unknown) => {
      if (stop.signal.aborted) return;
      failure = error;
      pick.hide();
    },
  );
  const found = await chosen;
  if (failure !== undefined) throw failure as Error;
  return found && { dataset: open.key, conversation: found.conversation, turn: found.turn };
}

/** The dataset to look in: the one given or active, the only one, else the one chosen. */
export async function datasetToSearch(study: Study, active: OpenDataset | undefined): Promise<OpenDataset | undefined> {
  if (active || study.datasets.length < 2) return active ?? study.datasets[0];
  const items = study.datasets.map((open) => ({ label: visibleLabel(open.dataset.name, 60), description: open.dataset.path, open }));
  return (await vscode.window.showQuickPick(items, { title: sentence("pick-dataset", {}, language) }))?.open;
}

function itemOf(found: FoundTurn): Item {
  const values = { conversation: visibleLabel(found.conversation, 60), turn: found.turn + 1 };
  return { label: visibleLabel(found.excerpt, 160), description: sentence(found.role === "agent" ? "find-text-agent" : "find-text-user", values, language), found };
}

function ending({ found, done, total, stopped }: FindTextAnswer): string {
  if (found === 0) return sentence("find-text-nothing", { total }, language);
  return sentence(stopped ? "find-text-stopped" : "find-text-done", { found, done, total }, language);
}

function selected(): string {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? "";
  return text.includes("\n") ? "" : text.slice(0, 200);
}
