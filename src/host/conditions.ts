// Owns the commands on conditions: seeing exactly what one tells a simulator, and beginning a new one. Refuses their form (core/probe).
import path from "node:path";
import * as vscode from "vscode";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Condition } from "../core/probe/condition.ts";
import { conditionNamed } from "../core/probe/conditions.ts";
import { isConditionName, printTemplate, readTemplate, TEMPLATE_ENDING } from "../core/probe/conditionTemplate.ts";
import { canBePicked } from "../core/probe/rule.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { PROMPT_LANGUAGE } from "../ids.ts";
import { conditionPreview, previewText } from "../study/conditionPreview.ts";
import { conditionsOf, TEMPLATES_FOLDER, type ConditionDoors } from "../study/conditions.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { Transcripts } from "../study/transcripts.ts";
import { language } from "./edge.ts";
import { addressOf } from "./openTranscripts.ts";
import type { Setups } from "./setups.ts";
import type { TextPages } from "./textPages.ts";

export interface ConditionParts {
  readonly study: Study;
  readonly transcripts: Transcripts;
  readonly setups: Setups;
  readonly pages: TextPages;
  readonly doors: ConditionDoors;
}

interface Place {
  readonly open: OpenDataset;
  readonly conversation: string;
  readonly turn: number;
}

export class ConditionCommands {
  readonly #parts: ConditionParts;

  constructor(parts: ConditionParts) {
    this.#parts = parts;
  }

  /** Opens the messages of the template in the editor, as it is typed, else of a chosen condition, at the probe nearest the cursor of a transcript in sight, else in the middle of an open one, else of any conversation. */
  async preview(): Promise<void> {
    const { pages, setups } = this.#parts;
    const document = vscode.window.activeTextEditor?.document;
    const typed = document?.languageId === PROMPT_LANGUAGE ? conditionIn(document) : undefined;
    const place = await this.#place();
    if (!place) {
      void vscode.window.showInformationMessage(say("no-dataset"));
      return;
    }
    const { open, conversation, turn } = place;
    const condition = typed ?? (await this.#picked(open.home, "choose-condition"));
    if (!condition) return;
    const redact = setups.redacted(open, { ...setups.current(open), simulator: { kind: "model", endpoint: "", model: "" } }).redact === true;
    const messages = await conditionPreview(open, conversation, turn, condition, redact);
    const page = pages.page(say("preview-page", { condition: condition.name }), previewText(condition, { dataset: open.dataset.name, conversation, turn }, messages, language));
    await pages.show(page, { viewColumn: vscode.ViewColumn.Beside });
  }

  /** Writes a template that begins as a chosen condition, under a name nobody has, and opens it. */
  async create(): Promise<void> {
    const { study, doors } = this.#parts;
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
    const home = (await this.#place())?.open.home ?? study.datasets[0]?.home ?? (folder === undefined ? undefined : path.join(folder, ".fidelity"));
    if (home === undefined) {
      void vscode.window.showInformationMessage(say("no-dataset"));
      return;
    }
    const from = await this.#picked(home, "condition-begin");
    if (!from) return;
    const known = new Set((await doors.files.list(path.join(home, TEMPLATES_FOLDER))).map((name) => name.toLowerCase()));
    const name = await vscode.window.showInputBox({
      title: say("condition-name"),
      value: `my-${from.name}`,
      validateInput: (typed) => {
        if (!isConditionName(typed)) return say("template-name-unusable");
        if (conditionNamed(typed)) return say("template-name-shipped", { name: typed });
        return known.has(`${typed}${TEMPLATE_ENDING}`.toLowerCase()) ? say("condition-name-taken", { name: typed }) : undefined;
      },
    });
    if (name === undefined) return;
    const target = vscode.Uri.file(path.join(home, TEMPLATES_FOLDER, `${name}${TEMPLATE_ENDING}`));
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(printTemplate({ ...from, name })));
    await vscode.window.showTextDocument(target);
  }

  async #picked(home: string, title: "choose-condition" | "condition-begin"): Promise<Condition | undefined> {
    const items = (await conditionsOf(this.#parts.doors, home)).map((condition) => ({ label: condition.name, condition }));
    return (await vscode.window.showQuickPick(items, { title: say(title) }))?.condition;
  }

  async #place(): Promise<Place | undefined> {
    const { transcripts, study } = this.#parts;
    const editors = [...(vscode.window.activeTextEditor ? [vscode.window.activeTextEditor] : []), ...vscode.window.visibleTextEditors];
    for (const editor of editors) {
      const address = addressOf(editor.document.uri);
      if (!address) continue;
      const { open, conversation, map } = await transcripts.of(address);
      const turn = probeNear(conversation, map.turnAt(editor.selection.active.line) ?? 0);
      if (turn !== undefined) return { open, conversation: conversation.id, turn };
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).flatMap(({ input }) => (input instanceof vscode.TabInputText ? (addressOf(input.uri) ?? []) : []));
    for (const address of tabs) {
      const { open, conversation } = await transcripts.of(address);
      const turn = probeNear(conversation, Math.floor(conversation.turns.length / 2));
      if (turn !== undefined) return { open, conversation: conversation.id, turn };
    }
    for (const open of study.datasets) {
      const first = open.dataset.entries.find(({ userTurns }) => userTurns > 1) ?? open.dataset.entries[0];
      const conversation = first && (await open.dataset.read(first.id));
      const turn = conversation && probeNear(conversation, Math.floor(conversation.turns.length / 2));
      if (conversation && turn !== undefined) return { open, conversation: conversation.id, turn };
    }
    return undefined;
  }
}

const say = (id: Parameters<typeof sentence>[0], values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** The template as it is typed; a fault is said with its line. */
function conditionIn(document: vscode.TextDocument): Condition {
  const name = path.basename(document.uri.path).replace(TEMPLATE_ENDING, "");
  const { condition, problems } = readTemplate(document.getText(), name);
  const wrong = problems.find(({ severity }) => severity === "error");
  if (condition) return condition;
  throw new Failure("template-wrong", { path: document.uri.fsPath, line: wrong?.line ?? 1, problem: wrong ? say(wrong.id, wrong.values) : "" });
}

/** The first turn from `from` on that may be probed, else the last before it. */
function probeNear(conversation: Conversation, from: number): number | undefined {
  const turns = conversation.turns.flatMap(({ index }) => (canBePicked(conversation, index) ? [index] : []));
  return turns.find((turn) => turn >= from) ?? turns.at(-1);
}
