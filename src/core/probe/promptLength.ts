// Owns how long a prompt is in tokens, at least: a bound that no tokenizer goes below, and what the counts of one model
// teach about it, so that a cut prompt is noticed. Refuses estimates (tokens.ts).
import type { ChatMessage } from "./probe.ts";

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** Runs of one sign, as rules drawn with dashes, can be a single token. */
const RUN = /(.)\1{3,}/gsu;
/** Characters that a token holds on average, in the most generous tokenizers, with room: prose has about 4.5, Chinese about 1.7. */
const MOST_CHARACTERS = 8;
const MOST_CJK = 3;

/** Tokens that these messages have at least, in any tokenizer in use. */
export function leastTokens(messages: readonly Pick<ChatMessage, "content">[]): number {
  let tokens = 0;
  for (const { content } of messages) {
    const text = content.replace(RUN, "$1$1$1");
    const cjk = text.match(CJK)?.length ?? 0;
    tokens += cjk / MOST_CJK + (text.length - cjk) / MOST_CHARACTERS;
  }
  return Math.floor(tokens);
}

/** Prompts this short are kept by every server, so that their counts are true. */
const SHORT = 1500;
/** Below this a count says more of the template around the messages than of their length. */
const TELLING = 100;
const LEARNT_FROM = 5;
const SPREAD = 0.6;

/** What was sent and counted where a server dropped a part of a prompt without saying so. `sent` is an estimate. */
export interface CutPrompt {
  readonly sent: number;
  readonly counted: number;
}

/** Compares what one model counts with what was sent. Once it has counted some short prompts, it also sees cuts that the bound alone would not. */
export class PromptMeter {
  #least = Infinity;
  #learnt = 0;

  /** The cut, where `counted` tokens are far too few for these messages; undefined where nothing was counted. */
  cutIn(messages: readonly ChatMessage[], counted: number | undefined): CutPrompt | undefined {
    const bound = leastTokens(messages);
    if (counted === undefined || counted <= 0 || bound < TELLING) return undefined;
    if (counted < bound) return { sent: bound, counted };
    if (counted < SHORT) {
      this.#least = Math.min(this.#least, counted / bound);
      this.#learnt += 1;
      return undefined;
    }
    const sent = Math.round(this.#least * bound);
    return this.#learnt >= LEARNT_FROM && counted < SPREAD * sent ? { sent, counted } : undefined;
  }
}
