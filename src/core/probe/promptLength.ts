// Owns how long a prompt is in tokens, at least: a bound that no tokenizer goes below. Refuses estimates (tokens.ts) and what a model counts (promptMeter.ts).
import type { ChatMessage } from "./probe.ts";

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** Before the first of these scripts, and a block that is nothing else: between them nearly every character, which the pattern then need not see. */
const FIRST_CJK = 0x1100;
const ALL_HAN = [0x4e00, 0x9fff] as const;
/** Runs of one sign, as rules drawn with dashes, can be a single token: so much of one counts. */
const LONGEST_RUN = 3;
/** Characters that a token holds on average, in the most generous tokenizers, with room: prose has about 4.5, Chinese about 1.7. */
const MOST_CHARACTERS = 8;
const MOST_CJK = 3;

/** Tokens that these messages have at least, in any tokenizer in use. */
export function leastTokens(messages: readonly Pick<ChatMessage, "content">[]): number {
  let tokens = 0;
  for (const { content } of messages) {
    let [cjk, others, before, run] = [0, 0, -1, 0];
    for (let at = 0; at < content.length; ) {
      const code = content.codePointAt(at) ?? 0;
      const units = code > 0xffff ? 2 : 1;
      at += units;
      run = code === before ? run + 1 : 1;
      before = code;
      if (run > LONGEST_RUN) continue;
      if (isCjk(code)) {
        cjk += 1;
        others += units - 1;
      } else others += units;
    }
    tokens += cjk / MOST_CJK + others / MOST_CHARACTERS;
  }
  return Math.floor(tokens);
}

function isCjk(code: number): boolean {
  if (code < FIRST_CJK) return false;
  return (code >= ALL_HAN[0] && code <= ALL_HAN[1]) || CJK.test(String.fromCodePoint(code));
}
