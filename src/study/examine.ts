// Owns finding out what a model does before it is relied on: how fast, in which form, what it refuses, and how much of a prompt its server
// keeps. Refuses the wire; all it does is ask.
import { parsedJson } from "../core/json.ts";
import { isFailure, type Failure } from "../core/messages/failure.ts";
import type { ChatAnswer, ChatModel, Clock } from "../core/ports.ts";
import type { ModelReport } from "../core/probe/probe.ts";
import { keptContext, type KeptContext } from "./keptContext.ts";

/** What a model was seen to do. */
export interface Examination {
  /** Of the first call, which may have loaded the model. */
  readonly milliseconds: number;
  /** The answer as it came, reasoning included. */
  readonly answer: string;
  /** As the server named it. */
  readonly model?: string;
  /** Strictest way of asking for JSON that the server takes, and whether the answer then was what was asked for. */
  readonly rung: NonNullable<ChatAnswer["rung"]>;
  readonly followsSchema: boolean;
  /** Parameters it refuses. */
  readonly dropped: readonly string[];
  readonly streams: boolean;
  readonly reasons: boolean;
  readonly countsTokens: boolean;
  readonly context: KeptContext;
  /** What finding this out took. */
  readonly calls: number;
  readonly promptTokens: number;
}

/** Calls and prompt tokens that an examination takes at most, for a prompt of `longest` tokens. */
export function examinationCost(longest: number): { readonly calls: number; readonly promptTokens: number } {
  return { calls: 8, promptTokens: 1000 + 2 * longest };
}

/** Tokens of the longest prompt tried where nobody knows how long those of the dataset are. */
export const USUAL_PROMPT = 8192;

const HELLO = { messages: [{ role: "user" as const, content: "Say hello in five words." }], temperature: 1, maxTokens: 300, seed: 1 };
const SCHEMA = { name: "greeting", schema: { type: "object", properties: { greeting: { type: "string", enum: ["hello", "goodbye"] } }, required: ["greeting"], additionalProperties: false } };
const IN_FORM = { messages: [{ role: "user" as const, content: 'Answer with a JSON object that has one field, "greeting", which is "hello".' }], temperature: 0, maxTokens: 300, schema: SCHEMA };

/**
 * Asks the model a few things; `longest` is the longest prompt, in tokens, that it is to be used with. Rejects with the model's
 * failure where it does not answer at all; what goes wrong later is a finding.
 */
export async function examine(model: ChatModel, clock: Clock, longest: number, tell: (step: "hello" | "form" | "context") => void, signal: AbortSignal): Promise<Examination> {
  const reports: ModelReport[] = [];
  const asked: ChatModel["complete"] = async (request, onText, inner) => {
    try {
      const answer = await model.complete(request, onText, inner);
      reports.push(answer.report);
      return answer;
    } catch (error) {
      reports.push(isFailure(error) ? (error.report ?? {}) : {});
      throw error;
    }
  };
  tell("hello");
  let pieces = 0;
  const began = clock.milliseconds();
  const hello = await asked(HELLO, () => (pieces += 1), signal);
  const milliseconds = clock.milliseconds() - began;
  tell("form");
  const form = await asked(IN_FORM, undefined, signal).catch((error: unknown) => unusable(error, signal));
  tell("context");
  const context = await keptContext(asked, longest, signal);
  const dropped = [...new Set(reports.flatMap((report) => report.dropped ?? []))];
  return {
    milliseconds,
    answer: hello.raw ?? hello.text,
    ...(hello.report.model === undefined ? {} : { model: hello.report.model }),
    rung: form?.rung ?? "text",
    followsSchema: isGreeting(form?.text ?? ""),
    dropped: dropped.filter((parameter) => parameter !== "stream"),
    streams: pieces > 0 && !dropped.includes("stream"),
    reasons: hello.raw !== undefined,
    countsTokens: (hello.report.promptTokens ?? 0) > 0,
    context,
    calls: reports.length,
    promptTokens: reports.reduce((sum, report) => sum + (report.promptTokens ?? 0), 0),
  };
}

function isGreeting(text: string): boolean {
  const value = parsedJson(/\{[^{}]*\}/u.exec(text)?.[0] ?? "");
  return typeof value === "object" && value !== null && "greeting" in value && value.greeting === "hello";
}

/** Answers that are only reasoning, or cut, tell no form; failures of the endpoint end the examination. */
function unusable(error: unknown, signal: AbortSignal): undefined {
  signal.throwIfAborted();
  if (!isFailure(error) || !isAboutAnswer(error)) throw error;
  return undefined;
}

/** True for failures of one answer, which the next may not have. */
function isAboutAnswer({ id }: Failure): boolean {
  return id.startsWith("answer-") || id === "empty-answer" || id === "endpoint-request-refused";
}
