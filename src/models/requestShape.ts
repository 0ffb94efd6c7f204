// Owns the body of a chat call and how it gives way to what a server refuses. Refuses sending.
import type { ChatAnswer, ChatRequest } from "../core/ports.ts";
import type { CallError } from "./chatFailure.ts";
import { meaningOf } from "./refusal.ts";

export type Rung = NonNullable<ChatAnswer["rung"]>;

/** What is known of a server: how strict a schema it takes, how it calls the token limit, what it refuses. */
export interface Shape {
  readonly rung: Rung;
  readonly tokens: "max_tokens" | "max_completion_tokens";
  /** Refused parameters, in the order found. */
  readonly dropped: readonly string[];
}

export const FULL_SHAPE: Shape = { rung: "schema", tokens: "max_tokens", dropped: [] };

/** Parameters that an answer can do without. */
const OPTIONAL = ["stream_options", "seed", "temperature", "max_completion_tokens", "max_tokens", "stream"] as const;

export type ChatBody = Readonly<Record<string, unknown>> & { readonly stream: boolean };

/** The body for a request in a shape, as it goes on the wire. */
export function bodyOf(request: ChatRequest, model: string, streaming: boolean, shape: Shape): ChatBody {
  const { messages, temperature, maxTokens, seed, schema } = request;
  const keeps = (parameter: string): boolean => !shape.dropped.includes(parameter);
  const stream = streaming && keeps("stream");
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(temperature !== undefined && keeps("temperature") ? { temperature } : {}),
    ...(maxTokens !== undefined && keeps(shape.tokens) ? { [shape.tokens]: maxTokens } : {}),
    ...(seed !== undefined && keeps("seed") ? { seed } : {}),
    ...(schema ? formatOf(schema, shape.rung) : {}),
    stream,
    ...(stream && keeps("stream_options") ? { stream_options: { include_usage: true } } : {}),
  };
}

/** The next shape to try after a refusal, or undefined when nothing in the body explains it. */
export function gentler(shape: Shape, body: ChatBody, error: CallError): Shape | undefined {
  if (error.kind !== "status" || (error.status !== 400 && error.status !== 422 && error.status !== 501) || meaningOf(error) !== undefined) return undefined;
  const told = `${error.param} ${error.code} ${error.says}`.toLowerCase();
  const has = (parameter: string): boolean => parameter in body && body[parameter] !== false;
  if (has("max_tokens") && told.includes("max_completion_tokens")) return { ...shape, tokens: "max_completion_tokens" };
  const named = OPTIONAL.find((parameter) => has(parameter) && new RegExp(`(?<![a-z_])${parameter}(?![a-z_])`, "u").test(told));
  if (named !== undefined && !shape.dropped.includes(named)) return { ...shape, dropped: [...shape.dropped, named] };
  // Many servers refuse a schema without naming it, so an unexplained refusal steps down too.
  if (has("response_format")) return { ...shape, rung: shape.rung === "schema" ? "json" : "text" };
  return undefined;
}

/** What two calls together prove: the lower rung, every refused parameter. */
export function gentlest(a: Shape, b: Shape): Shape {
  const rungs: readonly Rung[] = ["schema", "json", "text"];
  return {
    rung: rungs.indexOf(a.rung) > rungs.indexOf(b.rung) ? a.rung : b.rung,
    tokens: a.tokens === "max_completion_tokens" ? a.tokens : b.tokens,
    dropped: [...new Set([...a.dropped, ...b.dropped])],
  };
}

function formatOf(schema: NonNullable<ChatRequest["schema"]>, rung: Rung): object {
  switch (rung) {
    case "schema":
      return { response_format: { type: "json_schema", json_schema: { name: schema.name, strict: true, schema: schema.schema } } };
    case "json":
      return { response_format: { type: "json_object" } };
    case "text":
      return {};
  }
}
