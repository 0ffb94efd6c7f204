// Owns the editor's own models (vscode.lm) behind our door: finding them, sending, counting, what its errors mean. Refuses prompts and answers' meaning.
import * as vscode from "vscode";
import type { EditorModel } from "../core/editorModel.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ChatMessage } from "../core/probe/probe.ts";
import { language } from "./edge.ts";

/** A model of the editor as it is offered to choose. */
export interface OfferedModel {
  /** `vendor/id`. */
  readonly name: string;
  readonly label: string;
}

/** The models this editor has for us, none where it has none or does not say. Asks nobody. */
export async function offeredModels(): Promise<readonly OfferedModel[]> {
  try {
    const found = await vscode.lm.selectChatModels();
    return found.map((model) => ({ name: nameOf(model), label: model.name }));
  } catch {
    return [];
  }
}

/** The model of a name. Rejects with `editor-model-gone`. The editor asks for its own consent at the first call. */
export async function editorModel(name: string): Promise<EditorModel> {
  const found = (await vscode.lm.selectChatModels()).find((model) => nameOf(model) === name);
  if (!found) throw new Failure("editor-model-gone", { model: name });
  return {
    name,
    maxInputTokens: found.maxInputTokens,
    send: (messages, signal) => pieces(found, messages, signal),
    countTokens: async (text, signal) => {
      const call = new Call(name, signal);
      try {
        return await call.step((token) => found.countTokens(text, token));
      } finally {
        call.dispose();
      }
    },
  };
}

async function* pieces(model: vscode.LanguageModelChat, messages: readonly ChatMessage[], signal: AbortSignal): AsyncIterable<string> {
  const said = messages.map(({ role, content }) => (role === "assistant" ? vscode.LanguageModelChatMessage.Assistant(content) : vscode.LanguageModelChatMessage.User(content)));
  const call = new Call(nameOf(model), signal);
  try {
    const response = await call.step((token) => model.sendRequest(said, { justification: sentence("editor-model-why", {}, language) }, token));
    const texts = response.text[Symbol.asyncIterator]();
    for (;;) {
      const next = await call.step(() => texts.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    call.dispose();
  }
}

/** One call to a model of the editor. Its steps end when the signal aborts, whether or not the provider notices that it was cancelled. */
class Call {
  readonly #model: string;
  readonly #signal: AbortSignal;
  readonly #source = new vscode.CancellationTokenSource();
  /** Only ever rejects. */
  readonly #aborted: Promise<never>;
  #abort = (): void => undefined;

  constructor(model: string, signal: AbortSignal) {
    this.#model = model;
    this.#signal = signal;
    this.#aborted = new Promise((_resolve, reject) => {
      this.#abort = () => {
        this.#source.cancel();
        reject(signal.reason as Error);
      };
    });
    this.#aborted.catch(() => undefined);
    if (signal.aborted) this.#abort();
    signal.addEventListener("abort", this.#abort, { once: true });
  }

  /** Rejects with the signal's reason, or with what the editor's error means. */
  async step<T>(work: (token: vscode.CancellationToken) => Thenable<T>): Promise<T> {
    try {
      return await Promise.race([work(this.#source.token), this.#aborted]);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw failureOf(error, this.#model);
    }
  }

  dispose(): void {
    this.#signal.removeEventListener("abort", this.#abort);
    this.#source.dispose();
  }
}

/** What an error of the editor means for the person. Its message may repeat a transcript and is not shown. */
function failureOf(error: unknown, model: string): unknown {
  const { name, code } = codesOf(error);
  const says = `${code} ${name}`;
  if (/NoPermissions/iu.test(says)) return new Failure("editor-model-not-allowed", { model });
  if (/Blocked|quota|RateLimit/iu.test(says)) return new Failure("editor-model-quota", { model });
  if (/NotFound/iu.test(says)) return new Failure("editor-model-gone", { model });
  if (error instanceof Failure) return error;
  return new Failure("editor-model-failed", { model, code: /^[\w.-]{1,40}$/u.test(code) ? code : "-" }, { cause: new Error(name) });
}

function codesOf(error: unknown): { readonly name: string; readonly code: string } {
  const { name, code, cause } = (typeof error === "object" && error !== null ? error : {}) as Partial<Record<"name" | "code" | "cause", unknown>>;
  const inner = typeof cause === "object" && cause !== null ? codesOf(cause) : undefined;
  return { name: `${typeof name === "string" ? name : ""} ${inner?.name ?? ""}`.trim(), code: typeof code === "string" ? `${code}${inner?.code ?? ""}` : (inner?.code ?? "") };
}

function nameOf({ vendor, id }: vscode.LanguageModelChat): string {
  return `${vendor}/${id}`;
}
