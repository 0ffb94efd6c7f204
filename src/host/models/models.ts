// Owns the endpoints of the editor's user settings: adding, examining, editing, removing, keying, handing to the command line. Refuses
// storing keys anywhere but the secret store.
import * as vscode from "vscode";
import { isFailure } from "../../core/messages/failure.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { SETTINGS } from "../../ids.ts";
import type { Endpoint } from "../../protocol/endpointFile.ts";
import { language, type Edge } from "../edge.ts";
import type { Keys } from "../keys.ts";
import { endpoints, removeEndpoint, saveEndpoint } from "../settings.ts";
import type { AddingParts } from "./adding.ts";

/** Examines a model and shows what was found. Rejects with a `Failure` where it does not answer. */
export type Examine = (endpoint: Endpoint, model: string, tell: (message: string) => void, signal: AbortSignal) => Promise<{ readonly summary: string }>;

export interface ModelsParts {
  readonly keys: Keys;
  readonly edge: Edge;
  readonly list: AddingParts["list"];
  readonly examine: Examine;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

type Action = vscode.QuickPickItem & { readonly run: (endpoint: Endpoint) => unknown };

export class Models {
  readonly #parts: ModelsParts;

  constructor(parts: ModelsParts) {
    this.#parts = parts;
  }

  /** Server, address, key, model, then a look at what the model does. Leaving at any question changes nothing. */
  async add(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(say("endpoints-off"));
      return;
    }
    const { keys, list } = this.#parts;
    const { askForModel } = await import("./adding.ts");
    const added = await askForModel({ known: endpoints(), keyOf: (address) => keys.of(address), list });
    if (!added) return;
    const { name, address, key, model } = added;
    if (key !== "") await keys.set(address, key);
    const known = endpoints().find((each) => each.name === name);
    const endpoint: Endpoint = { ...known, name, address, models: [...new Set([...(known?.models ?? []), model])] };
    await saveEndpoint(endpoint);
    await this.#examined(endpoint, model);
  }

  /** Shows again what a model does. */
  async test(): Promise<void> {
    const items = endpoints().flatMap((endpoint) => (endpoint.models ?? []).map((model) => ({ label: model, description: endpoint.name, endpoint })));
    if (items.length === 0) return this.add();
    const chosen = await vscode.window.showQuickPick(items, { title: say("test-a-model") });
    if (chosen) await this.#examined(chosen.endpoint, chosen.label);
  }

