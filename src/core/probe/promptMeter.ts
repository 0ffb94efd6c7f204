// Owns noticing that a server dropped a part of a prompt without saying so, from what it counts. Refuses counting (promptLength.ts).
import type { ChatMessage } from "./probe.ts";
import { leastTokens } from "./promptLength.ts";

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
