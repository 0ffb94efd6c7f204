// Owns the guess in which of the product's languages a text is. Refuses any other language: what is not Chinese is "en".

const HAN = /\p{Script=Han}/gu;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const OTHER_WORDS = /[\p{L}\p{M}]+/gu;

/**
 * "zh" when at least half of the written units are Han characters, else "en" (also for empty text). A unit is one Han
 * character, one kana, or one word of any other script; counting words keeps a brand name from outweighing a sentence,
 * counting kana keeps Japanese out of "zh".
 */
export function languageOfText(text: string): "en" | "zh" {
  const han = text.match(HAN)?.length ?? 0;
  if (han === 0) return "en";
  const kana = text.match(KANA)?.length ?? 0;
  const words = text.replace(HAN, " ").replace(KANA, " ").match(OTHER_WORDS)?.length ?? 0;
  return han >= kana + words ? "zh" : "en";
}
