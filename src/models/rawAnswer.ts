// Owns the reading of chat completions and their streamed pieces, checked by schema. Refuses judging what the answer is worth (openaiChat.ts).
import * as z from "zod/mini";
import { CallFailed } from "./chatFailure.ts";

/** An answer as it came, thinking included. */
export interface RawAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly finishReason?: string;
  readonly model?: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly fingerprint?: string;
}

const text = z.optional(z.nullable(z.string()));
const piece = z.object({ content: text, refusal: text, reasoning_content: text, reasoning: text });
const shape = z.object({
  model: text,
  system_fingerprint: text,
  choices: z.optional(z.nullable(z.array(z.object({ delta: z.optional(z.nullable(piece)), message: z.optional(z.nullable(piece)), finish_reason: text })))),
  usage: z.optional(z.nullable(z.object({ prompt_tokens: z.optional(z.nullable(z.number())), completion_tokens: z.optional(z.nullable(z.number())) }))),
});

/** The answer in a completion that came in one piece. Throws a CallFailed when it is none. */
export function wholeAnswer(completion: unknown, onText: (soFar: string) => void): RawAnswer {
  const collected = new Collected();
  collected.add(completion);
  if (!collected.sawChoice) throw new CallFailed({ kind: "unreadable", code: "no-choices" });
  onText(collected.text);
  return collected.answer;
}

/** Sums up the pieces of an answer, or a whole one. */
export class Collected {
  /** Text so far. */
  text = "";
  sawChoice = false;
  #reasoning = "";
  #refusal = "";
  #rest: Omit<RawAnswer, "text" | "reasoning" | "refusal"> = {};

  get answer(): RawAnswer {
    return { text: this.text, reasoning: this.#reasoning, refusal: this.#refusal, ...this.#rest };
  }

  /** True when the text grew. Throws a CallFailed for what is no piece of a chat completion. */
  add(chunk: unknown): boolean {
    const parsed = z.safeParse(shape, chunk);
    if (!parsed.success) throw new CallFailed({ kind: "unreadable", code: "wrong-shape" });
    const { choices, model, usage, system_fingerprint: fingerprint } = parsed.data;
    const before = this.text.length;
    const [choice] = choices ?? [];
    const said = choice?.delta ?? choice?.message;
    this.sawChoice ||= said !== undefined && said !== null;
    this.text += said?.content ?? "";
    this.#reasoning += said?.reasoning_content ?? said?.reasoning ?? "";
    this.#refusal += said?.refusal ?? "";
    const finishReason = choice?.finish_reason ?? undefined;
    const promptTokens = usage?.prompt_tokens ?? undefined;
    const completionTokens = usage?.completion_tokens ?? undefined;
    this.#rest = {
      ...this.#rest,
      ...(finishReason === undefined ? {} : { finishReason }),
      ...(model === undefined || model === null ? {} : { model }),
      ...(fingerprint === undefined || fingerprint === null || fingerprint === "" ? {} : { fingerprint }),
      ...(promptTokens === undefined ? {} : { promptTokens }),
      ...(completionTokens === undefined ? {} : { completionTokens }),
    };
    return this.text.length > before;
  }
}