  /** One endpoint and what to do with it. */
  async edit(): Promise<void> {
    const endpoint = await this.#pickEndpoint();
    if (!endpoint) return;
    const actions: readonly Action[] = [
      { label: say("endpoint-test"), run: (own) => this.#testOne(own) },
      { label: say("endpoint-set-key"), run: (own) => this.setKeyOf(own) },
      ...(this.#parts.keys.expected(endpoint.address) ? [{ label: say("endpoint-remove-key"), run: (own: Endpoint) => this.#parts.keys.remove(own.address) }] : []),
      { label: say("endpoint-change-address"), run: (own) => this.#changeAddress(own) },
      { label: say("endpoint-remove-model"), run: (own) => this.#removeModels(own) },
      { label: say("endpoint-export"), run: (own) => this.#export([own]) },
      { label: say("endpoint-remove"), run: (own) => this.#remove(own) },
      { label: say("endpoint-settings"), run: () => vscode.commands.executeCommand("workbench.action.openSettings", SETTINGS.endpoints) },
    ];
    const chosen = await vscode.window.showQuickPick(actions, { title: endpoint.name, placeHolder: endpoint.address });
    await chosen?.run(endpoint);
  }

  /** Hands endpoints to the command line, without their keys. */
  async export(): Promise<void> {
    const items = endpoints().map((endpoint) => ({ label: endpoint.name, description: endpoint.address, picked: true, endpoint }));
    if (items.length === 0) {
      this.#nothing();
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, title: say("endpoint-export") });
    if (chosen && chosen.length > 0) await this.#export(chosen.map(({ endpoint }) => endpoint));
  }

  async setKey(): Promise<void> {
    const endpoint = await this.#pickEndpoint();
    if (endpoint) await this.setKeyOf(endpoint);
  }

  /** True when a key was typed. */
  async setKeyOf({ address }: Pick<Endpoint, "address">): Promise<boolean> {
    const { origin } = new URL(address);
    const key = await vscode.window.showInputBox({ password: true, ignoreFocusOut: true, title: say("ask-key", { origin }), prompt: say("ask-key-hint", { origin }) });
    if (key) await this.#parts.keys.set(address, key);
    return Boolean(key);
  }

  /** The same for the endpoint of a name. */
  async askKey(name: string): Promise<boolean> {
    const endpoint = endpoints().find((each) => each.name === name);
    return endpoint !== undefined && this.setKeyOf(endpoint);
  }

  async removeKey(): Promise<void> {
    const endpoint = await this.#pickEndpoint();
    if (endpoint) await this.#parts.keys.remove(endpoint.address);
  }

  async #testOne({ models = [], ...endpoint }: Endpoint): Promise<void> {
    const model = models.length > 1 ? await vscode.window.showQuickPick(models, { title: say("test-a-model") }) : models[0];
    if (model !== undefined) await this.#examined({ ...endpoint, models }, model);
  }

  /** A new address has another key, or none: the old one's stays with the old one. */
  async #changeAddress(endpoint: Endpoint): Promise<void> {
    const { addressProblem } = await import("./adding.ts");
    const address = await vscode.window.showInputBox({ value: endpoint.address, ignoreFocusOut: true, title: say("ask-address"), validateInput: addressProblem });
    if (address !== undefined) await saveEndpoint({ ...endpoint, address: address.trim() });
  }

  async #removeModels(endpoint: Endpoint): Promise<void> {
    const gone = await vscode.window.showQuickPick(endpoint.models ?? [], { canPickMany: true, title: say("endpoint-remove-model") });
    if (gone && gone.length > 0) await saveEndpoint({ ...endpoint, models: (endpoint.models ?? []).filter((model) => !gone.includes(model)) });
  }

  /** Its key goes too, unless another endpoint has the same origin. */
  async #remove({ name, address }: Endpoint): Promise<void> {
    const remove = say("endpoint-remove-yes");
    if ((await vscode.window.showWarningMessage(say("endpoint-remove-ask", { name, address }), remove)) !== remove) return;
    await removeEndpoint(name);
    const { origin } = new URL(address);
    if (!endpoints().some((each) => new URL(each.address).origin === origin)) await this.#parts.keys.remove(address);
  }

  async #export(chosen: readonly Endpoint[]): Promise<void> {
    const { exportEndpoints } = await import("./exportEndpoints.ts");
    const { path, endpoints: written } = await exportEndpoints(chosen, ({ address }) => this.#parts.keys.expected(address));
    const variables = written.flatMap(({ variable }) => variable ?? []);
    const names = written.map(({ name }) => name).join(", ");
    void vscode.window.showInformationMessage(variables.length === 0 ? say("endpoints-exported", { names, path }) : say("endpoints-exported-keyed", { names, path, variables: variables.join(", ") }));
  }

  async #examined(endpoint: Endpoint, model: string): Promise<void> {
    const title = say("testing-model", { model, endpoint: endpoint.name });
    const found = await this.#parts.edge.progress(title, vscode.ProgressLocation.Notification, async (tell, signal) => {
      try {
        return { ok: true, text: (await this.#parts.examine(endpoint, model, tell, signal)).summary };
      } catch (error) {
        if (signal.aborted || !isFailure(error)) throw error;
        return { ok: false, text: say(error.id, error.values) };
      }
    });
    void (found.ok ? vscode.window.showInformationMessage(found.text) : vscode.window.showErrorMessage(found.text));
  }

  #nothing(): void {
    void vscode.window.showInformationMessage(say("no-endpoint"));
  }

  async #pickEndpoint(): Promise<Endpoint | undefined> {
    const items = endpoints().map((endpoint) => ({ label: endpoint.name, description: endpoint.address, endpoint }));
    if (items.length === 0) {
      this.#nothing();
      return undefined;
    }
    return (await vscode.window.showQuickPick(items))?.endpoint;
  }
}
