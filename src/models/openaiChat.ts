// Owns the ChatModel of an OpenAI-compatible endpoint: gate, limits, retries, what the server supports, what counts as an answer.
// Refuses the wire (openaiClient.ts) and prompts; no failure holds a key, a header or text.
import { Failure } from "../core/messages/failure.ts";
import type { ChatAnswer, ChatModel, ChatRequest, Clock } from "../core/ports.ts";
import type { ModelReport } from "../core/probe/probe.ts";
import { CallFailed, failureOf, mayTryAgain, type CallError } from "./chatFailure.ts";
import { Gate } from "./gate.ts";
import { openaiCaller, type CallChat } from "./openaiClient.ts";
import type { RawAnswer } from "./rawAnswer.ts";
import { unfinishedReasoning, withoutReasoning, withoutReasoningSoFar } from "./reasoning.ts";
import { bodyOf, FULL_SHAPE, gentler, gentlest, type Shape } from "./requestShape.ts";
import { DEFAULT_RETRY, waitBefore, type RetryLimits } from "./retry.ts";
import { withinLimits } from "./watchdog.ts";

/** An endpoint of the user's settings with the key of the secret store. */
export interface ChatEndpoint {
  readonly name: string;
  /** Address up to and including the version, e.g. https://host/v1; http or https, without user and password. */
  readonly baseUrl: string;
  readonly model: string;
  readonly key?: string;
  /** Seconds for a whole call; default 120. */
  readonly timeoutSeconds?: number;
  /** Seconds without a chunk in the middle of a streamed answer; default 30. */
  readonly stallSeconds?: number;
  /** Calls at once, at most; default 16. */
  readonly mostCalls?: number;
  readonly retry?: Partial<RetryLimits>;
}

/** What the model needs from outside. `random` in [0, 1) spreads waiting calls and changes no result. */
export interface ChatDoors {
  readonly clock: Clock;
  readonly random?: () => number;
  /** What makes a call, where it is not the network but kept answers (batch/desk.ts); equal requests then always take the same shapes, from `shape` on. */
  readonly call?: CallChat;
  readonly shape?: Shape;
}

const FIRST_CALLS = 4;

/** A chat model at an endpoint. What it learns of the server (schema, parameters, pace) holds for its lifetime. Throws `endpoint-address-invalid`. */
export function openaiChat(endpoint: ChatEndpoint, { clock, random = Math.random, call: given, shape: first = FULL_SHAPE }: ChatDoors): ChatModel {
  const origin = originOf(endpoint);
  const call = given ?? openaiCaller(endpoint.baseUrl, endpoint.key, () => clock.milliseconds());
  const atOnce = endpoint.mostCalls ?? 16;
  const gate = new Gate({ start: FIRST_CALLS, most: atOnce }, clock);
  const retry = { ...DEFAULT_RETRY, ...endpoint.retry };
  const limits = { timeoutSeconds: endpoint.timeoutSeconds ?? 120, stallSeconds: endpoint.stallSeconds ?? 30 };
  const tooLong = (asked: number | undefined): boolean => asked !== undefined && asked > retry.longestRetryAfter;
  let known = first;

  const once = async (request: ChatRequest, shape: Shape, onText: OnText, signal: AbortSignal): Promise<Outcome> => {
    const lease = await gate.enter(signal);
    let succeeded = false;
    try {
      const body = bodyOf(request, endpoint.model, onText !== undefined, shape);
      const began = clock.milliseconds();
      const raw = await withinLimits(limits, clock, signal, (inner, alive) => call(body, streamed(onText), alive, inner, request.sample ?? 0)).catch((error: unknown) => {
        signal.throwIfAborted();
        if (!(error instanceof CallFailed)) throw error;
        return error.call;
      });
      if ("kind" in raw) {
        const softer = raw.kind === "unreadable" && body.stream ? withoutStream(shape, raw) : gentler(shape, body, raw);
        if (raw.kind === "status" && raw.status === 429) lease.limited(tooLong(raw.retryAfter) ? 0 : (raw.retryAfter ?? 0));
        return { error: raw, ...(softer ? { softer } : {}) };
      }
      succeeded = true;
      return { raw, milliseconds: clock.milliseconds() - began };
    } finally {
      lease.leave(succeeded);
    }
  };

  return {
    identity: { endpoint: endpoint.name, origin, model: endpoint.model },
    atOnce,
    async complete(request, onText, signal) {
      let shape = known;
      for (let failed = 0; ; ) {
        const outcome = await once(request, shape, onText, signal);
        if ("raw" in outcome) {
          // Only a call that worked proves what the server takes.
          if (!given) known = gentlest(known, shape);
          return answerOf(outcome.raw, outcome.milliseconds, request, shape, endpoint.name);
        }
        if (outcome.softer) {
          shape = outcome.softer;
          continue;
        }
        failed += 1;
        const { error } = outcome;
        const asked = error.kind === "status" ? error.retryAfter : undefined;
        if (failed >= retry.attempts || !mayTryAgain(error) || tooLong(asked)) throw failureOf(error, endpoint.name, endpoint.model, failed);
        await clock.sleep(waitBefore(failed, asked, retry, random), signal);
      }
    },
  };
}

