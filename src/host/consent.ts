// Owns asking before text leaves the machine: what is sent, to whom, how much, redacted or not. Refuses remembering it for another origin or workspace.
import * as vscode from "vscode";
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { SetupRequests } from "../study/requestWords.ts";
import type { Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { ask, language, type Edge } from "./edge.ts";
import type { RedactedDatasets } from "./redactedDatasets.ts";
import { endpoints } from "./settings.ts";
import type { TextPages } from "./textPages.ts";

const GIVEN = "fidelity.consent";

/** What somebody is asked to allow. */
export interface Wanted {
  readonly open: OpenDataset;
  readonly setups: readonly Setup[];
  /** One probe to show as an example of what is sent. */
  readonly example: { readonly conversation: Conversation; readonly turn: number };
  /** Of planned runs, which are always asked about: how much they are, in sentences. */
  readonly size?: readonly string[];
  /** The setups are settled, as those of runs that go on: redaction cannot be switched. */
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

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class Consent {
  readonly #parts: ConsentParts;

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  /**
   * The setups that were agreed to, which may be redacted now where they were not; the same ones at once where nothing leaves the
   * machine or where all of it was agreed to before. Undefined when the person said no.
   */
  async agreed(wanted: Wanted): Promise<readonly Setup[] | undefined> {
    let { setups } = wanted;
    const origins = [...new Set(setups.flatMap(originsOf))];
    if (origins.length === 0) return setups;
    const to = { origins: origins.join(", ") };
    for (let shown = false; ; ) {
      const keys = setups.flatMap((setup) => keysOf(wanted.open, setup));
      if (!wanted.size && keys.every((key) => this.#given().includes(key))) return setups;
      const requests = await this.#requests(wanted, setups);
      const redacts = setups.some(({ redact }) => redact);
      const redaction = wanted.settled ? [] : [say(redacts ? "consent-unredact" : "consent-redact")];
      const size = wanted.size ?? [say("consent-one-probe", { calls: requests.reduce((sum, each) => sum + each.requests.length, 0) })];
      const choice: string | undefined = shown
        ? await vscode.window.showInformationMessage(say("consent-shown", to), say("consent-agree"), ...redaction)
        : await ask(say("consent-title", to), [...size, ...(redacts ? [say("consent-redacted")] : []), say("consent-never")], say("consent-agree"), say("consent-show"), ...redaction);
      if (choice === undefined) return undefined;
      if (choice === say("consent-agree")) {
        await this.#parts.state.update(GIVEN, [...new Set([...this.#given(), ...keys])]);
        return setups;
      }
      shown = choice === say("consent-show");
      if (shown) await this.#show(wanted, requests, size);
      else setups = await this.#switched(wanted.open, setups, !redacts);
    }
  }

  /** Takes back what was agreed to in this workspace, and says how much that was. */
  async revoke(): Promise<void> {
    const count = this.#given().length;
    await this.#parts.state.update(GIVEN, undefined);
    void vscode.window.showInformationMessage(count === 0 ? say("consent-none") : say("consent-withdrawn", { count }));
  }

  #given(): readonly string[] {
    return this.#parts.state.get<readonly string[]>(GIVEN, []);
  }

  /** The requests of the example: its probe is rehearsed, nothing is sent. */
  #requests({ open, example: { conversation, turn } }: Wanted, setups: readonly Setup[]): Promise<readonly SetupRequests[]> {
    const { signal } = new AbortController();
    return Promise.all(setups.map(async (setup) => ({ setup, requests: await this.#parts.study.requests(open, conversation, turn, setup, signal) })));
  }

  async #show({ open, example: { conversation, turn } }: Wanted, each: readonly SetupRequests[], size: readonly string[]): Promise<void> {
    const { pages } = this.#parts;
    const { requestsText } = await import("../study/requestWords.ts");
    const text = requestsText({ dataset: open.dataset.name, conversation: conversation.id, turn, each, before: size }, language);
    await pages.show(pages.page(say("consent-page-name"), text));
  }

  /** Redaction on, after a look at what it does, or off again. Unchanged when the person left the look. */
  async #switched(open: OpenDataset, setups: readonly Setup[], on: boolean): Promise<readonly Setup[]> {
    const { redacted, pages, edge } = this.#parts;
    const { agreedToRedaction } = await import("./redactionPreview.ts");
    if (on && !(await agreedToRedaction(open, { kind: "all" }, say("consent-redact-go"), pages, edge))) return setups;
    await redacted.set(open.hash, on);
    return setups.map((setup) => (originsOf(setup).length > 0 ? { ...setup, redact: on } : setup));
  }
}

/** Consent to redacted text is none to the text as it is. */
function keysOf({ hash }: OpenDataset, setup: Setup): readonly string[] {
  return originsOf(setup).map((origin) => JSON.stringify([hash, origin, ...(setup.redact ? ["redacted"] : [])]));
}

/** Where the texts of a setup go. */
function originsOf({ simulator, judge }: Setup): readonly string[] {
  const named = [simulator, judge].flatMap((each) => (each.kind === "model" ? [each] : []));
  const origins = named.map(({ endpoint: name, model }) => {
    if (name === EDITOR_ENDPOINT) return say("consent-editor", { model });
    const endpoint = endpoints().find((each) => each.name === name);
    return endpoint ? new URL(endpoint.address).origin : name;
  });
  return [...new Set(origins)];
}
