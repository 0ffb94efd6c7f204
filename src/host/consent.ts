// Owns asking before text leaves the machine: what is sent, to whom, how much. Refuses remembering it for another origin.
import * as vscode from "vscode";
import { conditionMessages } from "../core/probe/condition.ts";
import { conditionNamed } from "../core/probe/conditions.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Setup } from "../study/setup.ts";
import type { OpenDataset } from "../study/study.ts";
import { language } from "./edge.ts";
import { endpoints } from "./settings.ts";

const GIVEN = "fidelity.consent";
/** Characters a token of English or Chinese text has, about; only for the estimate. */
const CHARACTERS_PER_TOKEN = 3;

/** One probe to show as an example of what is sent. */
export interface Example {
  readonly conversation: Conversation;
  readonly turn: number;
}

export class Consent {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** True when nothing leaves the machine, or the person agreed for these origins and this dataset. `calls` is the size of a planned run. */
  async given(open: OpenDataset, setup: Setup, example: Example, planned?: { readonly probes: number }): Promise<boolean> {
    const origins = originsOf(setup);
    if (origins.length === 0) return true;
    const key = JSON.stringify([open.hash, origins]);
    const known = this.#state.get<readonly string[]>(GIVEN, []);
    if (!planned && known.includes(key)) return true;
    const agree = sentence("consent-agree", {}, language);
    const show = sentence("consent-show", {}, language);
    const text = messagesText(setup, example);
    for (;;) {
      const title = sentence("consent-title", { origins: origins.join(", ") }, language);
      const choice = await ask(title, detail(setup, text, planned?.probes ?? 1), agree, show);
      if (choice === agree) {
        await this.#state.update(GIVEN, [...new Set([...known, key])]);
        return true;
      }
      if (choice !== show) return false;
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text, language: "plaintext" }), { preview: true });
      const go = await vscode.window.showInformationMessage(sentence("consent-shown", { origins: origins.join(", ") }, language), agree);
      if (go !== agree) return false;
      await this.#state.update(GIVEN, [...new Set([...known, key])]);
      return true;
    }
  }
}

/** Modal, so that nobody overlooks it. A window that refuses modal questions, as one that runs tests does, gets it as a notification. */
async function ask(title: string, detail: string, ...choices: readonly string[]): Promise<string | undefined> {
  try {
    return await vscode.window.showWarningMessage(title, { modal: true, detail }, ...choices);
  } catch {
    return vscode.window.showWarningMessage(`${title} ${detail}`, ...choices);
  }
}

function originsOf({ simulator, judge }: Setup): readonly string[] {
  const named = [simulator, judge].flatMap((each) => (each.kind === "model" ? [each.endpoint] : []));
  return [...new Set(named)].map((name) => {
    const endpoint = endpoints().find((each) => each.name === name);
    return endpoint ? new URL(endpoint.address).origin : name;
  });
}

/** The exact messages of one probe as they would be sent. */
function messagesText({ condition }: Setup, { conversation, turn }: Example): string {
  const found = conditionNamed(condition);
  if (!found) return "";
  return conditionMessages(found, prefixAt(conversation, turn)).map(({ role, content }) => `[${role}]\n${content}`).join("\n\n");
}

function detail(setup: Setup, text: string, probes: number): string {
  const simulated = setup.simulator.kind === "model" ? probes * setup.samples : 0;
  const judged = setup.judge.kind === "model" ? probes * (setup.samples + 1) : 0;
  const calls = simulated + judged;
  const tokens = Math.ceil(text.length / CHARACTERS_PER_TOKEN) * calls;
  return sentence("consent-detail", { probes, calls, tokens: tokens.toLocaleString(language) }, language);
}
