// Owns adding, testing and keying endpoints in the editor. Refuses storing keys anywhere but the secret store.
import * as vscode from "vscode";
import { isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ChatModel } from "../core/ports.ts";
import { SETTINGS } from "../ids.ts";
import { language, type Edge } from "./edge.ts";
import type { Keys } from "./keys.ts";
import { endpoints, saveEndpoint, type Endpoint } from "./settings.ts";

/** Where common servers answer; facts of their documentation. */
const PRESETS: readonly { readonly name: string; readonly address: string; readonly keyed: boolean }[] = [
  { name: "OpenAI", address: "https://api.openai.com/v1", keyed: true },
  { name: "DeepSeek", address: "https://api.deepseek.com/v1", keyed: true },
  { name: "OpenRouter", address: "https://openrouter.ai/api/v1", keyed: true },
  { name: "Ollama", address: "http://localhost:11434/v1", keyed: false },
  { name: "LM Studio", address: "http://localhost:1234/v1", keyed: false },
  { name: "llama.cpp", address: "http://localhost:8080/v1", keyed: false },
  { name: "vLLM", address: "http://localhost:8000/v1", keyed: false },
];

export class Models {
  readonly #keys: Keys;
  readonly #edge: Edge;
  readonly #chatModel: (endpoint: string, model: string) => Promise<ChatModel>;

  constructor(keys: Keys, edge: Edge, chatModel: (endpoint: string, model: string) => Promise<ChatModel>) {
    this.#keys = keys;
    this.#edge = edge;
    this.#chatModel = chatModel;
  }

  /** Server, address, key, model, test call. Leaving at any step changes nothing but what was confirmed. */
  async add(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(sentence("endpoints-off", {}, language));
      return;
    }
    const other = { label: sentence("preset-other", {}, language), preset: undefined };
    const items = [...PRESETS.map((preset) => ({ label: preset.name, description: preset.address, preset })), other];
    const chosen = await vscode.window.showQuickPick(items, { title: sentence("add-a-model", {}, language) });
    if (!chosen) return;
    const address = chosen.preset?.address ?? (await this.#ask("ask-address", { placeHolder: "http://localhost:8000/v1", validateInput: addressProblem }));
    if (address === undefined) return;
    const name = chosen.preset?.name ?? (await this.#ask("ask-endpoint-name", { value: new URL(address).host }));
    if (!name) return;
    if (chosen.preset?.keyed !== false) await this.setKeyOf({ name, address });
    const model = await this.#ask("ask-model", {});
    if (!model) return;
    const known = endpoints().find((each) => each.name === name);
    await saveEndpoint({ name, address, models: [...new Set([...(known?.models ?? []), model])] });
    await this.#tested(name, model);
  }

  /** A test call with its latency and raw answer. */
  async test(): Promise<void> {
    const items = endpoints().flatMap(({ name, models = [] }) => models.map((model) => ({ label: model, description: name, endpoint: name })));
    if (items.length === 0) return this.add();
    const chosen = await vscode.window.showQuickPick(items, { title: sentence("test-a-model", {}, language) });
    if (chosen) await this.#tested(chosen.endpoint, chosen.label);
  }

  async setKey(): Promise<void> {
    const endpoint = await this.#pickEndpoint();
    if (endpoint) await this.setKeyOf(endpoint);
  }

  async setKeyOf({ address }: Endpoint): Promise<void> {
    const { origin } = new URL(address);
    const key = await vscode.window.showInputBox({ password: true, ignoreFocusOut: true, title: sentence("ask-key", { origin }, language), prompt: sentence("ask-key-hint", { origin }, language) });
    if (key) await this.#keys.set(address, key);
  }

  async removeKey(): Promise<void> {
    const endpoint = await this.#pickEndpoint();
    if (endpoint) await this.#keys.remove(endpoint.address);
  }

  edit(): Thenable<unknown> {
    return vscode.commands.executeCommand("workbench.action.openSettings", SETTINGS.endpoints);
  }

  async #tested(endpoint: string, model: string): Promise<void> {
    const title = sentence("testing-model", { model, endpoint }, language);
    const began = performance.now();
    const text = await this.#edge.progress(title, vscode.ProgressLocation.Notification, async (_report, signal) => {
      try {
        const chat = await this.#chatModel(endpoint, model);
        const answer = await chat.complete({ messages: [{ role: "user", content: "Say hello in five words." }], maxTokens: 50 }, undefined, signal);
        const values = { model: answer.report.model ?? model, milliseconds: Math.round(performance.now() - began), answer: answer.text.slice(0, 300) };
        return { ok: true, text: sentence("test-answered", values, language) };
      } catch (error) {
        if (signal.aborted || !isFailure(error)) throw error;
        return { ok: false, text: sentence(error.id, error.values, language) };
      }
    });
    void (text.ok ? vscode.window.showInformationMessage(text.text) : vscode.window.showErrorMessage(text.text));
  }

  async #pickEndpoint(): Promise<Endpoint | undefined> {
    const items = endpoints().map((endpoint) => ({ label: endpoint.name, description: endpoint.address, endpoint }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(sentence("no-endpoint", {}, language));
      return undefined;
    }
    return (await vscode.window.showQuickPick(items))?.endpoint;
  }

  #ask(title: "ask-address" | "ask-endpoint-name" | "ask-model", options: vscode.InputBoxOptions): Thenable<string | undefined> {
    return vscode.window.showInputBox({ ignoreFocusOut: true, ...options, title: sentence(title, {}, language) });
  }
}

function addressProblem(text: string): string | undefined {
  try {
    const { protocol, username, password } = new URL(text);
    if ((protocol === "http:" || protocol === "https:") && username === "" && password === "") return undefined;
  } catch {
    // Falls through to the sentence.
  }
  return sentence("address-wrong", {}, language);
}
