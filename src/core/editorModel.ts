// Owns the door to a model that the editor offers: text in, text out, its own way of counting. Refuses prompts and what an answer means.
import type { ChatMessage } from "./probe/probe.ts";

/** Endpoint name that stands for the editor's own models; no endpoint of the settings may have it. */
export const EDITOR_ENDPOINT = "editor";

/** A model of the editor. It takes no system message and no settings. */
export interface EditorModel {
  /** `vendor/id`, as setups name it. */
  readonly name: string;
  /** Tokens it takes in one request, at most. */
  readonly maxInputTokens: number;
  /** Pieces of the answer as they arrive. Rejects with a `Failure`, or with the signal's reason. */
  send(messages: readonly ChatMessage[], signal: AbortSignal): AsyncIterable<string>;
  countTokens(text: string, signal: AbortSignal): Promise<number>;
}
