// Owns the ChatModel of an OpenAI-compatible endpoint: gate, limits, retries, what the server supports, what counts as an answer.
// Refuses the wire (openaiClient.ts) and prompts; no failure holds a key, a header or text.
import { isLocal, presetAt } from "../core/endpoint/presets.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ChatModel, ChatRequest, Clock } from "../core/ports.ts";
import { PromptMeter } from "../core/probe/promptMeter.ts";
import { answerOf } from "./answer.ts";
import { CallFailed, failureOf, mayTryAgain, overloaded, type CallError } from "./chatFailure.ts";
import { Gates } from "./gates.ts";
import { openaiCaller, type CallChat } from "./openaiClient.ts";
import type { RawAnswer } from "./rawAnswer.ts";
import { withoutReasoningSoFar } from "./reasoning.ts";
import { isLoading } from "./refusal.ts";
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
  /** Seconds for a call that a server on this machine or network may have to load the model for; default 600. */
  readonly loadingSeconds?: number;
  /** Calls at once to this server, at most; default 16. */
  readonly mostCalls?: number;
  readonly retry?: Partial<RetryLimits>;
}

/** What the model needs from outside. `random` in [0, 1) spreads waiting calls and changes no result. */
export interface ChatDoors {
  readonly clock: Clock;
  readonly random?: () => number;
  /** Default: gates of its own. */
  readonly gates?: Gates;
  /** Default: the global one at the time of each call. */
  readonly fetch?: typeof fetch;
  /** What makes a call, where it is not the network but kept answers (batch/desk.ts); equal requests then always take the same shapes, from `shape` on. */
  readonly call?: CallChat;
  readonly shape?: Shape;
}

/** Makes the chat models of a process; those of one server share its pace. */
export type OpenaiChats = (endpoint: ChatEndpoint) => ChatModel;

export function openaiChats(doors: Pick<ChatDoors, "clock" | "fetch">): OpenaiChats {
  const gates = new Gates(doors.clock);
  return (endpoint) => openaiChat(endpoint, { ...doors, gates });
}

/** Waits that a server may ask for before one answer without having failed. */
const MOST_WAITS = 20;

/** A chat model at an endpoint. What it learns of the server (schema, parameters, pace) holds for its lifetime. Throws `endpoint-address-invalid`. */
export function openaiChat(endpoint: ChatEndpoint, doors: ChatDoors): ChatModel {
  const { clock, random = Math.random, gates = new Gates(clock), call: given } = doors;
  const { name, baseUrl, model, timeoutSeconds = 120, stallSeconds = 30, loadingSeconds = 600, mostCalls: atOnce = 16 } = endpoint;
  const origin = originOf(endpoint);
  const call = given ?? openaiCaller({ baseUrl, now: () => clock.milliseconds(), ...(endpoint.key === undefined ? {} : { key: endpoint.key }), ...(doors.fetch ? { fetch: doors.fetch } : {}) });
  const gate = gates.at(origin, atOnce);
  const local = isLocal(origin);
  const retry = { ...DEFAULT_RETRY, ...endpoint.retry };
  const meter = new PromptMeter();
  let known = doors.shape ?? { ...FULL_SHAPE, tokens: presetAt(baseUrl)?.tokenLimit ?? FULL_SHAPE.tokens };

  const once = async (request: ChatRequest, shape: Shape, onText: OnText, signal: AbortSignal): Promise<Outcome> => {
    const lease = await gate.enter(signal, model);
    let succeeded = false;
    try {
      const body = bodyOf(request, model, onText !== undefined, shape);
      const limits = { stallSeconds, timeoutSeconds: local && lease.first ? Math.max(timeoutSeconds, loadingSeconds) : timeoutSeconds };
      const began = clock.milliseconds();
      const raw = await withinLimits(limits, clock, signal, (inner, alive) => call(body, streamed(onText), alive, inner, request.sample ?? 0)).catch((error: unknown) => {
        signal.throwIfAborted();
        if (!(error instanceof CallFailed)) throw error;
        return error.call;
      });
      if ("kind" in raw) {
        const softer = raw.kind === "unreadable" && body.stream ? withoutStream(shape, raw) : gentler(shape, body, raw);
        const wait = askedWait(raw) ?? 0;
        if (overloaded(raw)) lease.limited(wait > retry.longestRetryAfter ? 0 : wait);
        return { error: raw, ...(softer ? { softer } : {}) };
      }
      succeeded = true;
      return { raw, milliseconds: clock.milliseconds() - began };
    } finally {
      lease.leave(succeeded);
    }
  };

  return {
    identity: { endpoint: name, origin, model },
    atOnce,
    async complete(request, onText, signal) {
      let shape = known;
      const began = clock.milliseconds();
      // A wait that the server asked for is no failure, nor is a model that it is loading; both have bounds of their own.
      let asked = 0;
      for (let failed = 0, waits = 0, tries = 1; ; tries++) {
        const outcome = await once(request, shape, onText, signal);
        if ("raw" in outcome) {
          // Only a call that worked proves what the server takes.
          if (!given) known = gentlest(known, shape);
          return answerOf(outcome.raw, { milliseconds: outcome.milliseconds, request, shape, endpoint: name, cut: meter.cutIn(request.messages, outcome.raw.promptTokens) });
        }
        if (outcome.softer) {
          shape = outcome.softer;
          continue;
        }
        const { error } = outcome;
        const wait = askedWait(error);
        asked += wait ?? 0;
        if (asked > retry.longestRetryAfter && mayTryAgain(error)) throw new Failure("endpoint-asks-to-wait", { endpoint: name, minutes: Math.ceil((wait ?? 0) / 60_000) });
        const loading = local && error.kind === "status" && isLoading(error) && clock.milliseconds() - began < loadingSeconds * 1000;
        if (wait) waits += 1;
        if (wait ? waits > MOST_WAITS : !loading) failed += 1;
        if (failed >= retry.attempts || !mayTryAgain(error)) throw failureOf(error, name, model, tries);
        await clock.sleep(waitBefore(Math.max(1, failed), wait, retry, random), signal);
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

/** Milliseconds that the server asks to be left alone. */
function askedWait(error: CallError): number | undefined {
  return error.kind === "status" ? error.retryAfter : undefined;
}

function originOf({ name, baseUrl }: ChatEndpoint): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol) || url.username !== "" || url.password !== "") throw new Failure("endpoint-address-invalid", { endpoint: name });
  return url.origin;
}
