// Owns the reading of one line of a batch engine's results, in the shapes engines are known to write. Refuses files and what an answer is worth.
import * as z from "zod/mini";
import { parsedJson } from "../../core/json.ts";
import { CallFailed, mayTryAgain, shortCode, type CallError } from "../chatFailure.ts";
import { wholeAnswer, type RawAnswer } from "../rawAnswer.ts";

/** What became of one call: an answer, an error that another try would only repeat, or nothing that counts (`again`: expired, cancelled, overloaded). */
export type BatchResult =
  | { readonly kind: "answer"; readonly raw: RawAnswer }
  | { readonly kind: "error"; readonly error: CallError }
  | { readonly kind: "again"; readonly reason: string };

export type ReadResult = { readonly ok: true; readonly id: string; readonly result: BatchResult } | { readonly ok: false; readonly reason: "not-json" | "without-id" };

const line = z.looseObject({ custom_id: z.string() });
const wrapped = z.looseObject({ status_code: z.optional(z.nullable(z.number())), body: z.optional(z.unknown()) });
const anthropic = z.looseObject({ type: z.string(), message: z.optional(z.unknown()), error: z.optional(z.unknown()) });
const message = z.looseObject({
  model: z.optional(z.string()),
  content: z.array(z.looseObject({ type: z.string(), text: z.optional(z.string()) })),
  stop_reason: z.optional(z.nullable(z.string())),
  usage: z.optional(z.looseObject({ input_tokens: z.optional(z.number()), output_tokens: z.optional(z.number()) })),
});

/**
 * Reads one line. Shapes: `response: {status_code, body}` (OpenAI, vLLM, Azure, Groq and others), `response` being the completion
 * itself (older vLLM, some vendors), and `result: {type, message}` (Anthropic). Never throws.
 */
export function readResult(text: string): ReadResult {
  const json = parsedJson(text);
  if (json === undefined) return { ok: false, reason: "not-json" };
  const parsed = z.safeParse(line, json);
  if (!parsed.success || parsed.data.custom_id === "") return { ok: false, reason: "without-id" };
  const { custom_id: id, response, result, error } = parsed.data;
  return { ok: true, id, result: result === undefined ? resultOf(response, error) : anthropicResult(result) };
}

function resultOf(response: unknown, error: unknown): BatchResult {
  const shaped = z.safeParse(wrapped, response);
  if (!shaped.success) return failed(undefined, error);
  const { status_code: status, body } = shaped.data;
  if (typeof status === "number" && status >= 400) return failed(status, error ?? errorIn(body));
  const completion = body ?? ("choices" in shaped.data ? shaped.data : undefined);
  if (completion === undefined) return failed(typeof status === "number" ? status : undefined, error);
  return answerIn(completion);
}

function answerIn(completion: unknown): BatchResult {
  try {
    return { kind: "answer", raw: wholeAnswer(completion, () => undefined) };
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return { kind: "error", error: error.call };
  }
}

/** An error without a status is what ended the whole batch (expired, cancelled): the call was never made. */
function failed(status: number | undefined, given: unknown): BatchResult {
  const error = typeof given === "string" ? { message: given } : typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const code = shortCode(error.code, error.type);
  if (status === undefined) return { kind: "again", reason: code };
  const call: CallError = { kind: "status", status, code, param: typeof error.param === "string" ? error.param : "", says: typeof error.message === "string" ? error.message : "" };
  return mayTryAgain(call) ? { kind: "again", reason: `${status}` } : { kind: "error", error: call };
}

function errorIn(body: unknown): unknown {
  return typeof body === "object" && body !== null && "error" in body ? body.error : body;
}

function anthropicResult(result: unknown): BatchResult {
  const parsed = z.safeParse(anthropic, result);
  if (!parsed.success) return { kind: "again", reason: "-" };
  const { type, message: said, error } = parsed.data;
  if (type === "errored") return failed(400, errorIn(error));
  if (type !== "succeeded") return { kind: "again", reason: shortCode(type) };
  const shaped = z.safeParse(message, said);
  if (!shaped.success) return { kind: "error", error: { kind: "unreadable", code: "wrong-shape" } };
  const { content, model, stop_reason: stop, usage } = shaped.data;
  const finishReason = stop === "max_tokens" ? "length" : stop === "refusal" ? "content_filter" : "stop";
  const raw: RawAnswer = {
    text: content.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join(""),
    reasoning: "",
    refusal: "",
    finishReason,
    ...(model === undefined ? {} : { model }),
    ...(usage?.input_tokens === undefined ? {} : { promptTokens: usage.input_tokens }),
    ...(usage?.output_tokens === undefined ? {} : { completionTokens: usage.output_tokens }),
  };
  return { kind: "answer", raw };
}

/** The better of two lines about one call: an answer, else an error, else the first; the same lines in any order give the same. */
export function betterOf(a: BatchResult | undefined, b: BatchResult): BatchResult {
  if (!a) return b;
  const rank = { answer: 2, error: 1, again: 0 } as const;
  if (rank[a.kind] !== rank[b.kind]) return rank[a.kind] > rank[b.kind] ? a : b;
  // Two answers to one call: engines that retry may give both. Which comes first is the file's business, so the smaller text decides.
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b;
}
