// Owns how many tokens a text has, about and at most, without any model's tokenizer. Refuses what they cost (study/paid).
import type { ChatMessage } from "./probe.ts";

/** A letter of a Latin script is about a quarter of a token; a Chinese, Japanese or Korean character, or any other beyond it, about one. */
const CHARACTERS_PER_TOKEN = 4;

/** What a message costs beside its text: role and separators. */
const PER_MESSAGE = 4;

const encoder = new TextEncoder();

/** About; for estimates that say so. */
export function aboutTokens(text: string): number {
  let narrow = 0;
  let wide = 0;
  for (const character of text) if (character < "\u0370") narrow++; else wide++;
  return Math.ceil(narrow / CHARACTERS_PER_TOKEN) + wide;
}

export function aboutPromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + aboutTokens(content) + PER_MESSAGE, 0);
}

/** At most: tokenizers over bytes make no more tokens than bytes. For holding a budget. */
export function mostPromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + encoder.encode(content).length + 4 * PER_MESSAGE, 0);
}
