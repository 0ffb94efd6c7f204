// Owns what counts as an answer: reasoning taken out, what was cut, withheld or only thought is a failure. Refuses calls, and what an answer means.
import { Failure } from "../core/messages/failure.ts";
import type { ChatAnswer, ChatRequest } from "../core/ports.ts";
import type { ModelReport } from "../core/probe/probe.ts";
import type { CutPrompt } from "../core/probe/promptMeter.ts";
import type { RawAnswer } from "./rawAnswer.ts";
import { unfinishedReasoning, withoutReasoning } from "./reasoning.ts";
import type { Shape } from "./requestShape.ts";

/** What the answer came of. `milliseconds` is the time of the call that gave it. */
export interface AnswerContext {
  readonly milliseconds: number;
  readonly request: ChatRequest;
  readonly shape: Shape;
  readonly endpoint: string;
  readonly cut: CutPrompt | undefined;
}

/** The answer in what came. Throws a Failure, which carries the report since the call was paid, where it is none. */
export function answerOf(raw: RawAnswer, { milliseconds, request, shape, endpoint, cut }: AnswerContext): ChatAnswer {
  const text = withoutReasoning(raw.text);
  const report = reportOf(raw, milliseconds, shape);
  const failure = (id: "answer-prompt-cut" | "answer-only-reasoning" | "answer-cut-by-length" | "answer-filtered", values = {}): Failure => new Failure(id, { endpoint, ...values }, { report });
  if (cut) throw failure("answer-prompt-cut", { ...cut });
  if (raw.finishReason === "length") throw failure(text === "" && (raw.text !== "" || raw.reasoning !== "") ? "answer-only-reasoning" : "answer-cut-by-length");
  if (raw.finishReason === "content_filter") throw failure("answer-filtered");
  if (text === "" && raw.refusal === "" && onlyThought(raw)) throw failure("answer-only-reasoning");
  const whole = raw.reasoning === "" ? raw.text : `${raw.reasoning}\n\n${raw.text}`;
  return {
    text,
    report,
    ...(whole.trim() === text ? {} : { raw: whole }),
    ...(raw.refusal === "" ? {} : { refusal: raw.refusal }),
    ...(request.schema ? { rung: shape.rung } : {}),
  };
}

function reportOf(raw: RawAnswer, milliseconds: number, { dropped }: Shape): ModelReport {
  return {
    milliseconds,
    ...(raw.model === undefined ? {} : { model: raw.model }),
    ...(raw.finishReason === undefined ? {} : { finishReason: raw.finishReason }),
    ...(raw.promptTokens === undefined ? {} : { promptTokens: raw.promptTokens }),
    ...(raw.completionTokens === undefined ? {} : { completionTokens: raw.completionTokens }),
    ...(raw.fingerprint === undefined ? {} : { fingerprint: raw.fingerprint }),
    ...(dropped.length > 0 ? { dropped } : {}),
  };
}

/**
 * Thinking that swallowed the answer: begun and never ended, or cut. Thinking that ended in nothing, with a normal
 * finish, is an empty answer; whether it may be silence is the condition's to say.
 */
function onlyThought(raw: RawAnswer): boolean {
  return unfinishedReasoning(raw.text) || (raw.reasoning !== "" && raw.finishReason !== "stop");
}
