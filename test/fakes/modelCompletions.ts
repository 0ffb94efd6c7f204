// Owns the shapes the test server writes: completions, their pieces, errors. Refuses the network.
import type { AskedChat } from "./modelAnswers.ts";

/** The body of a chat request. */
export type Body = AskedChat & Readonly<Record<string, unknown>>;

/** What a completion says. */
export interface Said {
  readonly text: string;
  readonly finish?: string;
  readonly reasoning?: string;
  readonly refusal?: string;
  /** Counted of the prompt, where not its characters. */
  readonly promptTokens?: number;
}

export function message({ text, reasoning, refusal }: Said): object {
  return { content: text, ...(reasoning === undefined ? {} : { reasoning_content: reasoning }), ...(refusal === undefined ? {} : { refusal }) };
}

export function head(body: Body, object: string): object {
  return { id: "chatcmpl-fake", object, created: 0, model: `${body.model}-served` };
}

export function usage(body: Body, { text, promptTokens: prompt = JSON.stringify(body.messages).length }: Said): object {
  return { prompt_tokens: prompt, completion_tokens: text.length, total_tokens: prompt + text.length };
}

/** A role chunk, the text in pieces of three characters, the end, and the usage where asked for. */
export function chunksOf(body: Body, said: Said): readonly object[] {
  const chunk = (delta: object, finish: string | null): object => ({ ...head(body, "chat.completion.chunk"), choices: [{ index: 0, delta, finish_reason: finish }] });
  const characters = [...said.text];
  const pieces = Array.from({ length: Math.ceil(characters.length / 3) }, (_, at) => characters.slice(3 * at, 3 * at + 3).join(""));
  const options = body.stream_options as { include_usage?: boolean } | undefined;
  return [
    chunk({ role: "assistant", content: "", ...(said.reasoning === undefined ? {} : { reasoning_content: said.reasoning }), ...(said.refusal === undefined ? {} : { refusal: said.refusal }) }, null),
    ...pieces.map((content) => chunk({ content }, null)),
    chunk({}, said.finish ?? "stop"),
    ...(options?.include_usage ? [{ ...head(body, "chat.completion.chunk"), choices: [], usage: usage(body, said) }] : []),
  ];
}

export function error(code: string | null, text: string, param?: string): object {
  return { error: { message: text, type: "invalid_request_error", code, param: param ?? null } };
}

export function hint(refused: string, parameters: readonly string[]): string {
  return refused === "max_tokens" && !parameters.includes("max_completion_tokens") ? " is not supported with this model. Use 'max_completion_tokens' instead." : " is not supported.";
}
