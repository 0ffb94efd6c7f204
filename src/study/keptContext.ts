// Owns measuring how much of a long prompt a server keeps: a code word at its start that the answer must repeat, beside the tokens counted.
// Refuses trusting either alone where both are to be had.
import { isFailure } from "../core/messages/failure.ts";
import type { ChatModel } from "../core/ports.ts";
import type { ChatMessage } from "../core/probe/probe.ts";

/**
 * `kept`: a prompt of this many tokens arrived whole. `cut`: the server drops the beginning of anything longer than about this,
 * and says nothing. `refused`: it refuses anything longer. `unknown`: the model does not repeat a code word even from a short
 * prompt and nothing is counted, or a long one takes it too long; `why` is the failure, if it was one.
 */
export type KeptContext =
  | { readonly kind: "kept" | "cut" | "refused"; readonly tokens: number }
  | { readonly kind: "unknown"; readonly why?: string };

/** What one prompt showed. Tokens are those counted, else estimated. */
type Shown =
  | { readonly kind: "kept" | "lost"; readonly tokens: number; readonly counted: boolean }
  | { readonly kind: "refused"; readonly limit?: number }
  | { readonly kind: "failed"; readonly why: string };

const SHORT = 400;
/** Tokens of one exchange of filler, where nobody counts them. */
const EXCHANGE = 64;
/** Tokens of everything around the filler, about. */
const AROUND = 50;
/** A count this far below what was sent means a cut, above the spread between exchanges. */
const CUT = 0.85;
/** Limits are powers of two; what is kept lies a little below, since whole messages are dropped. */
const NEAR = 0.88;
const SMALLEST = 1024;
/** Failures that say nothing about length. */
const ONE_ANSWER = ["answer-only-reasoning", "answer-cut-by-length", "answer-filtered", "empty-answer"];
const TOO_SLOW = ["endpoint-timeout", "endpoint-stalled"];

/** At most seven calls: a short prompt, one of `longest` tokens, and halvings where that one was not kept. Rejects with failures that have nothing to do with length. */
export async function keptContext(complete: ChatModel["complete"], longest: number, signal: AbortSignal): Promise<KeptContext> {
  let exchange = EXCHANGE;
  const show = async (tokens: number): Promise<Shown> => {
    const exchanges = Math.max(1, Math.round((tokens - AROUND) / exchange));
    const word = codeWord(tokens);
    const expected = AROUND + exchanges * exchange;
    return complete({ messages: markedPrompt(word, exchanges), temperature: 0, maxTokens: 300 }, undefined, signal).then(
      ({ text, report: { promptTokens = 0 } }) => shownBy(text.includes(word), expected, promptTokens),
      (error: unknown) => {
        signal.throwIfAborted();
        if (!isFailure(error)) throw error;
        const { promptTokens = 0 } = error.report ?? {};
        if (error.id === "endpoint-context-too-long") return { kind: "refused", ...(typeof error.values.limit === "number" ? { limit: error.values.limit } : {}) };
        if (error.id === "answer-prompt-cut") return { kind: "lost", tokens: promptTokens, counted: true };
        if (ONE_ANSWER.includes(error.id)) return shownBy(false, expected, promptTokens);
        if (TOO_SLOW.includes(error.id)) return { kind: "failed", why: error.id };
        throw error;
      },
    );
  };

  const short = await show(SHORT);
  if (short.kind === "failed") return { kind: "unknown", why: short.why };
  if (short.kind === "refused") return { kind: "refused", tokens: short.limit ?? 0 };
  if (short.counted) exchange *= Math.max(0.25, (short.tokens - AROUND) / (exchange * Math.round((SHORT - AROUND) / exchange)));
  const followed = short.kind === "kept";
  if (!followed && !short.counted) return { kind: "unknown" };

  let kept = Math.min(SHORT, short.tokens);
  let lost: { readonly kind: "cut" | "refused"; readonly tokens: number } | undefined;
  for (const tokens of sizesBelow(longest, () => lost !== undefined)) {
    const shown = await show(tokens);
    if (shown.kind === "failed") return lost ?? { kind: "unknown", why: shown.why };
    if (shown.kind === "kept") {
      kept = shown.tokens;
      break;
    }
    if (shown.kind === "refused") {
      if (shown.limit !== undefined) return { kind: "refused", tokens: shown.limit };
      lost = { kind: "refused", tokens };
    } else if (shown.counted && shown.tokens < CUT * tokens) return { kind: "cut", tokens: limitAt(shown.tokens) };
    else if (followed) lost = { kind: "cut", tokens };
    // Nothing was dropped, and a model that does not follow cannot say more.
    else return { kind: "kept", tokens: shown.tokens };
  }
  return lost ? { kind: lost.kind, tokens: kept } : { kind: "kept", tokens: kept };
}

function shownBy(repeated: boolean, expected: number, counted: number): Shown {
  if (counted <= 0) return { kind: repeated ? "kept" : "lost", tokens: expected, counted: false };
  // A server that cuts in the middle keeps the code word and loses what lies between.
  return { kind: repeated && counted >= CUT * expected ? "kept" : "lost", tokens: counted, counted: true };
}

/** The longest prompt, then powers of two below it while prompts are lost; five at most. */
function* sizesBelow(longest: number, wasLost: () => boolean): Generator<number> {
  yield longest;
  let size = 2 ** Math.floor(Math.log2(Math.max(2, longest - 1)));
  for (let tried = 1; tried < 5 && size >= SMALLEST && wasLost(); tried++, size /= 2) yield size;
}

/** Differs from prompt to prompt, so that no server takes a part of it from the one before. */
function codeWord(tokens: number): string {
  const words = ["amber", "birch", "coral", "delta", "ember", "fjord", "grove", "heron"];
  return `${words[tokens % words.length] ?? "amber"}-${(tokens * 7919) % 10_000}`;
}

/** Many short messages, as the dataset's prompts have: some servers drop whole messages, the oldest first. */
function markedPrompt(word: string, exchanges: number): readonly ChatMessage[] {
  const filler = Array.from({ length: exchanges }, (_, at): readonly ChatMessage[] => {
    const notes = [1, 2, 3].map((note) => `Note ${3 * at + note}: the shop was quiet, and nothing needed an answer that day.`);
    return [{ role: "assistant", content: "Noted." }, { role: "user", content: notes.join("\n") }];
  });
  return [
    { role: "user", content: `The code word is ${word}. Remember it; the notes that follow do not matter.` },
    ...filler.flat(),
    { role: "assistant", content: "I have read the notes." },
    { role: "user", content: "What is the code word at the very beginning? Answer with the code word alone." },
  ];
}

function limitAt(kept: number): number {
  const limit = 2 ** Math.ceil(Math.log2(kept));
  return kept >= NEAR * limit ? limit : kept;
}
