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
    countTokens: (text, signal) => withToken(name, signal, (token) => found.countTokens(text, token)),
  };
}

async function* pieces(model: vscode.LanguageModelChat, messages: readonly ChatMessage[], signal: AbortSignal): AsyncIterable<string> {
  const name = nameOf(model);
  const source = new vscode.CancellationTokenSource();
  const cancelled = rejectedBy(signal, () => source.cancel());
  try {
    const said = messages.map(({ role, content }) => (role === "assistant" ? vscode.LanguageModelChatMessage.Assistant(content) : vscode.LanguageModelChatMessage.User(content)));
    const response = await Promise.race([model.sendRequest(said, { justification: sentence("editor-model-why", {}, language) }, source.token), cancelled.promise]);
    const texts = response.text[Symbol.asyncIterator]();
    for (;;) {
      // A provider may never notice that it was cancelled.
      const next = await Promise.race([texts.next(), cancelled.promise]);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error, name);
  } finally {
    cancelled.dispose();
    source.dispose();
  }
}

async function withToken<T>(name: string, signal: AbortSignal, work: (token: vscode.CancellationToken) => Thenable<T>): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const cancelled = rejectedBy(signal, () => source.cancel());
  try {
    return await Promise.race([work(source.token), cancelled.promise]);
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error, name);
  } finally {
    cancelled.dispose();
    source.dispose();
  }
}

/** A promise that only ever rejects, with the signal's reason. */
function rejectedBy(signal: AbortSignal, cancel: () => void): { readonly promise: Promise<never>; dispose(): void } {
  let aborted = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    aborted = () => {
      cancel();
      reject(signal.reason as Error);
    };
  });
  promise.catch(() => undefined);
  if (signal.aborted) aborted();
  signal.addEventListener("abort", aborted, { once: true });
  return { promise, dispose: () => signal.removeEventListener("abort", aborted) };
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
