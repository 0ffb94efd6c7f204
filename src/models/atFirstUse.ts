// Owns loading what talks to models only when something first does: none of it belongs to the start of a window. Refuses everything else.
import type { EditorModel } from "../core/editorModel.ts";
import type { ChatModel, Clock } from "../core/ports.ts";
import type { openaiBatchEngine } from "./batch/engine.ts";
import type { OpenaiChats } from "./openaiChat.ts";

/** An endpoint of the user's settings, a model of it, and how it may be called. */
interface Called {
  readonly endpoint: { readonly name: string; readonly address: string };
  readonly model: string;
  readonly key: string | undefined;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
}

export interface ModelsAtFirstUse {
  readonly chat: (called: Called) => Promise<ChatModel>;
  readonly editorChat: (model: EditorModel, timeoutSeconds: number) => Promise<ChatModel>;
  readonly batchEngine: (endpoint: Called["endpoint"], key: string | undefined) => Promise<ReturnType<typeof openaiBatchEngine>>;
  /** The names of a server's models; see `listModels`. */
  readonly list: (server: { readonly name: string; readonly address: string; readonly key: string | undefined }, signal: AbortSignal) => Promise<readonly string[]>;
}

/** The chat models of one server share its pace, as long as they come from one of these. */
export function modelsAtFirstUse(clock: Clock): ModelsAtFirstUse {
  let chats: Promise<OpenaiChats> | undefined;
  return {
    async chat({ endpoint: { name, address }, model, key, concurrency, timeoutSeconds }) {
      chats ??= import("./openaiChat.ts").then(({ openaiChats }) => openaiChats({ clock }));
      return (await chats)({ name, baseUrl: address, model, mostCalls: concurrency, timeoutSeconds, ...(key === undefined ? {} : { key }) });
    },
    editorChat: async (model, timeoutSeconds) => (await import("./editorChat.ts")).editorChat(model, clock, timeoutSeconds),
    batchEngine: async ({ name, address }, key) => (await import("./batch/engine.ts")).openaiBatchEngine({ name, baseUrl: address, ...(key === undefined ? {} : { key }) }, clock),
    async list({ name, address, key }, signal) {
      const { listModels } = await import("./modelList.ts");
      const listed = await listModels(name, { baseUrl: address, now: () => clock.milliseconds(), ...(key === undefined ? {} : { key }) }, signal);
      return listed.map(({ id }) => id);
    },
  };
}
