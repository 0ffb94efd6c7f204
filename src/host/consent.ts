// Owns asking before text leaves the machine: what is sent, to whom, how much, redacted or not. Refuses remembering it for another origin or workspace.
import * as vscode from "vscode";
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { ExactRequest } from "../study/exactRequests.ts";
import { requestsText } from "../study/requestWords.ts";
import type { Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";
import type { RedactedDatasets } from "./redactedDatasets.ts";
import { agreedToRedaction } from "./redactionPreview.ts";
import { endpoints } from "./settings.ts";
import type { TextPages } from "./textPages.ts";

const GIVEN = "fidelity.consent";

/** What somebody is asked to allow. */
export interface Wanted {
  readonly open: OpenDataset;
  readonly setup: Setup;
  /** One probe to show as an example of what is sent. */
  readonly example: { readonly conversation: Conversation; readonly turn: number };
  /** Of a planned run, which is always asked about: how much it is. */
  readonly planned?: { readonly probes: number };
  /** The setup is settled, as that of a run that goes on: redaction cannot be switched. */
  readonly settled?: boolean;
}

export interface ConsentParts {
  /** Of this workspace. */
  readonly state: vscode.Memento;
  readonly study: Pick<Study, "requests">;
  readonly redacted: RedactedDatasets;
  readonly pages: TextPages;
  readonly edge: Edge;
}

export class Consent {
  readonly #parts: ConsentParts;

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  /**
   * The setup that was agreed to, which may be redacted now where it was not; the same one at once where nothing leaves the machine
   * or where it was agreed to before. Undefined when the person said no.
   */
  async agreed(wanted: Wanted): Promise<Setup | undefined> {
    let { setup } = wanted;
    const origins = originsOf(setup);
    if (origins.length === 0) return setup;
    const to = { origins: origins.join(", ") };
    for (let shown = false; ; ) {
      if (!wanted.planned && this.#given().includes(keyOf(wanted.open, origins, setup))) return setup;
      const say = (id: "consent-agree" | "consent-show" | "consent-redact" | "consent-unredact"): string => sentence(id, {}, language);
      const requests = await this.#requests(wanted, setup);
      const redaction = wanted.settled ? [] : [say(setup.redact ? "consent-unredact" : "consent-redact")];
      const choice: string | undefined = shown
        ? await vscode.window.showInformationMessage(sentence("consent-shown", to, language), say("consent-agree"), ...redaction)
        : await ask(sentence("consent-title", to, language), detail(wanted, setup, requests), say("consent-agree"), say("consent-show"), ...redaction);
      if (choice === undefined) return undefined;
      if (choice === say("consent-agree")) {
        await this.#parts.state.update(GIVEN, [...new Set([...this.#given(), keyOf(wanted.open, origins, setup)])]);
        return setup;
      }
      if (choice === say("consent-show")) await this.#show(wanted, setup, requests);
      else setup = await this.#switched(wanted.open, setup);
      shown = choice === say("consent-show");
    }
  }

  /** Takes back what was agreed to in this workspace, and says how much that was. */
  async revoke(): Promise<void> {
    const count = this.#given().length;
    await this.#parts.state.update(GIVEN, undefined);
    void vscode.window.showInformationMessage(count === 0 ? sentence("consent-none", {}, language) : sentence("consent-withdrawn", { count }, language));
  }

  #given(): readonly string[] {
    return this.#parts.state.get<readonly string[]>(GIVEN, []);
  }

  /** The requests of the example: its probe is rehearsed, nothing is sent. */
  #requests({ open, example: { conversation, turn } }: Wanted, setup: Setup): Promise<readonly ExactRequest[]> {
    return this.#parts.study.requests(open, conversation, turn, setup, new AbortController().signal);
  }

  async #show(wanted: Wanted, setup: Setup, requests: readonly ExactRequest[]): Promise<void> {
    const { pages } = this.#parts;
    const { open, example: { conversation, turn } } = wanted;
    const text = requestsText({ dataset: open.dataset.name, conversation: conversation.id, turn, setup, requests, before: [detail(wanted, setup, requests)] }, language);
    await pages.show(pages.page(sentence("consent-page-name", {}, language), text));
  }

  /** Redaction on, after a look at what it does, or off again. Unchanged when the person left the look. */
  async #switched(open: OpenDataset, setup: Setup): Promise<Setup> {
    const { redacted, pages, edge } = this.#parts;
    const on = setup.redact !== true;
    if (on && !(await agreedToRedaction(open, { kind: "all" }, sentence("consent-redact-go", {}, language), pages, edge))) return setup;
    await redacted.set(open.hash, on);
    return { ...setup, redact: on };
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

/** Consent to redacted text is none to the text as it is. */
function keyOf({ hash }: OpenDataset, origins: readonly string[], { redact }: Setup): string {
  return JSON.stringify([hash, origins, ...(redact ? ["redacted"] : [])]);
}

/** Characters a token of English or Chinese text has, about; only for the estimate. */
const CHARACTERS_PER_TOKEN = 3;

function detail({ planned: { probes } = { probes: 1 } }: Wanted, setup: Setup, requests: readonly ExactRequest[]): string {
  const simulated = setup.simulator.kind === "model" ? probes * setup.samples : 0;
  const judged = setup.judge.kind === "model" ? probes * (setup.samples + 1) : 0;
  const characters = requests.map(({ request }) => request.messages.reduce((sum, { content }) => sum + content.length, 0));
  const [longest = 0] = characters.sort((a, b) => b - a);
  const tokens = Math.ceil(longest / CHARACTERS_PER_TOKEN) * (simulated + judged);
  return sentence("consent-detail", { probes, calls: simulated + judged, tokens: tokens.toLocaleString(language) }, language);
}

function originsOf({ simulator, judge }: Setup): readonly string[] {
  const named = [simulator, judge].flatMap((each) => (each.kind === "model" ? [each] : []));
  const origins = named.map(({ endpoint: name, model }) => {
    if (name === EDITOR_ENDPOINT) return `${sentence("editor-models", {}, language)} ${model}`;
    const endpoint = endpoints().find((each) => each.name === name);
    return endpoint ? new URL(endpoint.address).origin : name;
  });
  return [...new Set(origins)];
}
