// Owns the one use of the `openai` package: a client that follows no redirect and sends three headers, and what its errors mean. Loaded at the
// first call. Refuses retries and everything the package would take from the environment or add to the headers.
import type OpenAIClient from "openai";
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { presetAt } from "../core/endpoint/presets.ts";
import { CallFailed, shortCode, type CallError } from "./chatFailure.ts";
import { Collected, wholeAnswer, type RawAnswer } from "./rawAnswer.ts";
import type { ChatBody } from "./requestShape.ts";
import { retryAfter } from "./retry.ts";

/** Where calls go. Without a key no header carries one. */
export interface Wire {
  readonly baseUrl: string;
  readonly key?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Default: the global one at the time of the call, which in the editor knows its proxy and certificates. */
  readonly fetch?: typeof fetch;
}

/** Makes one call. `onText` gets the raw text so far of a streamed answer; `onChunk` every sign of life; `sample` is the request's, from 0. */
export type CallChat = (body: ChatBody, onText: (soFar: string) => void, onChunk: () => void, signal: AbortSignal, sample: number) => Promise<RawAnswer>;

/** A caller bound to an address. Loading happens at the first call. */
export function openaiCaller(wire: Wire): CallChat {
  let loading: Promise<OpenAIClient> | undefined;
  return (body, onText, onChunk, signal) =>
    callFailing(wire.now, signal, async () => {
      const client = await (loading ??= openaiClient(wire));
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
    });
}

/** A client without retries, limits and habits of its own. Its errors are read by {@link callFailing}. */
export async function openaiClient({ baseUrl, key, fetch: given }: Wire): Promise<OpenAIClient> {
  const { default: OpenAI } = await import("openai");
  const keyHeader = presetAt(baseUrl)?.keyHeader;
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    // Our own watchdog ends calls; the package's limit only has to lie beyond it.
    timeout: 0x7fffffff,
    logLevel: "off",
    fetch: async (url, init) => {
      const response = await (given ?? fetch)(url, { ...init, headers: headersOf(init?.headers, key, keyHeader), redirect: "error" });
      if (!response.ok || !isPage(response.headers)) return response;
      await response.body?.cancel();
      throw new CallFailed({ kind: "page", status: response.status });
    },
  });
}

/** Runs `work` on a client; what goes wrong there rejects as a CallFailed, a cancelled `signal` with its reason. */
export async function callFailing<T>(now: () => number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof CallFailed ? error : new CallFailed(await errorOf(error, now));
  }
}

async function errorOf(error: unknown, now: () => number): Promise<CallError> {
  const { APIError, APIConnectionError, APIConnectionTimeoutError } = await import("openai");
  if (error instanceof APIConnectionTimeoutError) return { kind: "unreachable", code: "timeout" };
  if (error instanceof APIConnectionError) return connection(error);
  if (!(error instanceof APIError)) return error instanceof SyntaxError ? { kind: "unreadable", code: "not-json" } : connection(error);
  const headers = error.headers as HeaderReader | undefined;
  // An error inside a stream has no status of its own; the server failed while answering.
  const status = typeof error.status === "number" ? error.status : 500;
  const page = headers !== undefined && isPage(headers);
  if (page && status < 500) return { kind: "page", status };
  const wait = headers && retryAfter((name) => headers.get(name), now());
  return {
    kind: "status",
    status,
    code: page ? "web-page" : shortCode(error.code, error.type),
    param: typeof error.param === "string" ? error.param : "",
    says: page ? "" : error.message,
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
}

type HeaderReader = Pick<Headers, "get">;

function isPage(headers: HeaderReader): boolean {
  return headers.get("content-type")?.includes("text/html") ?? false;
}

/** Everything the package adds of its own, which tells of the machine, stays behind. */
function headersOf(given: RequestInit["headers"], key: string | undefined, keyHeader: string | undefined): Headers {
  const all = new Headers(given);
  const headers = new Headers();
  for (const name of ["accept", "content-type"]) {
    const value = all.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (key !== undefined) headers.set(keyHeader ?? "authorization", keyHeader === undefined ? `Bearer ${key}` : key);
  return headers;
}

/** What Node's fetch allows between two signs of life; shorter than that our own watchdog is first. */
const NODE_FETCH_SECONDS = 300;
const CERTIFICATE = /^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS_CERT)/u;

/** Network errors say what happened only in their causes. */
function connection(error: unknown): CallError {
  let code: unknown;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    if (at instanceof CallFailed) return at.call;
    if (/redirect/iu.test(at.message)) return { kind: "redirected" };
    if (at.message === "terminated" || /premature|other side closed|invalid content-length/iu.test(at.message)) return { kind: "cut" };
    const refusal = /^Proxy response \((\d+)\)/u.exec(at.message)?.[1];
    if (refusal !== undefined) return { kind: "unreachable", code: `proxy-${refusal}` };
    if ("code" in at && at.code !== undefined) code = at.code;
  }
  if (code === "UND_ERR_HEADERS_TIMEOUT") return { kind: "timeout", seconds: NODE_FETCH_SECONDS };
  if (code === "UND_ERR_BODY_TIMEOUT") return { kind: "stalled", seconds: NODE_FETCH_SECONDS };
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE") return { kind: "cut" };
  if (typeof code === "string" && CERTIFICATE.test(code)) return { kind: "certificate", code };
  return { kind: "unreachable", code: shortCode(code) };
}
