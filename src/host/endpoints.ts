// Owns the door to models in the editor: trust, the user's endpoint, its key. Refuses untrusted workspaces and addresses from a workspace.
import * as vscode from "vscode";
import { EDITOR_ENDPOINT, type EditorModel } from "../core/editorModel.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ChatModel } from "../core/ports.ts";
import type { Keys } from "./keys.ts";
import type { Endpoint } from "../protocol/endpointFile.ts";
import { endpoints, modelLimits } from "./settings.ts";

/** What the user settings say a model costs; undefined where they do not. */
export function priceOf(endpoint: string, model: string): Promise<NonNullable<Endpoint["prices"]>[string] | undefined> {
  return Promise.resolve(endpoints().find(({ name }) => name === endpoint)?.prices?.[model]);
}

/** What a model is made of; the composition root knows the concrete class. */
export interface ChatModelParts {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly key: string | undefined;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
}

/** Makes the models themselves. */
export interface ChatModelMakers {
  readonly chat: (parts: ChatModelParts) => Promise<ChatModel>;
  readonly editorChat: (model: EditorModel, timeoutSeconds: number) => Promise<ChatModel>;
}

/** Makes the door; `make` may load what models need. One model is kept per endpoint, model and key, so that what is learnt of a server holds. */
export function chatModelDoor(keys: Keys, make: ChatModelMakers): (endpoint: string, model: string) => Promise<ChatModel> {
  const made = new Map<string, Promise<ChatModel>>();
  return async (name, model) => {
    if (!vscode.workspace.isTrusted) throw new Failure("endpoints-need-trust", { endpoint: name });
    if (name === EDITOR_ENDPOINT) return make.editorChat(await (await import("./editorModels.ts")).editorModel(model), modelLimits().timeoutMilliseconds / 1000);
    const endpoint = endpoints().find((each) => each.name === name);
    if (!endpoint) throw new Failure("endpoint-not-found", { endpoint: name });
    const key = await keys.of(endpoint.address);
    if (key === undefined && keys.expected(endpoint.address)) throw new Failure("endpoint-key-missing", { endpoint: name, origin: new URL(endpoint.address).origin });
    const { concurrency, timeoutMilliseconds } = modelLimits();
    const parts = { endpoint, model, key, concurrency, timeoutSeconds: timeoutMilliseconds / 1000 };
    const identity = JSON.stringify(parts);
    const chat = made.get(identity) ?? make.chat(parts);
    made.set(identity, chat);
    // A model that could not be made is made anew when it is asked for again.
    chat.catch(() => made.delete(identity));
    return chat;
  };
}
