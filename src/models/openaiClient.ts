// Owns the one use of the `openai` package: one call, one raw answer or one CallFailed. Loaded at the first call. Refuses retries, redirects and
// everything the package would take from the environment or add to the headers.
import type OpenAIClient from "openai";
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { CallFailed, shortCode, type CallError } from "./chatFailure.ts";
import { Collected, wholeAnswer, type RawAnswer } from "./rawAnswer.ts";
import type { ChatBody } from "./requestShape.ts";
import { retryAfter } from "./retry.ts";

/** Makes one call. `onText` gets the raw text so far of a streamed answer; `onChunk` every sign of life; `sample` is the request's, from 0. */
export type CallChat = (body: ChatBody, onText: (soFar: string) => void, onChunk: () => void, signal: AbortSignal, sample: number) => Promise<RawAnswer>;

const ALLOWED_HEADERS = ["accept", "authorization", "content-type"];

/** A caller bound to an address. Without a key no authorization header is sent. `now` in milliseconds since the epoch. Loading happens at the first call. */
export function openaiCaller(baseUrl: string, key: string | undefined, now: () => number): CallChat {
  let loading: Promise<Loaded> | undefined;
  return async (body, onText, onChunk, signal) => {
    const { client, errorOf } = await (loading ??= load(baseUrl, key, now));
    try {
      const params = body as unknown as ChatCompletionCreateParams;
      if (!body.stream) return wholeAnswer(await client.chat.completions.create(params, { signal }), onText);
      const stream: AsyncIterable<unknown> = await client.chat.completions.create({ ...params, stream: true }, { signal });
      let chunks = 0;
      const collected = new Collected();
      for await (const chunk of stream) {
        onChunk();
        chunks += 1;
        if (collected.add(chunk)) onText(collected.text);
      }
      signal.throwIfAborted();
      if (chunks === 0) throw new CallFailed({ kind: "unreadable", code: "no-stream" });
      if (collected.answer.finishReason === undefined) throw new CallFailed({ kind: "cut" });
      return collected.answer;
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof CallFailed ? error : new CallFailed(errorOf(error));
    }
  };
}

interface Loaded {
  readonly client: OpenAIClient;
  readonly errorOf: (error: unknown) => CallError;
}

async function load(baseURL: string, key: string | undefined, now: () => number): Promise<Loaded> {
  const { default: OpenAI, APIError, APIConnectionError, APIConnectionTimeoutError } = await import("openai");
  const client = new OpenAI({
    baseURL,
    apiKey: key ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    // Our own watchdog ends calls; the package's limit only has to lie beyond it.
    timeout: 0x7fffffff,
    logLevel: "off",
    fetch: (url, init) => fetch(url, { ...init, headers: allowed(init?.headers, key !== undefined), redirect: "error" }),
  });
  const errorOf = (error: unknown): CallError => {
    if (error instanceof APIConnectionTimeoutError) return { kind: "unreachable", code: "timeout" };
    if (error instanceof APIConnectionError) return connection(error);
    if (!(error instanceof APIError)) return error instanceof SyntaxError ? { kind: "unreadable", code: "not-json" } : connection(error);
    const headers = error.headers as unknown;
    const wait = headers instanceof Headers ? retryAfter((name) => headers.get(name), now()) : undefined;
    return {
      kind: "status",
      // An error inside a stream has no status of its own; the server failed while answering.
      status: typeof error.status === "number" ? error.status : 500,
      code: shortCode(error.code, error.type),
      param: typeof error.param === "string" ? error.param : "",
      says: error.message,
      ...(wait === undefined ? {} : { retryAfter: wait }),
    };
  };
  return { client, errorOf };
}

function allowed(headers: RequestInit["headers"], withKey: boolean): Headers {
  const given = new Headers(headers);
  return new Headers([...given].filter(([name]) => ALLOWED_HEADERS.includes(name) && (withKey || name !== "authorization")));
}

/** Network errors say what happened only in their causes. */
function connection(error: unknown): CallError {
  let code: unknown;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    if (/redirect/iu.test(at.message)) return { kind: "redirected" };
    if (at.message === "terminated" || /premature|other side closed|invalid content-length/iu.test(at.message)) return { kind: "cut" };
    if ("code" in at && at.code !== undefined) code = at.code;
  }
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE" ? { kind: "cut" } : { kind: "unreachable", code: shortCode(code) };
}
