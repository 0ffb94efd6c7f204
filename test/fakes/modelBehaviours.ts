// Owns the ways in which the test server can misbehave. Refuses answers (modelAnswers.ts) and the network (modelServer.ts).
import type { Keeps } from "./keptPrompt.ts";

/** What the server does with one request. `answer` is a proper completion. */
export type Behaviour =
  | { readonly kind: "answer" }
  | Keeps
  /** A completion with this text, finish reason, reasoning or refusal. */
  | { readonly kind: "say"; readonly text: string; readonly finish?: string; readonly reasoning?: string; readonly refusal?: string }
  | { readonly kind: "rate-limit"; readonly retryAfter?: string; readonly retryAfterMs?: string }
  | { readonly kind: "error"; readonly status: number; readonly code?: string; readonly param?: string; readonly message?: string }
  /** 400 for every request that has one of these parameters, naming it or not; else a proper answer. */
  | { readonly kind: "refuse"; readonly parameters: readonly string[]; readonly silent?: boolean }
  /** 400 for `response_format` of these types; else a proper answer. */
  | { readonly kind: "refuse-format"; readonly types: readonly string[] }
  /** Sends this many chunks, then nothing until the other side leaves. */
  | { readonly kind: "stall"; readonly chunks: number }
  /** Sends nothing, not even headers. */
  | { readonly kind: "hang" }
  /** Breaks the connection in the middle of a chunk, inside a character of several bytes. */
  | { readonly kind: "cut" }
  /** Ends the stream in good order, but before the answer is finished. */
  | { readonly kind: "unfinished" }
  /** An error event in the middle of the stream. */
  | { readonly kind: "stream-error" }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "html"; readonly status: number }
  /** Status 200 and something that is no JSON. */
  | { readonly kind: "garbage" }
  /** Status 200 and JSON that is no completion. */
  | { readonly kind: "wrong-shape" }
  /** A completion whose text is JSON of another shape than asked for. */
  | { readonly kind: "wrong-schema" }
  /** Ignores `stream` and answers in one piece. */
  | { readonly kind: "no-stream" };

/** Behaviours a model name can ask for: `fake` behaves, `fake:<name>` does not. */
export const NAMED_BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  "rate-limit": { kind: "rate-limit", retryAfter: "1" },
  error: { kind: "error", status: 500, code: "server_error" },
  stall: { kind: "stall", chunks: 2 },
  hang: { kind: "hang" },
  cut: { kind: "cut" },
  unfinished: { kind: "unfinished" },
  html: { kind: "html", status: 502 },
  garbage: { kind: "garbage" },
  "wrong-shape": { kind: "wrong-shape" },
  "wrong-schema": { kind: "wrong-schema" },
  "no-stream": { kind: "no-stream" },
  "no-schema": { kind: "refuse-format", types: ["json_schema"] },
  "text-only": { kind: "refuse-format", types: ["json_schema", "json_object"] },
  quota: { kind: "error", status: 429, code: "insufficient_quota" },
  context: { kind: "keeps", tokens: 300, how: "refuse" },
  forgetful: { kind: "keeps", tokens: 300, how: "cut" },
  empty: { kind: "say", text: "" },
  leave: { kind: "say", text: "[LEAVE]" },
  refusal: { kind: "say", text: "", refusal: "I cannot help with that." },
  poor: { kind: "answer" },
  length: { kind: "say", text: "I was just about to", finish: "length" },
  filter: { kind: "say", text: "", finish: "content_filter" },
  think: { kind: "say", text: "<think>They would stall.</think>Maybe next week." },
  marker: { kind: "say", text: "Fine by me.<|im_end|>" },
  confused: { kind: "say", text: "Agent: Shall I book it for you?" },
  "refusal-in-words": { kind: "say", text: "I'm sorry, but I can't role-play as a customer." },
  "think-only": { kind: "say", text: "<think>They would stall, or perhaps" },
};

/** The behaviour of a model name at the n-th request (from 0); undefined when there is no such model. `fake:flaky` fails every third request. */
export function behaviourOf(model: string, count: number): Behaviour | undefined {
  if (model === "fake") return { kind: "answer" };
  const name = /^fake:(.+)$/u.exec(model)?.[1];
  if (name === "flaky") return count % 3 === 2 ? { kind: "error", status: 500, code: "server_error" } : { kind: "answer" };
  return name === undefined ? undefined : NAMED_BEHAVIOURS[name];
}