type OnText = ((soFar: string) => void) | undefined;
type Outcome = { readonly raw: RawAnswer; readonly milliseconds: number } | { readonly error: CallError; readonly softer?: Shape };

function streamed(onText: OnText): Parameters<CallChat>[1] {
  return (soFar) => onText?.(withoutReasoningSoFar(soFar));
}

/** A server that answers a streamed call with no stream is asked again without. */
function withoutStream(shape: Shape, error: CallError): Shape | undefined {
  const noStream = error.kind === "unreadable" && error.code === "no-stream";
  return noStream && !shape.dropped.includes("stream") ? { ...shape, dropped: [...shape.dropped, "stream"] } : undefined;
}

function answerOf(raw: RawAnswer, milliseconds: number, request: ChatRequest, shape: Shape, endpoint: string): ChatAnswer {
  const text = withoutReasoning(raw.text);
  if (raw.finishReason === "length") throw new Failure(text === "" && (raw.text !== "" || raw.reasoning !== "") ? "answer-only-reasoning" : "answer-cut-by-length", { endpoint });
  if (raw.finishReason === "content_filter") throw new Failure("answer-filtered", { endpoint });
  if (text === "" && raw.refusal === "" && thought(raw)) throw new Failure("answer-only-reasoning", { endpoint });
  const report: ModelReport = {
    milliseconds,
    ...(raw.model === undefined ? {} : { model: raw.model }),
    ...(raw.finishReason === undefined ? {} : { finishReason: raw.finishReason }),
    ...(raw.promptTokens === undefined ? {} : { promptTokens: raw.promptTokens }),
    ...(raw.completionTokens === undefined ? {} : { completionTokens: raw.completionTokens }),
    ...(shape.dropped.length > 0 ? { dropped: shape.dropped } : {}),
  };
  return { text, report, ...(raw.refusal === "" ? {} : { refusal: raw.refusal }), ...(request.schema ? { rung: shape.rung } : {}) };
}

/**
 * Thinking that swallowed the answer: begun and never ended, or cut. Thinking that ended in nothing, with a normal
 * finish, is an empty answer; whether it may be silence is the condition's to say.
 */
function thought(raw: RawAnswer): boolean {
  return unfinishedReasoning(raw.text) || (raw.reasoning !== "" && raw.finishReason !== "stop");
}

function originOf({ name, baseUrl }: ChatEndpoint): string {
  const url = URL.parse(baseUrl);
  const usable = url !== null && /^https?:$/u.test(url.protocol) && url.username === "" && url.password === "";
  if (!usable) throw new Failure("endpoint-address-invalid", { endpoint: name });
  return url.origin;
}
